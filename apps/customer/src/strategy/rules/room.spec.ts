import { Room } from './room.js';

it('there is room below the cap, and what was taken counts at once', () => {
  const room = new Room(new Map([['anna', 1]]), () => 3);
  expect([1, 2, 3].map(() => room.take('anna', 'prospect'))).toEqual([true, true, false]);
  expect(room.load('anna')).toBe(3);
});

it('a lowered cap only bars new ones, and none bars nothing', () => {
  const room = new Room(new Map([['anna', 5]]), (id) => (id === 'anna' ? 2 : undefined));
  expect(room.take('anna', 'interested')).toBe(false);
  expect(Array.from({ length: 500 }, () => room.take('boris', 'prospect'))).not.toContain(false);
});

it('who has bought, or never will, takes no room', () => {
  const room = new Room(new Map(), () => 0);
  expect((['cooperating', 'dormant', 'lost'] as const).map((status) => room.take('anna', status))).toEqual([
    true,
    true,
    true,
  ]);
});
