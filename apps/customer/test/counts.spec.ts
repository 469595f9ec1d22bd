import type { Customer, CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { CountCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { Merge } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { Metric, MetricValue } from '@kontor/contracts/gen/kontor/customer/v1/metric';
import type {
  GetMetricTrendResponse,
  ListMetricsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/metric_service';
import type { Pool } from '@kontor/contracts/gen/kontor/customer/v1/pool';
import type {
  CountStagesResponse,
  GetStageMovementResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/stage_history_service';
import { serviceCall } from '@kontor/access/call';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { checkStep } from '../src/count/check.js';
import { cellsSql, everyones } from '../src/count/cells.js';
import { foldStep } from '../src/count/fold.js';
import { customerService } from '../src/definition.js';
import { dayOf } from '../src/visit-plan/rules/periods.js';

const zone = 'Asia/Shanghai';
let service: TestService;
let admin: TestPerson;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;
/** Of another line. */
let rival: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  admin = await service.person({ name: 'Administrator', roles: ['administrator'] });
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  boris = await service.person({ name: 'Борис', managerId: boss.id });
  rival = await service.person({ name: 'Rival', roles: ['manager'] });
}, 60_000);

afterAll(() => service.dispose());

const call = <T>(person: TestPerson, path: string, request: object) =>
  service.call<T>(person, `/kontor.customer.v1.${path}`, request);
const rows = <R extends object>(text: string, params: unknown[] = []): Promise<R[]> =>
  service.running.unitOfWork.write(serviceCall('customer', 'test'), (tx) => tx.query<R>(text, params));
const fold = () => foldStep(service.running.unitOfWork, zone);

let names = 0;
const create = (person: TestPerson, status: CustomerStatus = 'prospect', more: object = {}) =>
  call<Customer>(person, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: `Counted ${++names}`, status, ...more },
  });
const move = (id: string, status: CustomerStatus) =>
  call<Customer>(admin, 'CustomerService/UpdateCustomer', {
    id,
    customer: { status },
    updateMask: ['status'],
  });
const transfer = (id: string, ownerId: string) =>
  call<Customer>(admin, 'CustomerService/TransferCustomer', { id, ownerId, reason: 'test' });
const counted = (person: TestPerson) =>
  call<CountCustomersResponse>(person, 'CustomerService/CountCustomers', {});
const stagesOf = async (person: TestPerson, request: object) =>
  (await call<CountStagesResponse>(person, 'StageHistoryService/CountStages', request)).counts;
const value = (person: TestPerson, id: string, request: object = {}) =>
  call<MetricValue>(person, 'MetricService/GetMetricValue', { id, ...request });
const trend = async (person: TestPerson, id: string, request: object = {}) => {
  const startTime = new Date(Date.now() - 3 * 86_400_000).toISOString();
  return (
    await call<GetMetricTrendResponse>(person, 'MetricService/GetMetricTrend', { id, startTime, ...request })
  ).points;
};
const metric = async (code: string) => {
  const filter = JSON.stringify({ field: 'code', op: 'eq', value: code });
  const { metrics } = await call<ListMetricsResponse>(admin, 'MetricService/ListMetrics', { filter });
  return metrics[0] as Metric;
};
const addMetric = (code: string, filter: object) =>
  call<Metric>(admin, 'MetricService/CreateMetric', {
    metric: { code, nameZhCn: code, nameRu: code, nameEn: code, filter: JSON.stringify(filter) },
  });

/** Kept counts that differ from the rows of the same snapshot. */
const differences = () => {
  const cells = (whole: boolean) => cellsSql(null, [], { byGuardian: !whole });
  const key = (r: string) => `${r}.guardian_id, ${r}.assignment_state, ${r}.status`;
  return rows(
    `SELECT * FROM (
       SELECT ${key('r')}, sum(r.count) AS count FROM ${cells(false)} GROUP BY 1, 2, 3 HAVING sum(r.count) <> 0
     ) kept FULL JOIN (
       SELECT ${key('c')}, count(*) AS count FROM customer c GROUP BY 1, 2, 3
     ) counted USING (guardian_id, assignment_state, status)
     WHERE kept.count IS DISTINCT FROM counted.count
     UNION ALL
     SELECT NULL, w.assignment_state, w.status, w.count, c.count FROM (
       SELECT r.assignment_state, r.status, sum(r.count) AS count FROM ${cells(true)} GROUP BY 1, 2 HAVING sum(r.count) <> 0
     ) w FULL JOIN (SELECT assignment_state, status, count(*) FROM customer GROUP BY 1, 2) c
       USING (assignment_state, status) WHERE w.count IS DISTINCT FROM c.count`,
  );
};

