import { isUnknown } from './custom-value.js';

/** What a value says: nothing at all, that it is unknown, nothing in fact though something is written, or something. */
export type Worth = 'empty' | 'unknown' | 'junk' | 'good';

/**
 * How a value is written: `free` as people like, `phones` and `addresses` as lists of which the texts count, `given` in a
 * form that is checked when it is written, such as a day, a number or a choice. Only what is free can be junk.
 */
export type Writing = 'free' | 'phones' | 'addresses' | 'given';

/**
 * Words that people write to get past a box, in the languages of Kontor; compared in lower case. Words that answer a
 * question (none, 无, нет), names and grades (A, X, ABC) are not among them.
 */
const junkWords: ReadonlySet<string> = new Set([
  ...['n/a', 'n.a.', 'null', 'nil', 'undefined', 'tbd', 'todo', 'test', 'testing', 'tests'],
  ...['asdf', 'asd', 'qwerty', 'qwe', 'foo', 'foobar', 'dummy', 'blank'],
  ...['тест', 'йцукен', 'фыва', 'проба', 'хз', 'н/д', 'б/н'],
  ...['测试', '待定'],
]);

const unknownWords: ReadonlySet<string> = new Set([
  'unknown',
  '?',
  '??',
  '???',
  'неизвестно',
  'не знаю',
  '未知',
  '不知道',
  '不详',
]);

/** Numbers that stand for nothing: 123, 1234, 12345 and the like, and their opposites. */
const runs = ['0123456789', '1234567890', '9876543210'];

/** Days that systems and people fill in for "no day". */
const junkDays: ReadonlySet<string> = new Set([
  ...[
    '0001-01-01',
    '1111-11-11',
    '1899-12-30',
    '1900-01-01',
    '1970-01-01',
    '1999-09-09',
    '2222-02-02',
    '9999-12-31',
  ],
]);

const dayForm = /^\d{4}-\d\d-\d\d$/;

/**
 * What a value of a field is worth. Junk is "-", "xxx", "test", "123", one character over and over, and days that stand
 * for none, where somebody wrote freely. What only looks like junk counts as good: a figure that blames the innocent is
 * not believed.
 */
export function worthOf(value: unknown, writing: Writing): Worth {
  if (value === undefined || value === null) return 'empty';
  if (isUnknown(value)) return 'unknown';
  if (Array.isArray(value)) return worthOfAll(value, writing);
  if (typeof value !== 'string') return 'good';
  const text = value.trim().toLowerCase();
  if (text === '') return 'empty';
  if (unknownWords.has(text)) return 'unknown';
  if (writing === 'phones') return isNoPhone(text) ? 'junk' : 'good';
  return writing !== 'given' && isJunk(text) ? 'junk' : 'good';
}

/** A list is worth what the best of its items is; an item of several texts, what the best of them is. */
function worthOfAll(items: readonly unknown[], writing: Writing): Worth {
  const worths = items.flatMap((item) => textsOf(item, writing).map((text) => worthOf(text, writing)));
  return (['good', 'unknown', 'junk'] as const).find((one) => worths.includes(one)) ?? 'empty';
}

/** The texts of an item by which it is judged. A country alone says where nobody is. */
function textsOf(item: unknown, writing: Writing): unknown[] {
  if (typeof item !== 'object' || item === null) return [item];
  if (writing === 'phones') return [(item as { raw?: unknown }).raw];
  if (writing !== 'addresses') return [item];
  const { street, city, region, postalCode } = item as Record<string, unknown>;
  return [street, city, region, postalCode];
}

/** Too short to ring anywhere, one digit over and over (but for eights, which are sought after), or a run of them. */
function isNoPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  return digits.length < 5 || /^([0-79])\1+$/.test(digits) || runs.some((run) => run.includes(digits));
}

function isJunk(text: string): boolean {
  if (dayForm.test(text)) return junkDays.has(text);
  if (junkWords.has(text)) return true;
  // Nothing that can be read aloud.
  if (!/[\p{L}\p{N}]/u.test(text)) return true;
  const letters = [...text.replace(/[\s._\-/+()]/g, '')];
  if (letters.length >= 3 && new Set(letters).size === 1) return true;
  return /^\d{3,}$/.test(text) && runs.some((run) => run.includes(text));
}
