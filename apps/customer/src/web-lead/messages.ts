import type { Messages } from '@kontor/errors/messages';

/** What web forms say; the first four to strangers. */
export const webLeadMessages: Messages = {
  'web-form-not-found': {
    'zh-CN': '没有这个表单，或表单已关闭。',
    ru: 'Такой формы нет, или она закрыта.',
    en: 'There is no such form, or it is closed.',
  },
  'web-form-token': {
    'zh-CN': '页面已过期，请刷新后重试。',
    ru: 'Страница устарела: обновите её и отправьте ещё раз.',
    en: 'The page has expired: reload it and send again.',
  },
  'web-form-repeated': {
    'zh-CN': '该表单已提交。',
    ru: 'Эта форма уже отправлена.',
    en: 'This form was sent already.',
  },
  'web-form-limit': {
    'zh-CN': '提交次数过多，请稍后再试。',
    ru: 'Слишком много отправок: попробуйте позже.',
    en: 'Too many were sent: try again later.',
  },
  'web-form-no-consent': {
    'zh-CN': '该表单不征求同意。',
    ru: 'Эта форма не спрашивает согласия.',
    en: 'This form asks for no consent.',
  },
  'web-submission-not-found': {
    'zh-CN': '没有这条提交记录。',
    ru: 'Такой заявки с сайта нет.',
    en: 'There is no such submission.',
  },
  'web-submission-settled': {
    'zh-CN': '该提交已处理。',
    ru: 'Эта заявка уже обработана.',
    en: 'This submission was settled already.',
  },
};
