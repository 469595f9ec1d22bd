import type { Messages } from '@kontor/errors/messages';

/** The sentences of important days. */
export const importantDayMessages: Messages = {
  'important-day-not-found': {
    'zh-CN': '该客户没有这个重要日子。',
    ru: 'У этого клиента нет такой важной даты.',
    en: 'The customer has no such important day.',
  },
  'important-day-twice': {
    'zh-CN': '这个重要日子已经登记过。',
    ru: 'Такая важная дата уже записана.',
    en: 'This day is noted already.',
  },
  'festival-not-found': {
    'zh-CN': '没有这个节日。',
    ru: 'Такого праздника нет.',
    en: 'There is no such festival.',
  },
  'no-such-day': {
    'zh-CN': '该月没有这一天。',
    ru: 'В этом месяце нет такого дня.',
    en: 'The month has no such day.',
  },
  'leap-month-solar': {
    'zh-CN': '只有农历才有闰月。',
    ru: 'Високосные месяцы есть только в лунном календаре.',
    en: 'Only the lunar calendar has leap months.',
  },
  'day-needs-name': {
    'zh-CN': '请填写这一天的名称。',
    ru: 'Укажите название этой даты.',
    en: 'Give the day a name.',
  },
  'unsubscribe-token-unknown': {
    'zh-CN': '退订链接无效，请使用邮件中的完整链接。',
    ru: 'Ссылка для отписки недействительна. Откройте её из письма целиком.',
    en: 'This unsubscribe link is not valid. Please use the whole link from the letter.',
  },
};
