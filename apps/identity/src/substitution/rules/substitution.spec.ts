import { closesLoop, overlapping, periodFaults, statusAt, type StandIn } from './substitution.js';

const day = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString();
const now = day(10);

/** `ann>bob 1-5 customer,product`: Bob stands in for Ann from the 1st until the 5th. */
function standIn(text: string): StandIn {
  const [who = '', days = '1-20', objects = ''] = text.split(' ');
  const [personId = '', substituteId = ''] = who.split('>');
  const [start, end] = days.split('-').map(Number);
  const period = { startTime: day(start ?? 0), endTime: day(end ?? 0) };
  return { id: text, personId, substituteId, objects: objects === '' ? [] : objects.split(','), ...period };
}

describe('a substitution', () => {
  it.each([
    ['11-12', undefined, 'planned'],
    ['10-12', undefined, 'active'],
    ['1-20', undefined, 'active'],
    ['1-10', undefined, 'ended'],
    ['1-20', day(5), 'cancelled'],
  ])('of the days %s, called off at %s, is %s on the 10th', (days, cancelTime, status) => {
    expect(statusAt({ ...standIn(`ann>bob ${days}`), cancelTime }, now)).toBe(status);
  });

  it.each([
    [day(11), day(11), 'end-before-start'],
    [day(12), day(11), 'end-before-start'],
    [day(1), day(10), 'time-in-past'],
    [day(11), day(11 + 367), 'substitution-too-long'],
    [day(11), day(11 + 366), undefined],
    [day(1), day(11), undefined],
  ])('from %s until %s is refused for %s', (start, end, reason) => {
    expect(periodFaults(start, end, now).map((fault) => fault.reason)).toEqual(reason ? [reason] : []);
  });
});

describe('a second substitution of a person', () => {
  it.each([
    ['ann>cid 5-8', true],
    ['ann>bob 19-30', true],
    ['ann>cid 20-30', false],
    ['dan>bob 5-8', false],
  ])('%s beside ann>bob 1-20 overlaps: %s', (text, overlaps) => {
    expect(overlapping(standIn(text), [standIn('ann>bob 1-20')]) !== undefined).toBe(overlaps);
  });

  it('may be for other objects', () => {
    const first = [standIn('ann>bob 1-20 customer')];
    expect(overlapping(standIn('ann>cid 1-20 product'), first)).toBeUndefined();
    expect(overlapping(standIn('ann>cid 1-20 product,customer'), first)).toBeDefined();
    expect(overlapping(standIn('ann>cid 1-20'), first)).toBeDefined();
  });
});

describe('people who stand in for each other', () => {
  it.each<[string, string, string[], boolean]>([
    ['at once', 'bob>ann', ['ann>bob'], true],
    ['over a chain', 'cid>ann', ['ann>bob', 'bob>cid'], true],
    ['one after the other', 'bob>ann 20-30', ['ann>bob 1-20'], false],
    ['on some days in common', 'bob>ann 19-30', ['ann>bob 1-20'], true],
    ['for different objects', 'bob>ann 1-20 product', ['ann>bob 1-20 customer'], false],
    ['for all and for some', 'bob>ann 1-20', ['ann>bob 1-20 customer'], true],
    ['in a chain that never holds as a whole', 'cid>ann 1-20', ['ann>bob 1-10', 'bob>cid 10-20'], false],
    [
      'in a chain without an object in common',
      'cid>ann',
      ['ann>bob 1-20 customer', 'bob>cid 1-20 product'],
      false,
    ],
    ['in a chain that ends elsewhere', 'cid>dan', ['ann>bob', 'bob>cid'], false],
    ['by one of several ways', 'dan>ann', ['ann>bob', 'bob>cid 1-2', 'ann>eve 1-20 x', 'bob>dan'], true],
  ])('%s: %s', (_, added, standing, loop) => {
    expect(closesLoop(standIn(added), standing.map(standIn))).toBe(loop);
  });

  it('do not keep the rule from coming to an end, should the table hold a circle', () => {
    expect(closesLoop(standIn('dan>ann'), ['ann>bob', 'bob>ann'].map(standIn))).toBe(false);
  });
});
