import { whyItStays, type TurnFacts } from './stays.js';

const facts: TurnFacts = {
  customer: { ownerId: 'a', status: 'cooperating' },
  fromId: 'a',
  excludeStatuses: ['negotiating'],
  target: 'there',
  now: '2026-11-22T08:00:00.000Z',
};

describe('a noted customer', () => {
  it('moves where nothing speaks against it', () => {
    expect(whyItStays(facts)).toBeUndefined();
    const thawed = { ownerId: 'a', status: 'prospect', freezeUntil: '2026-11-22T07:59:59Z' } as const;
    expect(whyItStays({ ...facts, customer: thawed })).toBeUndefined();
  });

  it.each<[string, Partial<TurnFacts>]>([
    ['out-of-reach', { customer: undefined }],
    ['owner-changed', { customer: { ownerId: 'c', status: 'negotiating' } }],
    ['status-excluded', { customer: { ownerId: 'a', status: 'negotiating' }, target: 'gone' }],
    [
      'frozen',
      { customer: { ownerId: 'a', status: 'prospect', freezeUntil: '2026-11-22T08:00:01Z' }, target: 'gone' },
    ],
    ['target-gone', { target: 'gone' }],
    ['out-of-reach', { target: 'out-of-reach' }],
  ])('stays: %s', (reason, changes) => {
    expect(whyItStays({ ...facts, ...changes })).toBe(reason);
  });
});
