import { v7 as uuidv7 } from 'uuid';
import type { FollowUpState } from '@kontor/contracts/gen/kontor/customer/v1/strategy';
import type { ListFollowUpsResponse } from '@kontor/contracts/gen/kontor/customer/v1/strategy_service';
import { serviceCall } from '@kontor/access/call';
import { copySubstitution } from '@kontor/people/substitution-copy';
import type { TestPerson } from '@kontor/testing/service';
import { mayBeAtRisk } from '../src/strategy/at-risk.js';
import { readClocks } from '../src/strategy/usual-clocks.js';
import { day, strategyStage, type StrategyStage } from './strategy-stage.js';

const states: readonly FollowUpState[] = [
  ...(['new', 'in_follow_up', 'due', 'overdue', 'at_risk'] as const),
  ...(['frozen', 'signed', 'reclaimed'] as const),
];
/** Days since a prospect was assigned, since the last talk with it, and what else is with it. */
const cases: readonly [assigned: number, talked: number | null, more: string][] = [
  [1, null, ''],
  [3, null, `next_contact_time = now() - interval '1 day'`],
  [3, null, `product_line = 'fast'`],
  [9, 1, `next_contact_time = now() + interval '1 hour'`],
  [9, 8, `next_contact_time = now() - interval '5 days'`],
  [19, null, ''],
  [19, 18, `product_line = 'fast', next_contact_time = now()`],
  [30, 29, ''],
  [30, 2, `next_contact_time = now() + interval '9 days'`],
  [30, null, `freeze_until = now() + interval '9 days'`],
  [70, 1, `next_contact_time = now() - interval '2 days'`],
  [70, 40, `freeze_until = now() - interval '1 day'`],
  [70, 40, `status = 'cooperating'`],
  [70, 40, `status = 'lost', lost_time = now()`],
  [70, 40, `owner_id = NULL, reclaim_cause = 'idle'`],
];

let stage: StrategyStage;
let hasty: TestPerson;
let safe: TestPerson;
let away: TestPerson;
const list = async (person: TestPerson, request: object = {}) => {
  const found: ListFollowUpsResponse['followUps'] = [];
  for (let pageToken: string | undefined = ''; pageToken !== undefined;) {
    const page: ListFollowUpsResponse = await stage.call(person, 'StrategyService/ListFollowUps', {
      ...{ pageSize: 20, pageToken, ...request },
    });
    found.push(...page.followUps);
    pageToken = page.nextPageToken;
  }
  return found;
};
const ids = (followUps: ListFollowUpsResponse['followUps']) => followUps.map(({ customer }) => customer?.id);

beforeAll(async () => {
  stage = await strategyStage();
  const { admin, anna, boris, other, call, asService, rows } = stage;
  [hasty, safe, away] = [await stage.rep(), await stage.rep(), await stage.rep()];
  // Nobody was warned yet: nothing is taken while this is looked at.
  const company = { idleReclaim: true, idleReclaimDays: 20, noDealReclaim: true, noDealReclaimDays: 60 };
  const set = (scope: string, scopeId: string, values: object) =>
    call(admin, 'StrategyService/CreateStrategySetting', { setting: { scope, scopeId, values } });
  await set('company', '', { ...company, warnDaysBefore: 3, graceDays: 2 });
  await set('product_line', 'fast', { idleReclaimDays: 4 });
  await stage.set(hasty, { idleReclaimDays: 5 });
  await stage.set(safe, { idleReclaim: false, noDealReclaim: false });
  await asService((tx) =>
    copySubstitution(tx, {
      ...{
        id: uuidv7(),
        personId: away.id,
        substituteId: boris.id,
        objects: [],
        cancelled: false,
        etag: '1',
      },
      startTime: new Date(Date.now() - 16 * day).toISOString(),
      endTime: new Date(Date.now() - 2 * day).toISOString(),
    }),
  );
  for (const person of [anna, hasty, safe, away, other])
    for (const [assigned, talked, more] of cases) {
      const { id } = await stage.create(person);
      await rows(
        `UPDATE customer SET assign_time = now() - make_interval(days => $2), keeper_id = $4,
           last_contact_time = now() - make_interval(days => $3)${more && `, ${more}`} WHERE id = $1`,
        [id, assigned, talked, stage.boss.id],
      );
    }
  await stage.book.refresh();
}, 240_000);
afterAll(() => stage?.service.dispose());

it.each(['admin', 'boss', 'anna', 'other'] as const)(
  'whoever is asked for by state is who is shown in that state, for %s',
  async (who) => {
    const all = await list(stage[who]);
    expect(all.length).toBeGreaterThanOrEqual(who === 'admin' ? 60 : 12);
    for (const state of states) {
      const meant = ids(all.filter((one) => one.state === state));
      expect([state, ids(await list(stage[who], { states: [state] }))]).toEqual([state, meant]);
    }
    // Together with another state they are found in the order of the list, alone by their clocks.
    const both = await list(stage[who], { states: ['at_risk', 'overdue'] });
    expect(ids(both)).toEqual(ids(all.filter(({ state }) => state === 'at_risk' || state === 'overdue')));
    expect(both.length).toBeGreaterThan(0);
  },
);

it('each owner’s clocks count, not the usual ones: of whom less is set, or who was away', async () => {
  const risky = async (of: TestPerson) =>
    (await list(stage.admin, { states: ['at_risk'] })).filter(({ customer }) => customer?.ownerId === of.id)
      .length;
  const [usual, sooner, never, later] = [
    await risky(stage.anna),
    await risky(hasty),
    await risky(safe),
    await risky(away),
  ];
  expect(sooner).toBeGreaterThan(usual);
  expect(never).toBe(0);
  expect(later).toBeLessThan(usual);
  expect(later).toBeGreaterThan(0);
});

it('where too many may be at risk, none is named', async () => {
  const call = serviceCall('customer', 'test');
  await stage.service.running.unitOfWork.read(call, async (tx) => {
    const clocks = await readClocks(tx, stage.book, 'all', Date.now());
    const some = (await mayBeAtRisk(tx, clocks, Date.now())) ?? [];
    expect(some.length).toBeGreaterThan(10);
    expect(clocks.apart).toEqual(expect.arrayContaining([hasty.id, safe.id, away.id]));
    expect(clocks.apart).not.toContain(stage.anna.id);
    expect(await mayBeAtRisk(tx, clocks, Date.now(), some.length)).toHaveLength(some.length);
    expect(await mayBeAtRisk(tx, clocks, Date.now(), some.length - 1)).toBeUndefined();
  });
});
