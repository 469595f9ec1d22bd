import { spreadsheetText } from './spreadsheet-text.js';

it.each([
  [undefined, ''],
  [null, ''],
  ['text', 'text'],
  [8613800138000, '8613800138000'],
  [0.5, '0.5'],
  [NaN, ''],
  [true, 'true'],
  [new Date('2026-11-21T00:00:00Z'), '2026-11-21'],
  [new Date('2026-11-21T09:30:00Z'), '2026-11-21T09:30:00.000Z'],
  [{ formula: 'A1', result: 7 }, '7'],
  [{ formula: 'A1' }, ''],
  [{ error: '#REF!' as const }, ''],
  [{ richText: [{ text: 'a' }, { text: 'b' }] }, 'ab'],
  [{ text: 'shown', hyperlink: 'https://x.example' }, 'shown'],
])('the text of %j is %j', (value, text) => {
  expect(spreadsheetText(value)).toBe(text);
});
