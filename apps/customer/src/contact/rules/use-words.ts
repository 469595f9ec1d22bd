import type { Language } from '@kontor/errors/languages';

/** What hangs on a contact, by kind. */
export interface ContactUse {
  kind: keyof typeof words;
  count: number;
}

const words = {
  interactions: { 'zh-CN': '沟通记录', ru: 'общение', en: 'talks' },
  importantDays: { 'zh-CN': '重要日子', ru: 'важные даты', en: 'important days' },
  contactPreferences: { 'zh-CN': '联系意愿', ru: 'пожелания о связи', en: 'wishes' },
  conversions: { 'zh-CN': '客户转化', ru: 'преобразования', en: 'conversions' },
  phoneCalls: { 'zh-CN': '电话', ru: 'звонки', en: 'phone calls' },
} satisfies Record<string, Record<Language, string>>;

/** What hangs on a contact, in words of the reader's language, each with how many. */
export function usesInWords(uses: readonly ContactUse[], language: Language): string {
  const between = language === 'zh-CN' ? '、' : ', ';
  return uses.map(({ kind, count }) => `${words[kind][language]} (${count})`).join(between);
}
