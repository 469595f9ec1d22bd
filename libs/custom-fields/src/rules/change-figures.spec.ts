import { figuresOf, noTally, tallied } from './change-figures.js';

it('counts by what becomes of values, and tells the most frequent of those that do not convert first', () => {
  const tally = noTally();
  const unfit = { how: 'unfit', astray: true } as const;
  for (const value of ['b', 'a', 'c', 'c']) tallied(tally, unfit, value, '');
  tallied(tally, { how: 'cleared', astray: true }, 'a', '');
  tallied(tally, { how: 'converted', value: 'steel', astray: false }, 'Сталь', 'Steel');
  tallied(tally, { how: 'cleared', astray: false }, 'none', '');
  expect(figuresOf(tally)).toEqual({
    ...{ values: '7', converted: '1', mapped: '0', unknown: '0', cleared: '2', unfit: '4' },
    unfitValues: [
      { value: 'a', becomes: '', count: '2' },
      { value: 'c', becomes: '', count: '2' },
      { value: 'b', becomes: '', count: '1' },
    ],
    examples: [
      { value: 'Сталь', becomes: 'Steel', count: '0' },
      { value: 'none', becomes: '', count: '0' },
    ],
  });
});

it('keeps within bounds whatever people wrote', () => {
  const tally = noTally();
  for (let i = 0; i < 3_000; i++)
    tallied(tally, { how: 'unfit', astray: true }, `${i} ${'纸'.repeat(10_000)}`, '');
  tallied(tally, { how: 'unfit', astray: true }, '__proto__', '');
  expect(Object.keys(tally.astray)).toHaveLength(500);
  const { unfit, unfitValues } = figuresOf(tally);
  expect([unfit, unfitValues.length, [...(unfitValues[0]?.value ?? '')].length]).toEqual(['3001', 100, 200]);
});
