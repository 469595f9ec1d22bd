import type { Messages } from '@kontor/errors/messages';
import { inboundMessages } from './inbound/messages.js';

/** What the notification service says to callers. */
export const notificationMessages: Messages = {
  ...inboundMessages,
  'notice-not-found': {
    'zh-CN': '没有这条通知，或它不是发给您的。',
    ru: 'Такого уведомления нет, или оно адресовано не вам.',
    en: 'There is no such notice, or it is not for you.',
  },
  'reminder-date-invalid': {
    'zh-CN': '时间或时区无效：须为真实存在的时间和 IANA 时区。',
    ru: 'Неверное время или часовой пояс: нужны существующее время и часовой пояс IANA.',
    en: 'Not a valid time or zone: give a time that exists and an IANA time zone.',
  },
  'template-unknown': {
    'zh-CN': '没有名为“{template}”的模板。',
    ru: 'Шаблона «{template}» нет.',
    en: 'There is no template “{template}”.',
  },
  'person-left': {
    'zh-CN': '收件人已离职，未发送。',
    ru: 'Получатель больше не работает, сообщение не отправлено.',
    en: 'The recipient has left; nothing was sent.',
  },
  'person-unknown': {
    'zh-CN': '尚未收到收件人的信息，稍后自动重试。',
    ru: 'Данные об этом сотруднике ещё не получены, попытка повторится.',
    en: 'Nothing is known of the recipient yet; it will be tried again.',
  },
  'too-late': {
    'zh-CN': '已过有效时间，未发送。',
    ru: 'Срок прошёл, сообщение не отправлено.',
    en: 'Its time has passed; nothing was sent.',
  },
  'template-failed': {
    'zh-CN': '模板无法生成内容。',
    ru: 'Не удалось составить сообщение по шаблону.',
    en: 'The message could not be written from its template.',
  },
  'held-up': {
    'zh-CN': '发送延迟，稍后自动重试。',
    ru: 'Отправка задерживается, попытка повторится.',
    en: 'Sending was held up; it will be tried again.',
  },
  'address-invalid': {
    'zh-CN': '收件地址无效。',
    ru: 'Неверный адрес получателя.',
    en: 'The address cannot receive mail.',
  },
  'sign-in-refused': {
    'zh-CN': '邮件服务器拒绝登录，稍后自动重试。',
    ru: 'Почтовый сервер отклонил вход, попытка повторится.',
    en: 'The mail server refused the sign-in; it will be tried again.',
  },
  refused: {
    'zh-CN': '邮件服务器拒收。',
    ru: 'Почтовый сервер отказался принять письмо.',
    en: 'The mail server refused the message.',
  },
  'refused-for-now': {
    'zh-CN': '邮件服务器暂时拒收，稍后自动重试。',
    ru: 'Почтовый сервер временно не принимает письмо, попытка повторится.',
    en: 'The mail server does not take the message for now; it will be tried again.',
  },
  'no-connection': {
    'zh-CN': '无法连接邮件服务器，稍后自动重试。',
    ru: 'Нет связи с почтовым сервером, попытка повторится.',
    en: 'The mail server could not be reached; it will be tried again.',
  },
  'no-answer': {
    'zh-CN': '邮件服务器未答复，邮件可能已送出，不再重发。',
    ru: 'Почтовый сервер не ответил: письмо могло уйти, повторно не отправляется.',
    en: 'The mail server did not answer: the message may have left, so it is not sent again.',
  },
  'lease-expired': {
    'zh-CN': '发送中断，邮件可能已送出，不再重发。',
    ru: 'Отправка прервалась: письмо могло уйти, повторно не отправляется.',
    en: 'Sending broke off: the message may have left, so it is not sent again.',
  },
  'reminder-moved': {
    'zh-CN': '提醒已改期。',
    ru: 'Напоминание перенесено.',
    en: 'The reminder was moved.',
  },
  'reminder-cancelled': {
    'zh-CN': '提醒已取消。',
    ru: 'Напоминание отменено.',
    en: 'The reminder was cancelled.',
  },
  unreadable: {
    'zh-CN': '内容无法解密，未发送。',
    ru: 'Содержимое не удалось расшифровать, сообщение не отправлено.',
    en: 'Its contents could not be unsealed; nothing was sent.',
  },
};
