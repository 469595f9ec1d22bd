import type { Messages } from '@kontor/errors/messages';

/** What the service says of mail that comes in. */
export const inboundMessages: Messages = {
  bounced: {
    'zh-CN': '对方邮件服务器随后退回了该邮件。',
    ru: 'Почтовый сервер получателя позже вернул письмо.',
    en: 'The recipient’s mail server returned it later.',
  },
  'mail-drop-not-found': {
    'zh-CN': '没有这个收件地址。',
    ru: 'Такого адреса для входящей почты нет.',
    en: 'There is no such mail drop.',
  },
  'mail-drop-taken': {
    'zh-CN': '该收件地址已存在。',
    ru: 'Такой адрес для входящей почты уже есть.',
    en: 'There is a mail drop of this name already.',
  },
  'mail-drop-name': {
    'zh-CN': '只能使用小写字母、数字、点、连字符和下划线，且首尾须为字母或数字。',
    ru: 'Допустимы строчные латинские буквы, цифры, точки, дефисы и подчёркивания; первой и последней стоит буква или цифра.',
    en: 'Only lower-case letters, digits, points, hyphens and underscores; a letter or digit first and last.',
  },
  'inbound-mail-not-found': {
    'zh-CN': '没有这封来信。',
    ru: 'Такого входящего письма нет.',
    en: 'There is no such message.',
  },
  'inbound-mail-settled': {
    'zh-CN': '只有处理失败的来信可以重试。',
    ru: 'Повторить можно только письмо, которое не удалось прочитать.',
    en: 'Only a message that failed can be tried again.',
  },
};
