import { createHash } from 'node:crypto';
import { companyNameKey } from '../../duplicate/rules/name-key.js';
import { plainTaxNumber } from '../../duplicate/rules/tax-number.js';

/** What of a record a search looks at; the letter before its tokens in the index (see the migration). */
export const searchedFields = {
  n: { object: 'customer', field: 'name', matched: 'name' },
  p: { object: 'customer', field: 'phones', matched: 'phone' },
  e: { object: 'customer', field: 'emails', matched: 'email' },
  c: { object: 'customer', field: 'number', matched: 'number' },
  t: { object: 'customer', field: 'taxNumber', matched: 'tax_number' },
  x: { object: 'customer', field: 'externalId', matched: 'external_id' },
  N: { object: 'contact', field: 'name', matched: 'contact_name' },
  P: { object: 'contact', field: 'phones', matched: 'phone' },
  E: { object: 'contact', field: 'emails', matched: 'email' },
} as const;

/** Letter of a field in the index. */
export type FieldLetter = keyof typeof searchedFields;

/** How well a record matches: as a whole, from its beginning, somewhere within. The lower comes first. */
export type Tier = 1 | 2 | 3;

/** One look into the index. */
export interface Look {
  tier: Tier;
  matched: string;
  /** Text of a tsquery. */
  wanted: string;
  /** Patterns that the folded name must be LIKE, all of them. */
  names: string[] | null;
  /** Pattern that the digits of the phones must be LIKE. */
  numbers: string | null;
}

/** What is looked for. */
export interface Wanted {
  /** As it was typed. */
  text: string;
  /** The same as `search_fold` of the database has it. */
  folded: string;
  /** The same with the blanks that were typed between words of Chinese. */
  words: string;
  /** E.164 where it can be a phone number. */
  phone?: string | undefined;
}

const firstSign = 0x2e80;
const isSign = (letter: string | undefined): boolean => (letter?.codePointAt(0) ?? 0) >= firstSign;

/**
 * Whether a search says enough to be answered: two letters or signs. Where `strict`, three letters or two signs of
 * Chinese and its like, so that nobody leafs through the base.
 */
export function saysEnough(folded: string, strict: boolean): boolean {
  const letters = [...folded.replaceAll(' ', '')];
  return letters.length >= (strict && !letters.some(isSign) ? 3 : 2);
}

/** The looks that a search makes, only at fields of `letters`: what somebody may not see is not searched. */
export function looksFor(wanted: Wanted, letters: ReadonlySet<FieldLetter>): Look[] {
  const { text, folded, phone } = wanted;
  const typed = text.normalize('NFKC').trim().toLowerCase();
  const looks: Look[] = [];
  const look = (tier: Tier, of: FieldLetter[], tokens: readonly string[], more: Partial<Look> = {}) => {
    const [first, ...others] = of.filter((letter) => letters.has(letter));
    if (!first || tokens.length === 0) return;
    const asked = [first, ...others]
      .map((letter) => allOf(tokens.map((token) => letter + token)))
      .join(' | ');
    const { matched } = searchedFields[first];
    looks.push({ tier, matched, wanted: `(${asked})`, names: null, numbers: null, ...more });
  };

  if (/^[\p{L}\p{N}._@+-]+$/u.test(typed)) {
    look(1, ['c'], [typed]);
    if (/^\d+$/.test(typed)) look(1, ['c'], [typed.replace(/^0+/, '') || '0']);
    look(1, ['x'], [typed]);
    if (typed.length >= 3) look(2, ['e', 'E'], [`${typed}*`]);
  }
  for (const number of taxNumbersIn(typed)) {
    look(1, ['t'], [number]);
    look(2, ['t'], [`${number}*`]);
  }
  const { whole, part } = digitsIn(typed, phone);
  for (const digits of whole) look(1, ['p', 'P'], [`=${digits}`]);
  for (const digits of part) look(3, ['p', 'P'], fours(digits), { numbers: `%${digits}%` });

  const words = joinedSigns(wanted.words.split(' ').filter((word) => word !== ''));
  const [first = ''] = words;
  if (words.length === 0) return looks;
  look(1, ['n', 'N'], [`=${wholeName(folded)}`]);
  const beginning = [...folded];
  if (beginning.length >= 2) {
    const more = beginning.length > 2 ? gramsOf(folded.split(' ')) : [];
    const start = `^${beginning.slice(0, 2).join('')}`;
    look(2, ['n', 'N'], [start, ...more], { names: [`${folded}%`] });
  }
  const grams = gramsOf(words);
  const tokens = grams.length > 0 || isSign(first) ? grams : [`_${first.slice(0, 2)}`];
  look(3, ['n', 'N'], tokens, { names: words.map((word) => `%${word}%`) });
  return looks;
}

