import type { Messages } from '@kontor/errors/messages';

/** What web forms say; the first four to strangers. */
export const webLeadMessages: Messages = {
  'web-form-not-found': {
    'zh-CN': '没有这个表单，或表单已关闭。',
    ru: 'Такой формы нет, или она закрыта.',
    en: 'There is no such form, or it is closed.',
  },
  'web-form-token': {
    'zh-CN': '页面已过期，请刷新后重新提交。',
    ru: 'Страница устарела. Обновите её и отправьте форму ещё раз.',
    en: 'The page has expired. Please reload it and send the form again.',
  },
  'web-form-repeated': {
    'zh-CN': '您已提交过该表单，无需重复提交。',
    ru: 'Вы уже отправили эту форму, повторять не нужно.',
    en: 'You have sent this form already; there is no need to repeat it.',
  },
  'web-form-limit': {
    'zh-CN': '提交次数过多，请稍后再试。',
    ru: 'Форму отправляли слишком часто. Попробуйте позже.',
    en: 'This form was sent too often. Please try again later.',
  },
  'web-form-no-consent': {
    'zh-CN': '该表单不征求同意，请勿提交此项。',
    ru: 'Эта форма не запрашивает согласия: не передавайте его.',
    en: 'This form asks for no consent: leave it out.',
  },
  'web-submission-not-found': {
    'zh-CN': '没有这条网站提交记录，或您无权查看。',
    ru: 'Такой заявки с сайта нет, или у вас нет к ней доступа.',
    en: 'There is no such submission, or you may not see it.',
  },
  'web-submission-settled': {
    'zh-CN': '这条网站提交记录已处理。',
    ru: 'Эта заявка уже обработана.',
    en: 'This submission was settled already.',
  },
};
