import { refreshLimits, refreshVerdict } from './refresh.js';

const now = Date.parse('2026-11-21T09:00:00.000Z');
const before = (milliseconds: number) => new Date(now - milliseconds).toISOString();
const fresh = { createTime: before(1000), refreshTime: before(1000) };
const old = { createTime: before(refreshLimits.absolute + 1), refreshTime: before(1000) };
const idle = { createTime: before(refreshLimits.idle * 2), refreshTime: before(refreshLimits.idle + 1) };

describe('a refresh token', () => {
  it.each([
    ['that is unused', { session: fresh }, 'rotate'],
    [
      'of the last moment before idleness',
      { session: { ...idle, refreshTime: before(refreshLimits.idle) } },
      'rotate',
    ],
    ['used a moment ago', { useTime: before(1), session: fresh }, 'repeat'],
    ['used ten seconds ago', { useTime: before(10_000), session: fresh }, 'repeat'],
    ['used longer ago', { useTime: before(10_001), session: fresh }, 'reused'],
    ['used longer ago, in a session that is idle', { useTime: before(10_001), session: idle }, 'reused'],
    ['of an idle session', { session: idle }, 'over'],
    ['of a session past its greatest age', { session: old }, 'over'],
    ['of a session that ended', { session: { ...fresh, endTime: before(1) } }, 'over'],
    [
      'used before, of a session that ended',
      { useTime: before(60_000), session: { ...fresh, endTime: before(1) } },
      'over',
    ],
  ])('%s', (_, token, verdict) => {
    expect(refreshVerdict(token, now)).toBe(verdict);
  });
});
