import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Merge } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { Pool } from '@kontor/contracts/gen/kontor/customer/v1/pool';
import type { VisitPlan } from '@kontor/contracts/gen/kontor/customer/v1/visit_plan';
import type { GetVisitCoverageResponse } from '@kontor/contracts/gen/kontor/customer/v1/visit_plan_service';
import { dice } from '@kontor/testing/dice';
import type { TestPerson } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { checkStep } from '../src/count/check.js';
import { countStage, zone, type CountStage } from './count-stage.js';

let stage: CountStage;

beforeAll(async () => {
  stage = await countStage();
}, 60_000);

afterAll(() => stage.service.dispose());

const key = 'guardian_id, assignment_state, segment, plan_id, due_date';

/** Kept counts that differ from the rows of the same snapshot. */
const differences = () =>
  stage.rows(
    `SELECT * FROM (
       SELECT ${key}, sum(planned) AS planned, sum(done) AS done FROM (
         SELECT ${key}, planned, done FROM visit_cell UNION ALL SELECT ${key}, planned, done FROM visit_delta) one
       GROUP BY ${key} HAVING sum(planned) <> 0 OR sum(done) <> 0
     ) kept FULL JOIN (
       SELECT ${key}, count(*) AS planned, count(v.done_time) AS done
       FROM planned_visit v JOIN customer c ON c.id = v.customer_id GROUP BY ${key}
     ) counted USING (${key})
     WHERE (kept.planned, kept.done) IS DISTINCT FROM (counted.planned::numeric, counted.done::numeric)`,
  );

const coverage = async (person: TestPerson, request: object = {}) =>
  (await stage.call<GetVisitCoverageResponse>(person, 'VisitPlanService/GetVisitCoverage', request)).rows;

/** The same by the plain statement over the customers that a person reaches; null: all. */
const plain = (guardians: string[] | null, shared: string[] = []) =>
  stage.rows(
    `SELECT coalesce(c.owner_id::text, '') AS "ownerId", c.segment, v.plan_id AS "planId", count(*)::int AS planned,
       count(v.done_time)::int AS done,
       (count(*) FILTER (WHERE v.done_time IS NULL AND v.due_date < (now() AT TIME ZONE $3)::date))::int AS overdue
     FROM planned_visit v JOIN customer c ON c.id = v.customer_id
     WHERE date_trunc('month', v.due_date) = date_trunc('month', now() AT TIME ZONE $3)
       AND ($1::uuid[] IS NULL OR c.guardian_id = ANY ($1) OR c.id = ANY ($2::uuid[]))
     GROUP BY c.owner_id, c.segment, v.plan_id ORDER BY c.owner_id, c.segment, v.plan_id`,
    [guardians, shared, zone],
  );

const plan = (segment: string, more: Partial<VisitPlan> = {}) =>
  stage.call<VisitPlan>(stage.admin, 'VisitPlanService/CreateVisitPlan', {
    visitPlan: { name: `Plan ${segment}`, segment, ...more },
  });
const talk = (person: TestPerson, customerId: string) =>
  stage.call(person, 'CustomerService/CreateInteraction', {
    customerId,
    interaction: { manner: 'visit', direction: 'outbound', content: 'There.' },
  });
const change = (id: string, customer: Partial<Customer>) =>
  stage.call(stage.admin, 'CustomerService/UpdateCustomer', {
    id,
    customer,
    updateMask: Object.keys(customer),
  });
const planned = (of: VisitPlan, count: number) =>
  until(`${count} visits`, async () => {
    const [row] = await stage.rows<{ count: number }>(
      'SELECT count(*)::int AS count FROM planned_visit WHERE plan_id = $1',
      [of.id],
    );
    return row?.count === count;
  });

