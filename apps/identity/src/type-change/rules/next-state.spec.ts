import { nextState } from './next-state.js';

it.each([
  ['checking', 0, [], 'checked', ''],
  ['checking', 5, ['metric “m”'], 'checked', ''],
  ['closing', 0, [], 'emptying', ''],
  ['closing', 1, [], 'refused', 'unfit-values'],
  ['closing', 0, ['metric “m”'], 'refused', 'used'],
  ['closing', 1, ['metric “m”'], 'refused', 'used'],
  ['emptying', 0, ['metric “m”'], 'filling', ''],
  ['filling', 0, ['metric “m”'], 'done', ''],
  ['done', 0, [], 'done', ''],
  ['refused', 0, [], 'refused', ''],
] as const)(
  'after %s with %d values and rules %j comes %s %s',
  (state, unfit, usedBy, next, refusedReason) => {
    expect(nextState({ state, unfit, usedBy })).toEqual({ state: next, refusedReason });
  },
);
