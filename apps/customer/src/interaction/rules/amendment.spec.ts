import { amendmentsAfter } from './amendment.js';

const before = { content: 'old', outcome: 'open', createTime: '2026-11-20T10:00:00.000Z', amendments: [] };
const after = { content: 'new', outcome: 'open' };

it.each([
  ['an hour later replaces the text', after, '2026-11-20T11:00:00.000Z', 0],
  ['exactly 24 hours later still replaces it', after, '2026-11-21T10:00:00.000Z', 0],
  ['after 24 hours keeps the earlier text', after, '2026-11-21T10:00:00.001Z', 1],
  ['that changes no text keeps nothing', before, '2027-01-01T00:00:00.000Z', 0],
])('a change %s', (_, text, now, kept) => {
  expect(amendmentsAfter(before, text, 'anna', now)).toHaveLength(kept);
});

it('stands behind the earlier ones, with author and time', () => {
  const first = { content: 'first', outcome: '', personId: 'anna', time: '2026-11-22T00:00:00.000Z' };
  const now = '2026-11-23T00:00:00.000Z';
  expect(amendmentsAfter({ ...before, amendments: [first] }, after, 'anna', now)).toEqual([
    first,
    { content: 'old', outcome: 'open', personId: 'anna', time: now },
  ]);
});