describe('the coverage of visits', () => {
  it('is that of the rows in every snapshot while visits are planned, made and dropped and customers change hands', async () => {
    const { admin, boss, anna, boris, rival, call, foldOnce, fold, create, transfer, merge } = stage;
    const pool = await call<Pool>(admin, 'PoolService/CreatePool', {
      pool: { name: 'Visited', kind: 'prospect', managerId: boss.id, unitIds: [], open: true },
    });
    const people = [anna, boris, rival];
    const segments = ['gold', 'silver', 'none'];
    const plans = [await plan('gold', { visits: 2 }), await plan('silver')];
    const known: string[] = [];
    const merges: string[] = [];
    let running = true;
    let looks = 0;
    const worker = async (seed: number) => {
      const roll = dice(seed);
      const one = () => known[roll(known.length)] as string;
      const make = () =>
        create(people[roll(3)] as TestPerson, 'prospect', { segment: segments[roll(3)] }).then(({ id }) =>
          known.push(id),
        );
      const acts: (() => Promise<unknown>)[] = [
        make,
        make,
        () => talk(admin, one()),
        () => talk(admin, one()),
        () => transfer(one(), (people[roll(3)] as TestPerson).id),
        () => change(one(), { segment: segments[roll(3)] as string }),
        () => merge(one(), one()).then(({ id }) => merges.push(id)),
        () => call<Merge>(admin, 'MergeService/UndoMerge', { id: merges[roll(merges.length)] ?? '' }),
        () => call(admin, 'PoolService/ReleaseCustomer', { id: one(), reason: 'test', poolId: pool.id }),
        // Every change of a plan goes through all its customers again.
        () =>
          call(admin, 'VisitPlanService/UpdateVisitPlan', {
            id: plans[roll(2)]?.id,
            visitPlan: { visits: 1 + roll(3) },
            updateMask: ['visits'],
          }),
      ];
      for (let turn = 0; turn < 35; turn++) {
        // Refusals (records that are gone, somebody was faster) are part of the race.
        await (acts[turn < 4 ? 0 : roll(acts.length)] as () => Promise<unknown>)().catch(() => undefined);
      }
    };
    const looker = (async () => {
      while (running) {
        expect(await differences()).toEqual([]);
        await foldOnce();
        looks++;
      }
    })();
    const workers = Promise.all([1, 2, 3, 4, 5].map(worker)).finally(() => (running = false));
    await Promise.all([workers, looker]);
    expect(looks).toBeGreaterThan(3);
    expect(await differences()).toEqual([]);
    await until('plans to be gone through as they are now', async () => {
      const [open] = await stage.rows(
        `SELECT 1 AS one FROM visit_plan p WHERE NOT EXISTS (
           SELECT FROM visit_plan_run n WHERE n.plan_id = p.id AND n.plan_version = p.version AND n.done)`,
      );
      return !open;
    });
    await fold();
    expect(await differences()).toEqual([]);
    const all = await coverage(admin);
    expect(all.some(({ done }) => done > 0)).toBe(true);
    expect(all).toEqual(await plain(null));
    for (const person of people) expect(await coverage(person)).toEqual(await plain([person.id]));
    expect(await coverage(boss)).toEqual(await plain([boss.id, anna.id, boris.id]));
  }, 120_000);

  it('is told to people by what they reach, with what is shared with them, once', async () => {
    const { service, admin, boss, rival, call, create } = stage;
    const one = await service.person({ name: 'One', managerId: boss.id });
    const two = await service.person({ name: 'Two', managerId: rival.id });
    const customers = [await create(one, 'prospect', { segment: 'shared' })];
    customers.push(await create(one, 'prospect', { segment: 'shared' }));
    const of = await plan('shared', { visits: 2 });
    await planned(of, 4);
    const [id = ''] = customers.map((customer) => customer.id);
    await talk(one, id);
    const row = { ownerId: one.id, segment: 'shared', planId: of.id };
    const mine = async (person: TestPerson) =>
      (await coverage(person))
        .filter(({ planId }) => planId === of.id)
        .map(({ overdue: _, ...counts }) => counts);
    expect(await mine(one)).toEqual([{ ...row, planned: 4, done: 1 }]);
    expect(await mine(two)).toEqual([]);
    for (const granteeId of [two.id, boss.id]) {
      await call(admin, 'CustomerAccessService/CreateCustomerShare', {
        customerId: id,
        share: { granteeId, granteeKind: 'person', level: 'read' },
      });
    }
    await service.running.organisation.refresh();
    expect(await mine(two)).toEqual([{ ...row, planned: 2, done: 1 }]);
    expect(await mine(boss)).toEqual([{ ...row, planned: 4, done: 1 }]);
    expect(await coverage(two)).toEqual(await plain([two.id], [id]));
    await call(admin, 'CustomerService/TransferCustomer', { id, ownerId: two.id, reason: 'test' });
    expect(await mine(two)).toEqual([{ ...row, ownerId: two.id, planned: 2, done: 1 }]);
    expect(await mine(one)).toEqual([{ ...row, planned: 2, done: 0 }]);
  });

  it('is set right at night where something passed the triggers by', async () => {
    const { service, rows } = stage;
    // A zone in which it is past three, whenever this runs.
    const awake = new Date().getUTCHours() < 3 ? 'Asia/Shanghai' : 'UTC';
    const check = async () => {
      await rows('DELETE FROM count_check');
      for (;;) {
        // The service itself may be folding.
        const wrong = await checkStep(service.running.unitOfWork, awake);
        if (wrong !== undefined) return wrong;
      }
    };
    expect(await check()).toBe(0);
    await rows(`UPDATE visit_cell SET done = done + 7 WHERE segment = 'shared'`);
    await rows(`DELETE FROM visit_cell WHERE segment = 'gold'`);
    expect(await differences()).not.toEqual([]);
    expect(await check()).toBeGreaterThan(0);
    expect(await differences()).toEqual([]);
  });
});
