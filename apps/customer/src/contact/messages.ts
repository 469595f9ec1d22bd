import type { Messages } from '@kontor/errors/messages';

/** What is said of contacts that leave, go or move. */
export const contactMessages: Messages = {
  'contact-used': {
    'zh-CN': '该联系人仍有关联记录，不能删除：{uses}。可改为归档（:archive）。',
    ru: 'Контактное лицо удалить нельзя, с ним связаны записи: {uses}. Его можно перенести в архив (:archive).',
    en: 'The contact cannot be removed, since records hang on it: {uses}. It can be archived (:archive).',
  },
  'contact-there-already': {
    'zh-CN': '该联系人已属于此客户。',
    ru: 'Контактное лицо уже относится к этому клиенту.',
    en: 'The contact belongs to this customer already.',
  },
};
