import { decideFiring, grace, unknownPersonPause } from './firing.js';

const now = Date.parse('2026-12-01T09:00:00Z');

describe('an occurrence whose time has come', () => {
  it.each([
    ['fires on time', 0, 'active', { do: 'fire' }],
    ['fires when it is a day late', grace, 'active', { do: 'fire' }],
    ['is skipped when it is later than that', grace + 1, 'active', { do: 'skip', reason: 'too-late' }],
    ['is skipped when the person has left', 0, 'left', { do: 'skip', reason: 'person-left' }],
    ['waits for a person who is not known yet', 1000, undefined, { do: 'wait', seconds: unknownPersonPause }],
    [
      'waits for the person no longer than a day',
      grace + 1,
      undefined,
      { do: 'skip', reason: 'person-unknown' },
    ],
  ] as const)('%s', (_, late, person, expected) => {
    expect(decideFiring({ instant: now - late, person }, now)).toEqual(expected);
  });
});
