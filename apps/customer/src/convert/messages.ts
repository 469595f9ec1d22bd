import type { Messages } from '@kontor/errors/messages';

/** The sentences of converting prospects. */
export const convertMessages: Messages = {
  'conversion-running': {
    'zh-CN': '该客户正在转化中（{conversionId}），请等待完成。',
    ru: 'Конвертация этого клиента уже идёт ({conversionId}). Дождитесь её окончания.',
    en: 'The customer is being converted already ({conversionId}). Wait until that has ended.',
  },
  'conversion-not-found': {
    'zh-CN': '找不到该转化，或您无权查看。',
    ru: 'Такой конвертации нет, или у вас нет к ней доступа.',
    en: 'There is no such conversion, or you may not see it.',
  },
  'one-contact': {
    'zh-CN': '请选择已有联系人或填写新联系人，两者不能同时提供。',
    ru: 'Укажите существующее контактное лицо или новое, но не то и другое сразу.',
    en: 'Name a contact or describe a new one, not both.',
  },
};
