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
  /** Words that may be in every third name: some rows are looked at before the index is asked. */
  sampled: boolean;
}

/** What is looked for. */
export interface Wanted {
  /** As it was typed. */
  text: string;
  /** The same as `search_fold` of the database has it. */
  folded: string;
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
export function looksFor({ text, folded, phone }: Wanted, letters: ReadonlySet<FieldLetter>): Look[] {
  const typed = text.normalize('NFKC').trim().toLowerCase();
  const words = folded.split(' ').filter((word) => word !== '');
  const looks: Look[] = [];
  const look = (tier: Tier, of: FieldLetter[], tokens: readonly string[], more: Partial<Look> = {}) => {
    const [first, ...others] = of.filter((letter) => letters.has(letter));
    if (!first || tokens.length === 0) return;
    const wanted = [first, ...others]
      .map((letter) => allOf(tokens.map((token) => letter + token)))
      .join(' | ');
    const { matched } = searchedFields[first];
    looks.push({ tier, matched, wanted: `(${wanted})`, names: null, numbers: null, sampled: false, ...more });
  };

  const isCode = /^[\p{L}\p{N}._@+-]+$/u.test(typed);
  if (isCode) {
    look(1, ['c'], [typed]);
    if (/^\d+$/.test(typed)) look(1, ['c'], [typed.replace(/^0+/, '') || '0']);
    look(1, ['t'], [typed]);
    look(1, ['x'], [typed]);
    if (typed.length >= 3) {
      look(2, ['e', 'E'], [`${typed}*`]);
      look(2, ['t'], [`${typed}*`]);
    }
  }
  for (const digits of digitsOf(typed, phone)) {
    look(1, ['p', 'P'], [`=${digits}`]);
    look(3, ['p', 'P'], parts(digits, 4), { numbers: `%${digits}%` });
  }
  const [first = ''] = words;
  if (words.length > 0) {
    const grams = gramsOf(words);
    const beginning = [`^${[...folded].slice(0, 2).join('')}`, ...([...folded].length > 2 ? grams : [])];
    if ([...folded].length >= 2) look(2, ['n', 'N'], beginning, { names: [`${folded}%`], sampled: true });
    const tokens = grams.length > 0 || isSign(first) ? grams : [`_${first.slice(0, 2)}`];
    const names = words.map((word) => `%${word}%`);
    look(3, ['n', 'N'], tokens, { names, sampled: true });
  }
  return looks;
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

/** The digits to look for among phones: those typed, and those of the whole number where it is one. */
function digitsOf(typed: string, phone: string | undefined): string[] {
  if (!/^[\d\s()+.-]+$/.test(typed)) return [];
  const all = [typed, phone ?? '']
    .map((number) => number.replace(/\D/g, ''))
    .filter(({ length }) => length >= 4);
  return [...new Set(all)];
}

function parts(text: string, size: number): string[] {
  return Array.from({ length: text.length - size + 1 }, (_, at) => text.slice(at, at + size));
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
