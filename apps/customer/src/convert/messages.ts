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
  'conversion-failed-expired': {
    'zh-CN': '24 小时内未能建立商机。请重新转化。',
    ru: 'Сделку не удалось завести за 24 часа. Запустите конвертацию заново.',
    en: 'No opportunity could be made within 24 hours. Convert again.',
  },
  'conversion-failed-unknown-product': {
    'zh-CN': '商机中有不存在的产品。请更换产品后重新转化。',
    ru: 'В сделке указан товар, которого нет. Замените его и запустите конвертацию заново.',
    en: 'The opportunity names a product that does not exist. Name another one and convert again.',
  },
  'conversion-failed-custom': {
    'zh-CN': '商机的自定义字段不符合现行要求。请修改后重新转化。',
    ru: 'Дополнительные поля сделки не отвечают нынешним требованиям. Исправьте их и запустите конвертацию заново.',
    en: 'Custom fields of the opportunity do not meet what is asked for now. Mend them and convert again.',
  },
  'conversion-failed-refused': {
    'zh-CN': '商机未被接受。请检查金额、币种和产品后重新转化。',
    ru: 'Сделка не принята. Проверьте сумму, валюту и товары и запустите конвертацию заново.',
    en: 'The opportunity was not accepted. Check its amount, currency and products, and convert again.',
  },
};
