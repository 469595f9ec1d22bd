import { leastScore, pairScore } from './pair-score.js';

it.each([
  [['tax'] as const, 0.99],
  [['phone', 'phone'] as const, 0.6],
  [['phone', 'name'] as const, 0.84],
  [['person_name'] as const, 0.3],
])('%s makes %d', (kinds, score) => {
  expect(pairScore([...kinds])).toBe(score);
});

it('two persons of one name are worth a look only with something else in common', () => {
  expect(pairScore(['person_name'])).toBeLessThan(leastScore);
  expect(pairScore(['person_name', 'domain'])).toBeGreaterThan(leastScore);
});
