import { failureLimit, signInAllowance } from './failure-limit.js';

const now = Date.parse('2026-11-21T09:00:00.000Z');
const minutesAgo = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
const failures = (count: number, minutes: number) => Array.from({ length: count }, () => minutesAgo(minutes));

describe('failed sign-ins of one address', () => {
  it.each([
    ['none', [], undefined],
    ['nine just now', failures(9, 0), undefined],
    ['ten just now', failures(10, 0), 900],
    ['ten, fourteen minutes ago', failures(10, 14), 60],
    ['ten, fifteen minutes ago', failures(10, 15), undefined],
    ['ten over time, the oldest about to be forgotten', [minutesAgo(14.99), ...failures(9, 1)], 1],
    ['many old ones and nine new ones', [...failures(30, 20), ...failures(9, 1)], undefined],
  ])('%s', (_, times, waitSeconds) => {
    expect(signInAllowance(times, now).waitSeconds).toBe(waitSeconds);
  });

  it('are forgotten when they no longer count', () => {
    expect(signInAllowance([minutesAgo(16), minutesAgo(2)], now).recent).toEqual([minutesAgo(2)]);
  });

  it('never take more room than the limit', () => {
    expect(signInAllowance(failures(500, 1), now).recent).toHaveLength(failureLimit.failures);
  });
});
