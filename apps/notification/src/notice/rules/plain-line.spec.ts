import fc from 'fast-check';
import { plainLine } from './plain-line.js';

describe('a value as one plain line', () => {
  it.each([
    ['Müller & Söhne', 'Müller & Söhne'],
    ['  Acme\r\nBcc: all@example.com ', 'Acme Bcc: all@example.com'],
    ['invoice\u202efdp.exe', 'invoice fdp.exe'],
    ['a\u0000b\u001b[31mc\u2028d', 'a b [31mc d'],
    ['half \ud83d', 'half'],
    ['客户👍🏽', '客户👍🏽'],
    [42, '42'],
    [false, 'false'],
    [null, ''],
    [undefined, ''],
    [{ toString: 'x' }, ''],
    [['x'], ''],
  ])('of %j is %j', (value, line) => {
    expect(plainLine(value, 100)).toBe(line);
  });

  it('is cut with an ellipsis between characters, not within one', () => {
    expect(plainLine('👍👍👍👍', 3)).toBe('👍👍…');
    expect(plainLine('abc', 3)).toBe('abc');
    expect(plainLine('x'.repeat(1 << 20), 200)).toBe(`${'x'.repeat(199)}…`);
  });

  it('is short, well formed and without controls, whatever it is made from', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 300 });
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 50 }), (value, most) => {
        const line = plainLine(value, most);
        expect([...line].length).toBeLessThanOrEqual(most);
        expect(line.isWellFormed()).toBe(true);
        expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      }),
      { numRuns: 2_000 },
    );
  });
});
