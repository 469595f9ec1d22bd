import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { fieldsByName } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import type { OwnerOrder } from '@kontor/query/owner-order';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '../src/transaction.js';
import { Desk } from './desk.entities.js';
import { callOf, person, stage, type Stage } from './stage.js';

const both = { filterable: true, sortable: true, nullable: false };
const fields = fieldsByName([
  { name: 'id', column: 'id', type: 'uuid', ...both },
  { name: 'title', column: 'title', type: 'text', ...both },
  { name: 'rank', column: 'rank', type: 'number', integer: true, ...both },
  { name: 'dueTime', column: 'due_time', type: 'time', ...both, nullable: true },
  { name: 'createTime', column: 'create_time', type: 'time', ...both },
]);
const perOwner: OwnerOrder[] = [
  { by: 'createTime' },
  { by: 'dueTime' },
  { by: 'dueTime', given: 'title' },
  { by: 'title' },
];

const manager = person(randomUUID(), ['manager']);
const team = Array.from({ length: 6 }, () => person());
const stranger = person();
const everybody = [manager, ...team, stranger];

let set: Stage;
beforeAll(async () => {
  set = await stage();
  await set.organise(
    everybody.map(({ personId, roles }) => ({
      ...{ id: personId, roles },
      ...(team.some((one) => one.personId === personId) && { managerId: manager.personId }),
    })),
    { grantees: new Set([manager.personId, team[0]?.personId ?? '']) },
  );
}, 60_000);
afterAll(() => set?.dispose());

/** What a desk is; few values of each, so that rows tie in every key but the id. */
interface Row {
  /** Place in `everybody`. */
  owner: number;
  title: string;
  due: number | null;
  made: number;
  shared: boolean;
}

const row: fc.Arbitrary<Row> = fc.record({
  owner: fc.oneof(fc.constant(1), fc.constant(1), fc.nat(everybody.length - 1)),
  title: fc.constantFrom('a', 'b', 'c'),
  due: fc.option(fc.integer({ min: 1, max: 9 })),
  made: fc.integer({ min: 1, max: 9 }),
  shared: fc.boolean(),
});
const at = (hour: number) => `2026-11-0${hour}T09:00:00.000Z`;
const condition = fc.oneof(
  fc.record({ field: fc.constant('title'), op: fc.constant('eq'), value: fc.constantFrom('a', 'b') }),
  fc.record({
    field: fc.constant('title'),
    op: fc.constant('in'),
    value: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ field: fc.constant('title'), op: fc.constant('ne'), value: fc.constant('a') }),
  fc.record({
    field: fc.constantFrom('dueTime', 'createTime'),
    op: fc.constantFrom('lt', 'ge', 'eq'),
    value: fc.integer({ min: 1, max: 9 }).map(at),
  }),
  fc.constant({ field: 'dueTime', op: 'isNull', value: true }),
);
const request = fc.record({
  pageSize: fc.integer({ min: 1, max: 12 }),
  orderBy: fc.constantFrom(
    'createTime',
    'createTime desc',
    'dueTime',
    'dueTime desc',
    'title desc',
    'title, createTime',
  ),
  filter: fc.oneof(
    fc.constant(''),
    condition.map((one) => JSON.stringify(one)),
    fc.array(condition, { minLength: 2, maxLength: 2 }).map((and) => JSON.stringify({ and })),
    fc.array(condition, { minLength: 2, maxLength: 2 }).map((or) => JSON.stringify({ or })),
  ),
});

