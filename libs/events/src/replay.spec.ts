import { replayStart } from './replay.js';

const now = new Date('2026-12-01T00:00:00Z');

test('a replay begins where it is told to', () => {
  expect(replayStart('2026-11-30T12:00:00Z', now)).toEqual(new Date('2026-11-30T12:00:00Z'));
});

test('without a time it begins as far back as inboxes remember: 45 days', () => {
  expect(replayStart(undefined, now)).toEqual(new Date('2026-10-17T00:00:00Z'));
});

test('an earlier time is refused, for its events would take effect again', () => {
  expect(() => replayStart('2026-10-16T23:59:59Z', now)).toThrow('2026-10-17T00:00:00.000Z');
});

test('what is no time is refused', () => {
  expect(() => replayStart('yesterday', now)).toThrow('yesterday');
});
