import type { Amendment } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { amendmentsAfter, type AmendedTalk } from './amendment.js';

const talk: AmendedTalk = {
  manner: 'call',
  talkTime: '2026-11-20T09:00:00.000Z',
  content: 'old',
  outcome: 'open',
  nextAction: 'Send it',
  nextContactTime: '',
  nextContactTimeZone: '',
  remindMinutesBefore: [],
  quote: '100',
};
const before = { ...talk, createTime: '2026-11-20T10:00:00.000Z', writerId: 'anna', amendments: [] };
const rewritten = { ...talk, content: 'new' };
const soon = '2026-11-20T11:00:00.000Z';
const late = '2026-11-23T00:00:00.000Z';

it.each([
  ['an hour later replaces what stood there', rewritten, 'anna', soon, 0],
  ['exactly 24 hours later still replaces it', rewritten, 'anna', '2026-11-21T10:00:00.000Z', 0],
  ['after 24 hours keeps what stood there', rewritten, 'anna', '2026-11-21T10:00:00.001Z', 1],
  ['by somebody else keeps it at once', rewritten, 'boris', soon, 1],
  ['that changes nothing keeps nothing', talk, 'anna', late, 0],
  [
    'that writes the same time otherwise keeps nothing',
    { ...talk, talkTime: '2026-11-20T09:00:00Z' },
    'anna',
    late,
    0,
  ],
])('a change %s', (_, after, personId, now, kept) => {
  expect(amendmentsAfter(before, after, personId, now)).toHaveLength(kept);
});

it('stands behind the earlier ones, with author and time', () => {
  const first: Amendment = {
    ...{ content: 'first', outcome: '', personId: 'anna', time: '2026-11-22T00:00:00.000Z' },
    ...{ fields: ['content'], remindMinutesBefore: [] },
  };
  expect(amendmentsAfter({ ...before, amendments: [first] }, rewritten, 'anna', late)).toEqual([
    first,
    {
      ...{ content: 'old', outcome: 'open', personId: 'anna', time: late },
      ...{ fields: ['content'], remindMinutesBefore: [] },
    },
  ]);
});

it('keeps each field that was changed, whichever it is', () => {
  const after: AmendedTalk = {
    ...talk,
    ...{
      quote: '90',
      talkTime: '2020-01-01T00:00:00Z',
      direction: 'outbound',
      nextAction: '',
      custom: { a: 1 },
    },
  };
  expect(amendmentsAfter(before, after, 'anna', late)).toEqual([
    {
      ...{ content: 'old', outcome: 'open', personId: 'anna', time: late, remindMinutesBefore: [] },
      fields: ['direction', 'talkTime', 'nextAction', 'quote', 'custom'],
      ...{ quote: '100', talkTime: '2026-11-20T09:00:00.000Z', nextAction: 'Send it' },
    },
  ]);
});
