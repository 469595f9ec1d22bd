import type { Messages } from '@kontor/errors/messages';

/** What the notification service says to callers. */
export const notificationMessages: Messages = {
  'notice-not-found': {
    'zh-CN': '没有这条通知，或它不是发给您的。',
    ru: 'Такого уведомления нет, или оно адресовано не вам.',
    en: 'There is no such notice, or it is not for you.',
  },
  'reminder-date-invalid': {
    'zh-CN': '须为有效的时间和 IANA 时区。',
    ru: 'Нужны существующее время и часовой пояс IANA.',
    en: 'Must be a time that exists and an IANA time zone.',
  },
  'template-unknown': {
    'zh-CN': '没有名为“{template}”的模板。',
    ru: 'Шаблона «{template}» нет.',
    en: 'There is no template {template}.',
  },
};
