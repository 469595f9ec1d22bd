import { endAfter, expired, statusToGiveAgain, statusToGiveBack } from './conversion-end.js';

const converted = {
  customerId: 'a',
  toldCustomerId: 'a',
  status: 'negotiating',
  previousStatus: 'prospect',
} as const;

it('gives the status back that the customer had', () => {
  expect(statusToGiveBack(converted, 'negotiating')).toBe('prospect');
});

it('leaves a status alone that somebody gave since', () => {
  expect(statusToGiveBack(converted, 'cooperating')).toBeUndefined();
});

it('leaves a status alone that the conversion did not change', () => {
  expect(statusToGiveBack({ ...converted, previousStatus: 'negotiating' }, 'negotiating')).toBeUndefined();
});

it('leaves the status of another customer alone that this one became part of', () => {
  expect(statusToGiveBack({ ...converted, customerId: 'b' }, 'negotiating')).toBeUndefined();
});

describe('an answer', () => {
  const done = { state: 'done', opportunityId: 'o' } as const;
  const refused = { state: 'failed', reason: 'unknown-product' } as const;
  const failed = (reason: string) => ({ state: 'failed', reason }) as const;

  it('ends what waits for it', () => {
    expect(endAfter({ state: 'started', reason: '' }, done)).toMatchObject({
      state: 'done',
      opportunityId: 'o',
    });
    expect(endAfter({ state: 'started', reason: '' }, refused)).toEqual(refused);
  });

  it('that comes late counts where the opportunity is there', () => {
    expect(endAfter(failed(expired), done)).toEqual({ state: 'done', reason: '', opportunityId: 'o' });
    expect(endAfter(failed(expired), refused)).toBeUndefined();
    expect(endAfter(failed('unknown-product'), done)).toBeUndefined();
    expect(endAfter({ state: 'done', reason: '' }, refused)).toBeUndefined();
  });
});

it('gives the status again that was given back, if nobody gave another one', () => {
  expect(statusToGiveAgain(converted, 'prospect')).toBe('negotiating');
  expect(statusToGiveAgain(converted, 'cooperating')).toBeUndefined();
  expect(statusToGiveAgain({ ...converted, previousStatus: 'negotiating' }, 'negotiating')).toBeUndefined();
  expect(statusToGiveAgain({ ...converted, customerId: 'b' }, 'prospect')).toBeUndefined();
});
