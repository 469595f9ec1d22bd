import { languages } from '@kontor/errors/languages';
import { countries } from '@kontor/schema/countries';

/** How files call countries besides the names that Unicode's CLDR gives them, in lower case. */
const furtherNames: Record<string, string> = {
  usa: 'US',
  uk: 'GB',
  'united states of america': 'US',
  'russian federation': 'RU',
  'российская федерация': 'RU',
  рф: 'RU',
  сша: 'US',
  prc: 'CN',
  "people's republic of china": 'CN',
  кнр: 'CN',
  中华人民共和国: 'CN',
};

const codes = new Map<string, string>(Object.entries(furtherNames));
for (const language of languages) {
  const names = new Intl.DisplayNames(language, { type: 'region' });
  for (const code of countries) codes.set((names.of(code) ?? code).toLowerCase(), code);
}

/**
 * ISO 3166-1 alpha-2 code of a country as a file writes it: the code in any case, or the name in one of our
 * languages. Anything else comes back as it is, for the check of the field to refuse.
 */
export function countryCode(text: string): string {
  const upper = text.toUpperCase();
  return countries.has(upper) ? upper : (codes.get(text.toLowerCase()) ?? text);
}
