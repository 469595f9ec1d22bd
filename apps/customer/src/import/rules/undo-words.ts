import type { Language } from '@kontor/errors/languages';

/** Why records changed when an import was undone, as the history of owners keeps it: in the language of who undid it. */
export const undoWords: Readonly<Record<Language, string>> = {
  'zh-CN': '撤销导入',
  ru: 'Отмена импорта',
  en: 'Import undone',
};
