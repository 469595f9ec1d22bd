import type { Language } from '@kontor/errors/languages';

const foreign = /[\p{Script=Han}\p{Script=Cyrillic}]/u;
const written: Readonly<Record<Language, (part: string) => boolean>> = {
  'zh-CN': (part) => /\p{Script=Han}/u.test(part),
  ru: (part) => /\p{Script=Cyrillic}/u.test(part),
  en: (part) => !foreign.test(part),
};

/** Of a name in several languages, such as «New Year · Новый год · 元旦», the one of the reader; else the whole name. */
export function ownPart(name: string, language: Language): string {
  const parts = name.split(/\s+·\s+/);
  return (parts.length > 1 ? parts.find(written[language]) : undefined) ?? name;
}
