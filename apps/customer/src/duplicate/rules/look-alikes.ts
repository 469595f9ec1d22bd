/** Cyrillic letters that look like Latin ones, in lower case. */
const latinOf: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  е: 'e',
  і: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  с: 'c',
  т: 't',
  у: 'y',
  х: 'x',
  ѕ: 's',
};

const cyrillic = new RegExp(`[${Object.keys(latinOf).join('')}]`, 'gu');
/** Latin letters that are no others with a mark, as people write them without. */
const plainOf: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
};

const special = new RegExp(`[${Object.keys(plainOf).join('')}]`, 'gu');
const marks = /(?<=[\p{Script=Latin}\p{Script=Cyrillic}]\p{M}*)\p{M}/gu;

/**
 * Letters as the eye takes them: full width is half width, case and accents do not count, ё is е, and Cyrillic
 * letters that look like Latin ones are those. For comparing only, never for showing.
 */
export function foldLetters(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase().normalize('NFKD').replace(marks, '').normalize('NFKC');
  return lower
    .replace(special, (letter) => plainOf[letter] ?? letter)
    .replace(cyrillic, (letter) => latinOf[letter] ?? letter);
}
