import type { Language } from '@kontor/errors/languages';

/** Headings of what stands behind the cells of a refused row: its line in the file, and why it was refused. */
export const badRowsHeadings: Readonly<Record<Language, readonly [line: string, reason: string]>> = {
  'zh-CN': ['行号', '原因'],
  ru: ['Строка', 'Причина'],
  en: ['Line', 'Reason'],
};
