import { targetFaults, targetOf, type Candidate } from './targets.js';

const candidates = new Map<string, Candidate>([
  ['ann', { status: 'active', inReach: true }],
  ['ben', { status: 'active', inReach: true }],
  ['leaver', { status: 'active', inReach: true }],
  ['left', { status: 'left', inReach: true }],
  ['leaving', { status: 'leaving', inReach: true }],
  ['invited', { status: 'invited', inReach: true }],
  ['stranger', { status: 'active', inReach: false }],
]);
const faults = (target: 'person' | 'spread' | 'manager', ...ids: string[]) =>
  targetFaults('leaver', target, ids, candidates, 'handover.').map(
    ({ field, reason }) => `${field} ${reason}`,
  );

describe('where records go', () => {
  it('when nobody says: to who is named, evenly to those who are named, else to the manager', () => {
    expect(targetOf(undefined, [])).toBe('manager');
    expect(targetOf(undefined, ['ann'])).toBe('person');
    expect(targetOf(undefined, ['ann', 'ben'])).toBe('spread');
    expect(targetOf('spread', ['ann'])).toBe('spread');
  });

  it('is fine for people who work here', () => {
    expect(faults('person', 'ann')).toEqual([]);
    expect(faults('spread', 'ann', 'ben')).toEqual([]);
    expect(faults('manager')).toEqual([]);
  });

  it.each([
    ['left', 'person-left'],
    ['leaving', 'target-leaving'],
    ['invited', 'target-invited'],
    ['stranger', 'target-out-of-line'],
    ['nobody', 'unknown-person'],
    ['leaver', 'target-itself'],
  ])('is refused for %s: %s', (id, reason) => {
    expect(faults('spread', 'ann', id)).toEqual([`handover.personIds[1] ${reason}`]);
  });

  it('takes one for person, some for spread, each once, and none for manager', () => {
    expect(faults('person', 'ann', 'ben')).toEqual(['handover.personIds target-count']);
    expect(faults('person')).toEqual(['handover.personIds target-count']);
    expect(faults('spread')).toEqual(['handover.personIds target-count']);
    expect(faults('manager', 'ann')).toEqual(['handover.personIds target-count']);
    expect(faults('spread', 'ann', 'ann')).toEqual(['handover.personIds[1] target-twice']);
  });
});