/** Random numbers that a failure can be repeated with. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

describe('kept counts', () => {
  it('are the number of rows in every snapshot while customers are made, moved, merged, released and removed', async () => {
    const pool = await call<Pool>(admin, 'PoolService/CreatePool', {
      pool: { name: 'Counted', kind: 'prospect', managerId: boss.id, unitIds: [], open: true },
    });
    const people = [anna, boris, rival];
    const known: string[] = [];
    const merges: string[] = [];
    const steps: CustomerStatus[] = [
      'interested',
      'negotiating',
      'cooperating',
      'dormant',
      'lost',
      'prospect',
    ];
    let running = true;
    let looks = 0;
    const worker = async (seed: number) => {
      const roll = dice(seed);
      const one = () => known[roll(known.length)] as string;
      const acts: (() => Promise<unknown>)[] = [
        () => create(people[roll(3)] as TestPerson).then(({ id }) => known.push(id)),
        () => create(people[roll(3)] as TestPerson, 'cooperating').then(({ id }) => known.push(id)),
        () => move(one(), steps[roll(steps.length)] as CustomerStatus),
        () => transfer(one(), (people[roll(3)] as TestPerson).id),
        () =>
          call<Merge>(admin, 'MergeService/MergeCustomers', { id: one(), loserId: one(), fields: [] }).then(
            ({ id }) => merges.push(id),
          ),
        () => call(admin, 'MergeService/UndoMerge', { id: merges[roll(merges.length)] ?? '' }),
        () => call(admin, 'PoolService/ReleaseCustomer', { id: one(), reason: 'test', poolId: pool.id }),
        () => call(people[roll(2)] as TestPerson, 'PoolService/ClaimCustomer', { id: one() }),
        () => remove(one()),
      ];
      for (let turn = 0; turn < 40; turn++) {
        // Refusals (steps that are not allowed, records that are gone) are part of the race.
        await (acts[turn < 3 ? 0 : roll(acts.length)] as () => Promise<unknown>)().catch(() => undefined);
      }
    };
    const looker = (async () => {
      while (running) {
        expect(await differences()).toEqual([]);
        await fold();
        looks++;
      }
    })();
    const workers = Promise.all([1, 2, 3, 4, 5, 6].map(worker)).finally(() => (running = false));
    await Promise.all([workers, looker]);
    expect(looks).toBeGreaterThan(3);
    expect(merges.length).toBeGreaterThan(0);
    while (await fold());
    expect(await differences()).toEqual([]);
    const [kept] = await rows<{ days: number; cells: number }>(
      `SELECT (SELECT sum(entered - "left" + other)::int FROM customer_flow) AS days,
         (SELECT sum(count)::int FROM customer_cell) AS cells`,
    );
    expect(kept?.days).toBe(kept?.cells);
    const all = await counted(admin);
    const [row] = await rows<{ count: number }>('SELECT count(*)::int AS count FROM customer');
    expect(all.totalSize).toBe(row?.count);
  }, 120_000);

  it('are told to people by what they reach, with what is shared with them, once', async () => {
    const one = await service.person({ name: 'One', managerId: boss.id });
    const two = await service.person({ name: 'Two', managerId: rival.id });
    const customer = await create(one);
    await create(one, 'lost');
    await create(two, 'dormant');
    expect(await counted(one)).toEqual({
      counts: [
        { status: 'lost', count: 1 },
        { status: 'prospect', count: 1 },
      ],
      totalSize: 2,
    });
    const share = (granteeId: string) =>
      call(admin, 'CustomerAccessService/CreateCustomerShare', {
        customerId: customer.id,
        share: { granteeId, granteeKind: 'person', level: 'read' },
      });
    await share(two.id);
    await share(boss.id);
    await service.running.organisation.refresh();
    expect((await counted(two)).counts).toEqual([
      { status: 'dormant', count: 1 },
      { status: 'prospect', count: 1 },
    ]);
    const team = await counted(boss);
    const [rowsOfTeam] = await rows<{ count: number }>(
      `SELECT count(*)::int AS count FROM customer WHERE guardian_id IN (
         SELECT person_id FROM reporting_line WHERE superior_id = $1) OR guardian_id = $1`,
      [boss.id],
    );
    expect(team.totalSize).toBe(rowsOfTeam?.count);
  });

  it('are set right at night where something passed the triggers by, while people work', async () => {
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
    await create(anna);
    expect(await check()).toBe(0);
    expect(await checkStep(service.running.unitOfWork, awake)).toBeUndefined();
    while (await fold());
    await rows(`UPDATE customer_cell SET count = count + 7 WHERE guardian_id = $1 AND status = 'prospect'`, [
      anna.id,
    ]);
    await rows(`DELETE FROM customer_cell WHERE guardian_id = $1`, [everyones]);
    expect(await differences()).not.toEqual([]);
    const working = Promise.all([1, 2, 3, 4, 5, 6].map((at) => create(at % 2 ? anna : boris, 'lost')));
    expect(await check()).toBeGreaterThan(0);
    await working;
    expect(await differences()).toEqual([]);
    expect(await check()).toBe(0);
  });

  it('lie behind the wall: a person reads no counts of people beyond reach, whatever is asked', async () => {
    const seen = await service.running.unitOfWork.read(
      {
        ...serviceCall('customer', 'test'),
        caller: { ...serviceCall('customer', 'test').caller, kind: 'person', personId: anna.id },
      },
      (tx) =>
        tx.query<{ guardian: string }>(
          `SELECT DISTINCT guardian_id AS guardian FROM (SELECT guardian_id FROM customer_cell
             UNION ALL SELECT guardian_id FROM customer_delta UNION ALL SELECT guardian_id FROM customer_flow
             UNION ALL SELECT guardian_id FROM customer_stay) seen`,
        ),
    );
    expect(seen).toEqual([{ guardian: anna.id }]);
  });
});

describe('stages', () => {
  it('are counted and moved the same before and after deltas are folded', async () => {
    const person = await service.person({ name: 'Folded', managerId: boss.id });
    const first = await create(person);
    await create(person);
    await move(first.id, 'interested');
    await transfer((await create(person)).id, rival.id);
    const startTime = new Date(Date.now() - 86_400_000).toISOString();
    const ask = async () => ({
      counts: (await stagesOf(boss, { personId: person.id })).map(({ status, count }) => [status, count]),
      ...(await call<GetStageMovementResponse>(boss, 'StageHistoryService/GetStageMovement', {
        personId: person.id,
        startTime,
      })),
    });
    const before = await ask();
    expect(before.counts).toEqual([
      ['interested', 1],
      ['prospect', 1],
    ]);
    expect(before.movements).toEqual([
      { status: 'interested', entered: 1, left: 0, net: 1, moved: 0 },
      { status: 'prospect', entered: 3, left: 1, net: 2, moved: -1, medianDays: 0 },
    ]);
    while (await fold());
    expect(await ask()).toEqual(before);
    await expect(stagesOf(anna, { personId: person.id })).rejects.toMatchObject({
      reason: 'scope-out-of-reach',
    });
  });

  it('tell the median of the whole days that customers stayed', async () => {
    const person = await service.person({ name: 'Staying', managerId: boss.id });
    const made = [await create(person), await create(person), await create(person)];
    const days = [1, 4, 10];
    for (const [at, { id }] of made.entries()) {
      await rows(`UPDATE customer SET create_time = create_time - make_interval(days => $2) WHERE id = $1`, [
        id,
        days[at],
      ]);
      await move(id, 'interested');
    }
    const startTime = new Date(Date.now() - 60_000).toISOString();
    const ask = async () =>
      (
        await call<GetStageMovementResponse>(boss, 'StageHistoryService/GetStageMovement', {
          personId: person.id,
          startTime,
        })
      ).movements;
    expect((await ask()).find(({ status }) => status === 'prospect')?.medianDays).toBe(4);
    await move((await create(person)).id, 'lost');
    while (await fold());
    expect((await ask()).find(({ status }) => status === 'prospect')?.medianDays).toBe(2.5);
  });
});

describe('metrics', () => {
  it('of the company are counted in the background where they ask for more, and say when', async () => {
    const key = await addMetric('key-accounts', { field: 'segment', op: 'eq', value: 'Key' });
    await create(anna, 'prospect', { segment: 'Key' });
    const first = await value(admin, key.id, { scope: 'company' });
    expect(Date.parse(first.asOf as string)).toBeGreaterThanOrEqual(Date.parse(key.startTime as string));
    expect([0, 1]).toContain(first.value);
    expect((await value(admin, key.id, { personId: anna.id })).value).toBe(1);
    await rows(`UPDATE metric_value SET time = time - interval '1 hour'`);
    await create(boris, 'prospect', { segment: 'Key' });
    await call(admin, 'MetricService/UpdateMetric', {
      id: key.id,
      metric: { nameEn: 'Keys' },
      updateMask: ['nameEn'],
    });
    let later = first;
    while (Date.parse(later.asOf as string) <= Date.parse(first.asOf as string))
      later = await value(admin, key.id, { scope: 'company' });
    expect(later.value).toBe(2);
    expect(await trend(admin, key.id, { scope: 'company' })).toEqual([
      { day: dayOf(later.asOf as string, zone), value: 2 },
    ]);
    await expect(value(boss, key.id, { scope: 'company' })).rejects.toMatchObject({
      reason: 'scope-out-of-reach',
    });
    await expect(trend(boss, key.id, { scope: 'team' })).rejects.toMatchObject({
      fields: [{ reason: 'metric-without-past' }],
    });
  }, 30_000);

  it('that ask for stages, assignment and owners are those of the rows, at once', async () => {
    await create(anna, 'lost');
    const nobodys = await addMetric('nobodys-prospects', {
      and: [
        { field: 'status', op: 'in', value: ['prospect', 'interested'] },
        { not: { field: 'assignmentState', op: 'eq', value: 'assigned' } },
      ],
    });
    const annas = await addMetric('annas', { field: 'ownerId', op: 'eq', value: anna.id });
    for (const [one, where] of [
      [nobodys, `status IN ('prospect', 'interested') AND owner_id IS NULL`],
      [annas, `owner_id = '${anna.id}'`],
      [await metric('record'), 'TRUE'],
      [await metric('lost-customer'), `status = 'lost'`],
    ] as const) {
      const [row] = await rows<{ count: number }>(
        `SELECT count(*)::int AS count FROM customer WHERE ${where}`,
      );
      expect([one.code, (await value(admin, one.id, { scope: 'company' })).value]).toEqual([
        one.code,
        row?.count,
      ]);
    }
  });

  it('have a past by day: what each day ended with, and the company as of the end of the day before', async () => {
    const person = await service.person({ name: 'Trending', managerId: boss.id });
    const made = [await create(person), await create(person), await create(person)];
    // As if two of them had come the day before yesterday, and one of these had moved yesterday.
    await move((made[0] as Customer).id, 'cooperating');
    while (await fold());
    await rows(`UPDATE customer_flow SET day = day - 2 WHERE guardian_id = $1 AND entered = 3`, [person.id]);
    await rows(`UPDATE customer_flow SET day = day - 1 WHERE guardian_id = $1 AND status = 'cooperating'`, [
      person.id,
    ]);
    const prospects = await trend(boss, (await metric('prospect')).id, { personId: person.id });
    expect(prospects.map((point) => point.value)).toEqual([0, 2, 2, 2]);
    const active = await trend(boss, (await metric('active-customer')).id, { personId: person.id });
    expect(active.map((point) => point.value)).toEqual([0, 0, 1, 1]);
    expect(active.at(-1)?.day).toBe(dayOf(new Date().toISOString(), zone));
    await expect(trend(rival, (await metric('prospect')).id, { personId: person.id })).rejects.toMatchObject({
      reason: 'scope-out-of-reach',
    });
    const past = await value(admin, (await metric('record')).id, {
      scope: 'company',
      asOf: new Date(Date.now() - 10).toISOString(),
    });
    expect(past.value).toBe(0);
    expect(dayOf(past.asOf as string, zone)).toBe(dayOf(new Date().toISOString(), zone));
  });
});

/** Takes a customer away as the undoing of an import does. */
async function remove(id: string): Promise<void> {
  await service.running.unitOfWork.write(serviceCall('customer', 'test'), async (tx) => {
    for (const table of [
      'ownership_change',
      'match_key',
      'dossier_read',
      'reclaim_warning',
      'segment_member',
      'segment_change',
    ]) {
      await tx.query(`DELETE FROM ${table} WHERE customer_id = $1`, [id]);
    }
    await tx.query('DELETE FROM customer WHERE id = $1', [id]);
  });
}
