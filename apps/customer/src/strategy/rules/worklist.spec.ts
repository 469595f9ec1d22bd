import { rank, worths, type Candidate } from './worklist.js';

const now = Date.parse('2026-11-20T08:00:00Z');
const one = (id: string, facts: Partial<Candidate> = {}): Candidate => ({
  id,
  status: 'prospect',
  state: 'in_follow_up',
  nextContactTime: null,
  silentSince: '2026-11-20T07:00:00Z',
  ...facts,
});

it('late promises come before what is at risk, that before what is due, that before what nobody has begun', () => {
  const ranked = rank(
    [
      one('new', { state: 'new' }),
      one('due', { state: 'due', nextContactTime: '2026-11-20T12:00:00Z' }),
      one('risk', { state: 'at_risk' }),
      one('late', { state: 'overdue', nextContactTime: '2026-11-17T08:00:00Z' }),
    ],
    now,
  );
  expect(ranked.map(({ id }) => id)).toEqual(['late', 'risk', 'due', 'new']);
  expect(ranked[0]).toEqual({
    id: 'late',
    state: 'overdue',
    score: 103,
    reasons: [{ kind: 'overdue', points: 103, days: 3 }],
  });
});

it('every score is the sum of its reasons, and closeness to a deal decides among equals', () => {
  const silent = { silentSince: '2026-11-10T08:00:00Z' };
  const ranked = rank([one('a', silent), one('b', { ...silent, status: 'negotiating' })], now);
  expect(ranked.map(({ id, score }) => [id, score])).toEqual([
    ['b', 40],
    ['a', 10],
  ]);
  for (const { score, reasons } of ranked)
    expect(score).toBe(reasons.reduce((sum, { points }) => sum + points, 0));
});

it('what is frozen, and what was talked to today with nothing promised, is no work of today', () => {
  expect(
    rank([one('frozen', { state: 'frozen', nextContactTime: '2026-11-01T00:00:00Z' }), one('fresh')], now),
  ).toEqual([]);
});

it('among equals what may bring more comes first, in its own currency; worth alone is no reason to work', () => {
  const values = [
    { customerId: 'big', amount: '1000.00', currency: 'CNY' },
    { customerId: 'small', amount: '10', currency: 'CNY' },
    { customerId: 'ruble', amount: '900', currency: 'RUB' },
    { customerId: 'small', amount: '450', currency: 'RUB' },
  ];
  const worth = worths(values);
  expect(Object.fromEntries(worth)).toEqual({ big: 1, small: 0.5, ruble: 1 });
  const quiet = { status: 'prospect' as const, state: 'in_follow_up' as const, nextContactTime: null };
  const silentSince = new Date(now - 5 * 86_400_000).toISOString();
  const found = rank(
    ['none', 'small', 'big'].map((id) => ({ ...quiet, id, silentSince, worth: worth.get(id) })),
    now,
  );
  expect(found.map(({ id }) => id)).toEqual(['big', 'small', 'none']);
  expect(found[0]?.reasons).toContainEqual({ kind: 'value', points: 25 });
  const fresh = { ...quiet, id: 'big', silentSince: new Date(now).toISOString(), worth: 1 };
  expect(rank([fresh], now)).toEqual([]);
});
