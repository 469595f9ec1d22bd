import { mayFollow, nextStatuses } from './status.js';

it.each([
  ['prospect', 'cooperating', true],
  ['prospect', 'dormant', false],
  ['cooperating', 'prospect', false],
  ['cooperating', 'dormant', true],
  ['dormant', 'prospect', false],
  ['lost', 'interested', true],
  ['lost', 'prospect', false],
] as const)('from %s to %s: %s', (from, to, allowed) => {
  expect(mayFollow(from, to)).toBe(allowed);
});

it('always allows staying', () => {
  const statuses = Object.keys(nextStatuses) as (keyof typeof nextStatuses)[];
  expect(statuses.every((status) => mayFollow(status, status))).toBe(true);
});

it('leaves no status without a way on', () => {
  expect(Object.values(nextStatuses).every((next) => next.length > 0)).toBe(true);
});
