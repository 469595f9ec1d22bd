import { furtherStatus, takesBack } from './merged-status.js';

it.each([
  ['prospect', 'cooperating', 'cooperating'],
  ['cooperating', 'prospect', 'cooperating'],
  ['dormant', 'negotiating', 'dormant'],
  ['lost', 'prospect', 'prospect'],
  ['cooperating', 'dormant', 'cooperating'],
  ['interested', 'interested', 'interested'],
] as const)('of %s and %s the customer is %s', (ours, theirs, expected) => {
  expect(furtherStatus(ours, theirs)).toBe(expected);
  expect(furtherStatus(theirs, ours)).toBe(expected);
});

it.each([
  ['cooperating', 'prospect', 'prospect', true],
  ['prospect', 'cooperating', 'prospect', true],
  ['prospect', 'cooperating', 'cooperating', false],
  ['cooperating', 'dormant', 'dormant', false],
  ['interested', 'prospect', 'prospect', false],
] as const)('%s and %s: to be %s takes the customer back: %s', (ours, theirs, chosen, expected) => {
  expect(takesBack(ours, theirs, chosen)).toBe(expected);
});
