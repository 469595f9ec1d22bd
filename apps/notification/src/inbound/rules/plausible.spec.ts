import { isPlausible } from './plausible.js';

const of = (line: string, bytes: number) => Buffer.from(line.repeat(Math.floor(bytes / line.length)));

test('files in base 64, long texts and long quotations are plausible', () => {
  expect(isPlausible(of(`${'A'.repeat(76)}\r\n`, 10_000_000))).toBe(true);
  expect(isPlausible(of('> a short line of a text\r\n', 400_000))).toBe(true);
  expect(isPlausible(of('x', 10_000_000))).toBe(true);
  expect(isPlausible(Buffer.from(''))).toBe(true);
});

test.each([
  ['line ends', '\n'],
  ['short lines', 'a\r\n'],
  ['parts', `--b\r\n\r\n${'x'.repeat(300)}\r\n`],
])('ten million bytes of nothing but %s are not', (_what, line) => {
  expect(isPlausible(of(line, 10_000_000))).toBe(false);
});
