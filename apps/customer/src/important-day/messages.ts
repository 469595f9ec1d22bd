import type { Messages } from '@kontor/errors/messages';

/** The sentences of important days. */
export const importantDayMessages: Messages = {
  'important-day-not-found': {
    'zh-CN': '该客户没有这个重要日子。',
    ru: 'У этого клиента нет такой даты.',
    en: 'The customer has no such day.',
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
    ru: 'Вставные месяцы есть только в лунном календаре.',
    en: 'Only the lunar calendar has leap months.',
  },
  'day-needs-name': {
    'zh-CN': '请填写这一天的名称。',
    ru: 'Укажите, что это за день.',
    en: 'Say what day it is.',
  },
  'unsubscribe-token-unknown': {
    'zh-CN': '此退订链接无效。',
    ru: 'Ссылка для отписки недействительна.',
    en: 'This unsubscribe link is not valid.',
  },
};
