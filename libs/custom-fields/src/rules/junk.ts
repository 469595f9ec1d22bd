import { isUnknown } from './custom-value.js';

/** What a value says: nothing at all, that it is unknown, nothing in fact though something is written, or something. */
export type Worth = 'empty' | 'unknown' | 'junk' | 'good';

/** Words that people write to get past a box, in the languages of Kontor; compared in lower case. */
const junkWords: ReadonlySet<string> = new Set([
  ...[
    'x',
    'n',
    'a',
    'na',
    'n/a',
    'n.a.',
    'none',
    'null',
    'nil',
    'undefined',
    'tbd',
    'todo',
    'test',
    'testing',
    'tests',
  ],
  ...[
    'asdf',
    'asd',
    'qwerty',
    'qwe',
    'foo',
    'bar',
    'abc',
    'aaa',
    'sample',
    'dummy',
    'example',
    'temp',
    'blank',
    'empty',
  ],
  ...['тест', 'нет', 'нету', 'йцукен', 'фыва', 'проба', 'прочее', 'хз', 'н/д', 'б/н'],
  ...['测试', '无', '没有', '暂无', '空', '不详', '待定'],
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
 * What a value of a field is worth. Junk is "-", "x", "test", "123", one character over and over, and days that stand for
 * none. Short names that only look like junk count as good: a figure that blames the innocent is not believed.
 */
export function worthOf(value: unknown): Worth {
  if (value === undefined || value === null) return 'empty';
  if (isUnknown(value)) return 'unknown';
  if (Array.isArray(value)) return worthOfAll(value);
  if (typeof value !== 'string') return 'good';
  const text = value.trim().toLowerCase();
  if (text === '') return 'empty';
  if (unknownWords.has(text)) return 'unknown';
  return isJunk(text) ? 'junk' : 'good';
}

/** A list is worth what the best of its items is. */
function worthOfAll(items: readonly unknown[]): Worth {
  if (items.length === 0) return 'empty';
  const worths = items.map((item) => (typeof item === 'string' ? worthOf(item) : 'good'));
  return (['good', 'unknown', 'junk'] as const).find((one) => worths.includes(one)) ?? 'empty';
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
