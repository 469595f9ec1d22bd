import { nextRound } from './next-round.js';

describe('the next round', () => {
  it('is at the same wall time, also over a change of the clock', () => {
    expect(nextRound('2026-01-15T08:00:00.000Z', 6, 'Europe/Berlin', '2026-01-15T08:00:01Z')).toBe(
      '2026-07-15T07:00:00.000Z',
    );
  });

  it('of a 31st is on the last day of a shorter month', () => {
    expect(nextRound('2026-08-31T00:00:00.000Z', 1, 'UTC', '2026-09-01T00:00:00Z')).toBe(
      '2026-09-30T00:00:00.000Z',
    );
  });

  it('of a 31st is on the 31st again after a shorter month', () => {
    expect(nextRound('2026-01-31T08:00:00.000Z', 1, 'UTC', '2026-02-28T08:00:01Z')).toBe(
      '2026-03-31T08:00:00.000Z',
    );
  });

  it('that was missed is not made up for: the one after now counts', () => {
    expect(nextRound('2026-01-31T00:00:00.000Z', 1, 'UTC', '2026-04-15T00:00:00Z')).toBe(
      '2026-04-30T00:00:00.000Z',
    );
  });
});
