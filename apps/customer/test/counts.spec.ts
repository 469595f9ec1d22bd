import type { CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ListCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { Merge } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { Pool } from '@kontor/contracts/gen/kontor/customer/v1/pool';
import type { GetStageMovementResponse } from '@kontor/contracts/gen/kontor/customer/v1/stage_history_service';
import { serviceCall } from '@kontor/access/call';
import { dice } from '@kontor/testing/dice';
import type { TestPerson } from '@kontor/testing/service';
import { checkStep } from '../src/count/check.js';
import { cellsSql, everyones } from '../src/count/cells.js';
import { countStage, type CountStage } from './count-stage.js';

let stage: CountStage;

beforeAll(async () => {
  stage = await countStage();
}, 60_000);

afterAll(() => stage.service.dispose());

/** Kept counts that differ from the rows of the same snapshot. */
const differences = () => {
  const { rows } = stage;
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

describe('kept counts', () => {
  it('are the number of rows in every snapshot while customers are made, moved, merged, released and removed', async () => {
    const { admin, boss, anna, boris, rival, call, rows, foldOnce, fold, create, move, transfer, counted } =
      stage;
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
        await foldOnce();
        looks++;
      }
    })();
    const workers = Promise.all([1, 2, 3, 4, 5, 6].map(worker)).finally(() => (running = false));
    await Promise.all([workers, looker]);
    expect(looks).toBeGreaterThan(3);
    expect(merges.length).toBeGreaterThan(0);
    await fold();
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
    const { service, admin, boss, rival, call, rows, create, counted } = stage;
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

  it('give lists the total that their pages have, whoever asks and by whatever they answer', async () => {
    const { service, admin, boss, anna, rival, call, create } = stage;
    const mine = await create(anna, 'interested');
    const guest = await service.person({ name: 'Guest', managerId: rival.id });
    await call(admin, 'CustomerAccessService/CreateCustomerShare', {
      customerId: mine.id,
      share: { granteeId: guest.id, granteeKind: 'person', level: 'read' },
    });
    await create(guest, 'lost');
    await service.running.organisation.refresh();
    const list = (person: TestPerson, request: object) =>
      call<ListCustomersResponse>(person, 'CustomerService/ListCustomers', { pageSize: 200, ...request });
    const filters = [
      undefined,
      { field: 'status', op: 'eq', value: 'interested' },
      { not: { field: 'status', op: 'in', value: ['lost', 'dormant'] } },
      { field: 'ownerId', op: 'eq', value: anna.id },
      { field: 'ownerId', op: 'isNull', value: true },
      { field: 'assignmentState', op: 'ne', value: 'assigned' },
      { field: 'city', op: 'eq', value: '' },
    ];
    for (const person of [admin, boss, anna, guest]) {
      for (const filter of filters) {
        const request = filter ? { filter: JSON.stringify(filter) } : {};
        let page = await list(person, { ...request, withTotal: true });
        const { totalSize } = page;
        let listed = page.customers.length;
        while (page.nextPageToken) {
          page = await list(person, { ...request, pageToken: page.nextPageToken });
          listed += page.customers.length;
        }
        expect({ filter, totalSize }).toEqual({ filter, totalSize: listed });
      }
    }
    expect((await list(guest, { withTotal: true })).totalSize).toBe(2);
  });

  it('are set right at night where something passed the triggers by, while people work', async () => {
    const { service, anna, boris, rows, fold, create } = stage;
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
    await fold();
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
    const { service, anna } = stage;
    const seen = await service.running.unitOfWork.read(
      {
        ...serviceCall('customer', 'test'),
        caller: { ...serviceCall('customer', 'test').caller, kind: 'person', personId: anna.id },
      },
      (tx) =>
        tx.query<{ guardian: string }>(
          `SELECT DISTINCT guardian_id AS guardian FROM (SELECT guardian_id FROM customer_cell
             UNION ALL SELECT guardian_id FROM customer_delta UNION ALL SELECT guardian_id FROM customer_flow
             UNION ALL SELECT guardian_id FROM customer_stay UNION ALL SELECT guardian_id FROM customer_span) seen`,
        ),
    );
    expect(seen).toEqual([{ guardian: anna.id }]);
  });
});

describe('stages', () => {
  it('are counted and moved the same before and after deltas are folded', async () => {
    const { service, boss, anna, rival, call, fold, create, move, transfer, stagesOf } = stage;
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
    await fold();
    expect(await ask()).toEqual(before);
    await expect(stagesOf(anna, { personId: person.id })).rejects.toMatchObject({
      reason: 'scope-out-of-reach',
    });
  });

  it('tell the median of the whole days that customers stayed', async () => {
    const { service, boss, call, rows, fold, create, move } = stage;
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
    await fold();
    expect((await ask()).find(({ status }) => status === 'prospect')?.medianDays).toBe(2.5);
  });
});

/** Takes a customer away as the undoing of an import does. */
async function remove(id: string): Promise<void> {
  await stage.service.running.unitOfWork.write(serviceCall('customer', 'test'), async (tx) => {
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
