import { settledState } from './settlement.js';

test('only a one-time code is sent again when nobody knows whether it arrived', () => {
  expect(settledState('unknown', 'otp')).toBe('scheduled');
  expect(settledState('unknown', 'ordinary')).toBe('unknown');
});

test('a clear outcome stands for every class', () => {
  for (const outcome of ['accepted', 'failed', 'scheduled'] as const)
    for (const one of ['otp', 'ordinary'] as const) expect(settledState(outcome, one)).toBe(outcome);
});
