import { withinBudget } from './audit-batch.js';

const row = (letters: number) => 'x'.repeat(letters - 2);

test('a batch ends before the row that would exceed the budget', () => {
  expect(withinBudget([row(40), row(40), row(40)], 100)).toHaveLength(2);
  expect(withinBudget([row(40), row(60)], 100)).toHaveLength(2);
});

test('a batch has at least one row, however large', () => {
  expect(withinBudget([row(400), row(40)], 100)).toHaveLength(1);
  expect(withinBudget([], 100)).toEqual([]);
});

test('bytes are counted, not letters', () => {
  expect(withinBudget(['京京京京', '京京京京'], 20)).toHaveLength(1);
});
