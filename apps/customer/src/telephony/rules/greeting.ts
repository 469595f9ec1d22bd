import { languages, type Language } from '@kontor/errors/languages';

const greetings: Record<Language, string> = {
  'zh-CN': '{name}，您好！',
  ru: 'Здравствуйте, {name}!',
  en: 'Hello {name}!',
};

/** Whoever is called by name feels known: how to greet who has the number, in their language, else in the reader's. */
export function greetingOf(
  { contactName, customerName }: { contactName: string; customerName: string },
  theirs: string | undefined,
  readers: Language,
): string {
  const name = contactName || customerName;
  const language = languages.find((one) => one === theirs) ?? readers;
  return name && greetings[language].replace('{name}', () => name);
}
