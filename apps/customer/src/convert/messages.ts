import type { Messages } from '@kontor/errors/messages';

/** The sentences of converting prospects. */
export const convertMessages: Messages = {
  'conversion-running': {
    'zh-CN': '该客户正在转换中（{conversionId}）。',
    ru: 'Клиент уже переводится в сделку ({conversionId}).',
    en: 'The customer is being converted already ({conversionId}).',
  },
  'conversion-not-found': {
    'zh-CN': '未找到该转换。',
    ru: 'Перевод в сделку не найден.',
    en: 'The conversion was not found.',
  },
  'one-contact': {
    'zh-CN': '请选择已有联系人或新建联系人，不能同时填写。',
    ru: 'Укажите существующее контактное лицо или новое, но не оба.',
    en: 'Name a contact or describe a new one, not both.',
  },
};
