import type { Messages } from '@kontor/errors/messages';

/** What is said of contacts that leave, go or move. */
export const contactMessages: Messages = {
  'contact-used': {
    'zh-CN': '该联系人仍被引用，不能删除：{uses}。可将其归档（:archive）。',
    ru: 'Контактное лицо используется и не удаляется: {uses}. Его можно отправить в архив (:archive).',
    en: 'The contact is used and cannot be removed: {uses}. It can be archived (:archive).',
  },
  'contact-there-already': {
    'zh-CN': '该联系人已属于此客户。',
    ru: 'Контактное лицо уже относится к этому клиенту.',
    en: 'The contact belongs to this customer already.',
  },
};
