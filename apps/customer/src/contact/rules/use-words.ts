import type { Language } from '@kontor/errors/languages';

/** What hangs on a contact, by kind. */
export interface ContactUse {
  kind: keyof typeof words;
  count: number;
}

const words = {
  interactions: { 'zh-CN': '沟通记录', ru: 'записи о контактах', en: 'talks' },
  importantDays: { 'zh-CN': '重要日子', ru: 'важные даты', en: 'important days' },
  contactPreferences: { 'zh-CN': '联系偏好', ru: 'пожелания о способах связи', en: 'contact preferences' },
  conversions: { 'zh-CN': '转化', ru: 'конвертации', en: 'conversions' },
  phoneCalls: { 'zh-CN': '通话', ru: 'звонки', en: 'phone calls' },
} satisfies Record<string, Record<Language, string>>;

/** What hangs on a contact, in words of the reader's language, each with how many. */
export function usesInWords(uses: readonly ContactUse[], language: Language): string {
  if (language === 'zh-CN')
    return uses.map(({ kind, count }) => `${words[kind][language]}（${count}）`).join('、');
  return uses.map(({ kind, count }) => `${words[kind][language]} (${count})`).join(', ');
}
