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
    wonTime: now,
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

describe('who was won', () => {
  const daysAgo = (days: number) => new Date(Date.parse(now) - days * 24 * 3_600_000).toISOString();
  const won = (days: number) => ({ ownerId: 'anna', status: 'dormant', wonTime: daysAgo(days) }) as const;

  it('is a customer from then on, silent in between or not, until it is a prospect again', () => {
    expect(reopened({ ownerId: 'anna', status: 'negotiating' }, { status: 'cooperating' }, now)).toEqual({
      wonTime: now,
    });
    expect(reopened(won(90), { status: 'cooperating' }, now)).toEqual({});
    expect(reopened(won(90), { status: 'interested' }, now)).toEqual({ assignTime: now, wonTime: undefined });
    expect(reopened({ ownerId: 'anna', status: 'dormant' }, { status: 'interested' }, now)).toEqual({
      assignTime: now,
    });
  });

  it('gains no time by being called silent and interested within 30 days', () => {
    expect(reopened(won(29), { status: 'interested' }, now)).toEqual({ wonTime: undefined });
    expect(reopened(won(30), { status: 'interested' }, now)).toMatchObject({ assignTime: now });
  });

  it('and called lost by mistake after a long time has been no prospect for all of it', () => {
    const mistaken = { ...won(400), status: 'lost', lostTime: daysAgo(1) } as const;
    expect(reopened(mistaken, { status: 'cooperating' }, now)).toEqual({ lostTime: undefined });
    expect(reopened(mistaken, { status: 'interested' }, now)).toEqual({
      assignTime: now,
      lostTime: undefined,
      wonTime: undefined,
    });
    const back = { ...mistaken, lostTime: daysAgo(31) };
    expect(reopened(back, { status: 'cooperating' }, now)).toEqual({ lostTime: undefined, wonTime: now });
  });
});
