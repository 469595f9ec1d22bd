/** The languages that Kontor speaks. */
export const languages = ['zh-CN', 'ru', 'en'] as const;

/** A language that Kontor speaks. */
export type Language = (typeof languages)[number];

/** Tells whether a word is exactly the tag of a language that Kontor speaks. */
export function isLanguage(word: unknown): word is Language {
  return (languages as readonly unknown[]).includes(word);
}

/** A header longer than this says nothing useful; reading it would only cost time. */
const LONGEST_HEADER = 1000;

/**
 * The language of an answer: the one that an `Accept-Language` header (RFC 9110, 12.5.4) wants most among ours,
 * else `fallback`. Regions and scripts are passed over (`zh-TW` and `zh-Hans` read zh-CN, `en-GB` reads en,
 * and so does `en_GB`, as Java writes it), because a near language serves a reader better than a foreign one. Malformed headers count as absent.
 */
export function pickLanguage(acceptLanguage: string | undefined, fallback: Language): Language {
  if (!acceptLanguage || acceptLanguage.length > LONGEST_HEADER) return fallback;
  let best = fallback;
  let bestWeight = 0;
  for (const wish of acceptLanguage.split(',')) {
    const [tag = '', ...parameters] = wish.split(';');
    const weight = weightOf(parameters);
    if (weight <= bestWeight) continue;
    const language = tag.trim() === '*' ? fallback : languageOf(tag);
    if (language === undefined) continue;
    best = language;
    bestWeight = weight;
  }
  return best;
}

function languageOf(tag: string): Language | undefined {
  const primary = tag.trim().split(/[-_]/, 1)[0]?.toLowerCase();
  return languages.find((language) => language.split('-', 1)[0] === primary);
}

function weightOf(parameters: readonly string[]): number {
  const quality = parameters.map((parameter) => parameter.trim()).find((parameter) => /^q=/i.test(parameter));
  if (quality === undefined) return 1;
  const value = quality.slice(2);
  return /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(value) ? Number(value) : 0;
}
