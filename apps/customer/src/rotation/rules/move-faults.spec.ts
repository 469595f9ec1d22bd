import { moveFaults } from './move-faults.js';

const people = {
  reaches: (id: string) => id !== 'stranger',
  works: (id: string) => id !== 'leaving',
};
const faults = (...moves: [string, string][]) =>
  moveFaults(
    moves.map(([fromId, toId]) => ({ fromId, toId })),
    people,
  ).map(({ field, reason }) => `${field} ${reason}`);

describe('the moves of a rotation', () => {
  it('may be an exchange, or give the customers of somebody who leaves', () => {
    expect(faults(['a', 'b'], ['b', 'a'], ['leaving', 'a'])).toEqual([]);
  });

  it('are refused without any, with strangers, with people who leave, in a circle of one and with one giver twice', () => {
    expect(faults()).toEqual(['moves required']);
    expect(faults(['stranger', 'a'], ['b', 'stranger'], ['c', 'leaving'], ['d', 'd'], ['b', 'a'])).toEqual([
      'moves[0].fromId owner-out-of-reach',
      'moves[1].toId owner-out-of-reach',
      'moves[2].toId owner-unknown',
      'moves[3].toId gives-to-self',
      'moves[4].fromId gives-twice',
    ]);
  });
});