async function fill(rows: readonly Row[]): Promise<void> {
  await set.admin.query('TRUNCATE desk CASCADE; DELETE FROM share');
  const desks = rows.map(({ owner, title, due, made, shared }) => ({
    ...{
      id: randomUUID(),
      owner_id: everybody[owner]?.personId,
      title,
      tags: [],
      rank: 0,
      version: 1,
      shared,
    },
    ...{ due_time: due && at(due), create_time: at(made), update_time: at(made) },
  }));
  await set.admin.query('INSERT INTO desk SELECT * FROM jsonb_populate_recordset(NULL::desk, $1)', [
    JSON.stringify(desks),
  ]);
  await set.admin.query(
    `INSERT INTO share (id, object, object_id, grantee_kind, grantee_id, level, start_time, grantor_id, source)
     SELECT gen_random_uuid(), 'customer', d.id, 'person', $1, 'read', '2026-01-01', $1, 'share' FROM unnest($2::uuid[]) d (id)`,
    [team[0]?.personId, desks.filter(({ shared }) => shared).map(({ id }) => id)],
  );
  await set.admin.query(
    `INSERT INTO share (id, object, object_id, grantee_kind, grantee_id, level, start_time, grantor_id, source)
     SELECT gen_random_uuid(), object, object_id, 'person', $1, 'read', start_time, $1, 'share' FROM share LIMIT 3`,
    [manager.personId],
  );
}

interface Asked {
  pageSize: number;
  orderBy: string;
  filter: string;
}

/** Every page of a list, each in a transaction of its own, as the API does. */
async function pages(
  call: Call,
  asked: Asked,
  orders: readonly OwnerOrder[] | undefined,
): Promise<string[][]> {
  const found: string[][] = [];
  const options = {
    fields,
    defaultOrder: 'createTime',
    method: '/kontor.customer.v1.CustomerService/ListCustomers',
  };
  for (let pageToken: string | undefined = ''; pageToken !== undefined;) {
    const list = (tx: Transaction) =>
      listRows(
        tx,
        Desk,
        'desk',
        { ...asked, pageToken: pageToken ?? '' },
        {
          ...{ ...options, secret: 'a secret for these tests' },
          ...(orders && { perOwner: orders }),
        },
      );
    const page = await (found.length % 2 === 0
      ? set.unitOfWork.readOne(call, list)
      : set.unitOfWork.read(call, list));
    found.push(page.rows.map(({ id }) => id));
    pageToken = page.nextPageToken;
  }
  return found;
}

it('a list that is merged owner by owner has the rows of the plain statement, page by page, for whoever asks', async () => {
  let merged = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 20, maxLength: 60 }),
      fc.array(request, { minLength: 3, maxLength: 3 }),
      async (rows, requests) => {
        await fill(rows);
        for (const caller of [manager, team[0] ?? manager, stranger]) {
          for (const asked of requests) {
            const plain = await pages(callOf(caller), asked, undefined);
            expect(await pages(callOf(caller), asked, perOwner)).toEqual(plain);
            merged += plain.flat().length;
          }
        }
      },
    ),
    { numRuns: 30 },
  );
  expect(merged).toBeGreaterThan(500);
}, 120_000);

it('a row that becomes somebody else’s between two pages is gone from the second, merged or not', async () => {
  await fill(
    Array.from({ length: 12 }, (_, i) => ({
      ...{ owner: 1 + (i % 3), title: 'a', due: 1 },
      made: 1 + (i % 9),
      shared: false,
    })),
  );
  const all = (
    await pages(callOf(manager), { pageSize: 50, orderBy: 'createTime', filter: '' }, perOwner)
  ).flat();
  expect(all).toHaveLength(12);
  await set.admin.query('UPDATE desk SET owner_id = $1 WHERE id = ANY ($2::uuid[])', [
    stranger.personId,
    all.slice(6),
  ]);
  for (const orders of [perOwner, undefined])
    expect(
      (await pages(callOf(manager), { pageSize: 5, orderBy: 'createTime', filter: '' }, orders)).flat(),
    ).toEqual(all.slice(0, 6));
});

it('the wall hides rows of owners that a statement names though the copies do not say that the caller reaches them', async () => {
  await fill([{ owner: 1, title: 'a', due: null, made: 1, shared: false }]);
  const asked = { pageSize: 5, orderBy: 'createTime', filter: '' };
  expect((await pages(callOf(manager), asked, perOwner)).flat()).toHaveLength(1);
  await set.admin.query('DELETE FROM reporting_line');
  expect((await pages(callOf(manager), asked, perOwner)).flat()).toEqual([]);
});
