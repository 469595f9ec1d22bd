import { mostMinutesBefore, mostOccurrences, occurrencesOf } from './plan.js';

const nineInShanghai = { dueTime: '2026-12-01T09:00', timeZone: 'Asia/Shanghai' };

describe('the occurrences of a reminder', () => {
  it.each([
    [[], ['2026-12-01T01:00:00.000Z']],
    [[0], ['2026-12-01T01:00:00.000Z']],
    [
      [30, 1440],
      ['2026-11-30T01:00:00.000Z', '2026-12-01T00:30:00.000Z'],
    ],
    [
      [15, 15, 0],
      ['2026-12-01T00:45:00.000Z', '2026-12-01T01:00:00.000Z'],
    ],
  ])('for %j minutes before are %j', (minutesBefore, moments) => {
    expect(occurrencesOf({ ...nineInShanghai, minutesBefore })).toEqual(moments);
  });

  it('count minutes, not clock faces, across a change to summer time', () => {
    const date = { dueTime: '2027-03-28T03:30', timeZone: 'Europe/Berlin', minutesBefore: [60] };
    expect(occurrencesOf(date)).toEqual(['2027-03-28T00:30:00.000Z']);
  });

  it.each([
    ['dueTime', { dueTime: '2026-02-30T09:00' }],
    ['dueTime', { dueTime: '2026-12-01' }],
    ['dueTime', { dueTime: '2026-12-01T09:00Z' }],
    ['dueTime', { dueTime: '' }],
    ['dueTime', { timeZone: 'Mars/Olympus' }],
    ['dueTime', { timeZone: '' }],
    ['minutesBefore', { minutesBefore: [-1] }],
    ['minutesBefore', { minutesBefore: [1.5] }],
    ['minutesBefore', { minutesBefore: [mostMinutesBefore + 1] }],
    ['minutesBefore', { minutesBefore: Array.from({ length: mostOccurrences + 1 }, (_, i) => i) }],
  ])('are refused by the name of the field, %s, for %j', (field, change) => {
    const refused = (): unknown => occurrencesOf({ ...nineInShanghai, minutesBefore: [], ...change });
    expect(refused).toThrow(
      expect.objectContaining({ code: 'invalid', fields: [expect.objectContaining({ field })] }),
    );
  });
});
