import { whyItStays, type TurnFacts } from './stays.js';

const facts: TurnFacts = {
  customer: { ownerId: 'a', status: 'cooperating' },
  fromId: 'a',
  excludeStatuses: ['negotiating'],
  target: 'there',
};

describe('a noted customer', () => {
  it('moves where nothing speaks against it', () => {
    expect(whyItStays(facts)).toBeUndefined();
  });

  it.each<[string, Partial<TurnFacts>]>([
    ['out-of-reach', { customer: undefined }],
    ['owner-changed', { customer: { ownerId: 'c', status: 'negotiating' } }],
    ['status-excluded', { customer: { ownerId: 'a', status: 'negotiating' }, target: 'gone' }],
    ['target-gone', { target: 'gone' }],
    ['out-of-reach', { target: 'out-of-reach' }],
  ])('stays: %s', (reason, changes) => {
    expect(whyItStays({ ...facts, ...changes })).toBe(reason);
  });
});
