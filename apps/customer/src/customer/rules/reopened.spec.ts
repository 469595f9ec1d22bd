import type { CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { countsAsHeld } from '../../strategy/rules/room.js';
import { reopened } from './reopened.js';

const statuses: CustomerStatus[] = [
  'prospect',
  'interested',
  'negotiating',
  'cooperating',
  'dormant',
  'lost',
];
const now = '2026-11-22T08:00:00.000Z';

it('begins the time with the owner anew exactly where no prospect becomes one', () => {
  for (const from of statuses) {
    for (const to of statuses) {
      const renewed = 'assignTime' in reopened({ ownerId: 'anna', status: from }, { status: to }, now);
      expect({ from, to, renewed }).toEqual({ from, to, renewed: !countsAsHeld(from) && countsAsHeld(to) });
    }
  }
});

it('leaves alone what nobody owns, and what gets no status', () => {
  expect(reopened({ ownerId: undefined, status: 'dormant' }, { status: 'interested' }, now)).toEqual({});
  expect(reopened({ ownerId: 'anna', status: 'lost' }, {}, now)).toEqual({});
  expect(reopened({ ownerId: 'anna', status: 'dormant' }, { status: 'negotiating' }, now)).toEqual({
    assignTime: now,
  });
});

it('knows since when a customer is lost, and forgets it when it is not', () => {
  const owned = { ownerId: 'anna', status: 'negotiating' } as const;
  expect(reopened(owned, { status: 'lost' }, now)).toEqual({ lostTime: now });
  expect(reopened({ ...owned, status: 'lost' }, { status: 'lost' }, now)).toEqual({});
  expect(reopened({ ...owned, status: 'lost' }, { status: 'cooperating' }, now)).toEqual({
    lostTime: undefined,
  });
});

it('gives no new time to who was lost for less than 30 days', () => {
  const lost = { ownerId: 'anna', status: 'lost' } as const;
  expect(reopened({ ...lost, lostTime: '2026-10-24T08:00:00.000Z' }, { status: 'interested' }, now)).toEqual({
    lostTime: undefined,
  });
  expect(reopened({ ...lost, lostTime: '2026-10-23T08:00:00.000Z' }, { status: 'interested' }, now)).toEqual({
    assignTime: now,
    lostTime: undefined,
  });
});