/** The key by which a company is found as a whole, whatever its legal form; none where names are not searched. */
export function nameKeyFor(text: string, letters: ReadonlySet<FieldLetter>): string {
  return letters.has('n') ? companyNameKey(text) : '';
}

/** Longer names stand in the index as a hash, as `search_whole` of the database has them. */
const longestName = 60;

function wholeName(folded: string): string {
  return [...folded].length > longestName ? createHash('md5').update(folded).digest('hex') : folded;
}

/** A single sign belongs to the one beside it: 李 伟 is 李伟, whereas 北京 灯塔 are two words that stand in any order. */
function joinedSigns(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const before = joined.at(-1) ?? '';
    const single = [before, word].some((one) => [...one].length === 1);
    if (single && isSign(before) && isSign(word)) joined[joined.length - 1] = before + word;
    else joined.push(word);
  }
  return joined;
}

/** What precedes a number in a letter: ИНН 7707083893, 税号：9111…, INN 7707083893, ИНН/КПП 7707083893/770701001. */
const labels = [/^[\p{Script=Han}\p{Script=Cyrillic}\s:№#./-]+(?=[\da-z])/u, /^\D*?[\s:№#]+(?=[\da-z])/u];

/** What of a text may be a tax number, in the form in which they are stored but in small letters. */
function taxNumbersIn(typed: string): string[] {
  const texts = [typed, ...labels.flatMap((label) => typed.replace(label, '').split('/', 1))];
  const numbers = texts.map((text) => plainTaxNumber(text).toLowerCase());
  return [...new Set(numbers)].filter((number) => /^(?=.*\d)[\p{L}\p{N}]{3,}$/u.test(number));
}

/** Of a long word the first, the middle and the last token are asked for: the pattern tells the rest. */
const mostGrams = 6;

/** Tokens of words: of signs every two, of letters every three; of shorter words of letters their beginning. */
function gramsOf(words: readonly string[]): string[] {
  const grams = words.flatMap((word) => {
    const letters = [...word];
    if (letters.length === 2 && !isSign(letters[0])) return [`_${word}`];
    const all = letters.flatMap((letter, at) => {
      const part = letters.slice(at, at + (isSign(letter) ? 2 : 3));
      return part.length === (isSign(letter) ? 2 : 3) ? [part.join('')] : [];
    });
    return all.filter((_, at) => at === 0 || at === all.length >> 1 || at === all.length - 1);
  });
  return [...new Set(grams)].slice(0, mostGrams);
}

/** Numbers as they are written, whatever stands between the digits. */
const numberLike = /^[\d\s()+./_\p{Pd}]+$/u;

/**
 * The digits to look for among phones: those of the number that the text has in it, as a whole; those typed, where nothing
 * else was, as a part, too.
 */
function digitsIn(typed: string, phone: string | undefined): { whole: string[]; part: string[] } {
  const known = (phone ?? '').replace(/\D/g, '');
  const written = numberLike.test(typed) ? [typed.replace(/\D/g, ''), known] : [];
  const enough = (all: readonly string[]) => [...new Set(all)].filter(({ length }) => length >= 4);
  return { whole: enough([...written, known]), part: enough(written) };
}

/** Every four digits one after another, and the last four: the index has all fours, the pattern tells the rest. */
function fours(digits: string): string[] {
  const starts = Array.from({ length: digits.length >> 2 }, (_, at) => at * 4);
  return [...new Set([...starts, digits.length - 4])].map((at) => digits.slice(at, at + 4));
}

function allOf(tokens: readonly string[]): string {
  return `(${tokens.map(quoted).join(' & ')})`;
}

/** A token as a tsquery has it; a star at the end asks for all that begin so. */
function quoted(token: string): string {
  const prefix = token.endsWith('*');
  const text = (prefix ? token.slice(0, -1) : token).replaceAll('\\', '\\\\').replaceAll("'", "''");
  return `'${text}'${prefix ? ':*' : ''}`;
}
