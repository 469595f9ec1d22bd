import { v7 as uuidv7 } from 'uuid';
import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Merge } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { Segment } from '@kontor/contracts/gen/kontor/customer/v1/segment';
import { serviceCall } from '@kontor/access/call';
import type { TestPerson } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { ImportItem } from '../src/import/import-item.entity.js';
import { StrategyBook } from '../src/strategy/strategy-book.js';
import { undoItem } from '../src/import/undo-records.js';
import { carriedRows, decisions } from './carried-rows.js';
import { staffedService } from './staff.js';

type Row = Record<string, unknown>;

const { service, boss, anna, boris } = await staffedService();
const { rows, make, dump, columnsOfCustomers } = carriedRows(service);
afterAll(() => service.dispose());

const call = <T>(person: TestPerson, path: string, request: object) =>
  service.call<T>(person, `/kontor.customer.v1.${path}`, request);
const create = (person: TestPerson, about: object = {}) =>
  call<Customer>(person, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: `Carried ${uuidv7()}`, ...about },
  });
const merge = (id: string, loserId: string) =>
  call<Merge>(boss, 'MergeService/MergeCustomers', { id, loserId, fields: [] });
const undo = ({ id }: Merge) => call<Merge>(boss, 'MergeService/UndoMerge', { id });
const byRule = (group: string) =>
  call<Segment>(anna, 'SegmentService/CreateSegment', {
    segment: {
      name: group,
      kind: 'dynamic',
      rule: JSON.stringify({ field: 'segment', op: 'eq', value: group }),
    },
  });

/** Columns that are remade by their own rules, so that an undo need not give them back. */
const remade = ['guardian_id', 'owner_id', 'revision', 'told'];
const kept = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !remade.includes(name)));
const textOf = (row: Row, column: string): unknown => row[column.split('.')[1] ?? ''];
const namedBy = (found: readonly Row[], column: string): string[] =>
  found.map((row) => String(textOf(row, column))).toSorted();
const columnsThat = (decision: string): string[] =>
  Object.keys(decisions).filter((column) => decisions[column] === decision);

/** A row of the loser alone in every table that moves, by column. */
async function makeMoving(loserId: string): Promise<void> {
  const pool = await make('pool', { name: uuidv7() });
  const form = await make('web_form', {});
  const facts: Record<string, Row> = {
    'pool_claim.customer_id': { pool_id: pool.id },
    'file.customer_id': { state: 'stored' },
    'web_submission.customer_id': { form_id: form.id, state: 'prospect' },
    'conversion.customer_id': { told_customer_id: loserId },
    'customer_merge.winner_id': { loser: {}, before: {}, after: {}, state: 'undone' },
  };
  for (const column of columnsThat('moves')) {
    const [table = '', name = ''] = column.split('.');
    await make(table, { [name]: loserId, ...facts[column] });
  }
}

/** In every table that has one row of a kind for each customer: one of both, one of the loser alone. */
async function makeUnique(winnerId: string, loserId: string, contactId: string): Promise<void> {
  const [rotation, plan, segment, other] = [
    await make('rotation', {}),
    await make('visit_plan', { retired: true }),
    await make('segment', { kind: 'static', owner_id: anna.id }),
    await make('segment', { kind: 'static', owner_id: anna.id }),
  ];
  const time = '2026-01-02T03:04:05.678Z';
  const guardian = { guardian_id: boris.id, enter_time: time };
  const facts: Record<string, [both: Row, alone: Row]> = {
    contact_preference: [{}, { contact_id: contactId }],
    dossier_read: [
      { person_id: anna.id, read_time: time },
      { person_id: boris.id, read_time: time },
    ],
    planned_visit: [
      { plan_id: plan.id, period_start: '2026-01-01', slot: 1 },
      { plan_id: plan.id, period_start: '2026-01-01', slot: 2 },
    ],
    reclaim_warning: [
      { owner_id: anna.id, clock_start: time, stage: 'first', time },
      { owner_id: anna.id, clock_start: time, stage: 'second', time },
    ],
    rotation_item: [
      { rotation_id: rotation.id, round: 1 },
      { rotation_id: rotation.id, round: 2 },
    ],
    segment_member: [
      { segment_id: segment.id, ...guardian },
      { segment_id: other.id, ...guardian },
    ],
  };
  for (const column of columnsThat('stands back')) {
    const table = column.split('.')[0] ?? '';
    const [both, alone] = facts[table] ?? [{}, {}];
    for (const customer_id of [winnerId, loserId]) await make(table, { customer_id, ...both });
    await make(table, { customer_id: loserId, ...alone });
  }
}

it('knows of every column that names a customer what a merge does with it', async () => {
  expect(await columnsOfCustomers()).toEqual(Object.keys(decisions).toSorted());
});

it('gives the winner what moves, leaves what stays, and an undo puts every row back', async () => {
  const winner = await create(anna, { segment: 'own' });
  const loser = await create(boris, { emails: [`${uuidv7()}@carry.example`], segment: 'carried' });
  const both = [winner.id, loser.id];
  const { id: contactId } = await call<Contact>(boris, 'CustomerService/CreateContact', {
    customerId: loser.id,
    contact: { name: 'Ada Carried' },
  });
  // Both, lest the winner makes a step of its own because the loser came further.
  for (const { id } of [winner, loser])
    await call(boss, 'CustomerService/UpdateCustomer', {
      id,
      customer: { status: 'interested' },
      updateMask: ['status'],
    });
  await rows(`UPDATE customer SET custom = '{"lift": true}' WHERE id = $1`, [loser.id]);
  await makeMoving(loser.id);
  await makeUnique(winner.id, loser.id, contactId);
  const frozen = await make('segment_snapshot', { owner_id: anna.id, member_count: 1 });
  await make('segment_snapshot_member', { snapshot_id: frozen.id, customer_id: loser.id });
  const pairIds = [...both].sort();
  const pair = await make('duplicate_pair', { first_id: pairIds[0], second_id: pairIds[1], state: 'open' });
  const rule = await byRule('carried');
  const inRule = async () =>
    (
      await rows<{ id: string }>('SELECT customer_id AS id FROM segment_member WHERE segment_id = $1', [
        rule.id,
      ])
    ).map(({ id }) => id);
  await until('the rule to take the loser', async () => (await inRule()).includes(loser.id));
  const held = async () =>
    rows('SELECT person_id, held FROM holding WHERE person_id = ANY ($1::uuid[]) ORDER BY person_id', [
      [anna.id, boris.id],
    ]);
  const before = new Map<string, Row[]>();
  for (const column of Object.keys(decisions)) before.set(column, (await dump(column, both)).map(kept));
  for (const [column, found] of before)
    if (!found.some((row) => textOf(row, column) === loser.id)) throw new Error(`${column} has no row`);
  const [heldBefore, customerBefore] = [await held(), await dump('customer.id', [loser.id])];

  const done = await merge(winner.id, loser.id);

  for (const column of [...columnsThat('moves'), ...columnsThat('stands back'), ...columnsThat('remade')])
    expect([column, await dump(column, [loser.id])]).toEqual([column, []]);
  for (const column of columnsThat('moves'))
    expect((await dump(column, [winner.id])).length).toBeGreaterThanOrEqual(before.get(column)?.length ?? 0);
  for (const column of columnsThat('stands back')) {
    const own = (before.get(column) ?? []).filter((row) => textOf(row, column) === winner.id);
    const now = await dump(column, [winner.id]);
    // The winner's own row stands as it was; the one that only the loser had is beside it.
    expect(now.map(kept)).toEqual(expect.arrayContaining(own));
    expect(now.length).toBeGreaterThan(own.length);
  }
  for (const column of columnsThat('stays'))
    expect(namedBy(await dump(column, both), column)).toEqual(namedBy(before.get(column) ?? [], column));
  const documents = await dump('search_document.customer_id', [winner.id]);
  expect(documents.find(({ id }) => id === contactId)).toMatchObject({ guardian_id: anna.id });
  expect(await dump('duplicate_pair.id', [pair.id as string])).toMatchObject([{ state: 'merged' }]);
  expect(await held()).not.toEqual(heldBefore);
  await until('segments and days to follow the winner', async () => {
    const members = await dump('segment_member.customer_id', [winner.id]);
    const days = await dump('important_day.customer_id', [winner.id]);
    return (
      members.every((row) => row.guardian_id === anna.id) && days.every((row) => row.owner_id === anna.id)
    );
  });
  await until('the rule to leave the winner out', async () => (await inRule()).length === 0);

  await undo(done);

  const [customerAfter] = await dump('customer.id', [loser.id]);
  expect(customerAfter).toEqual({
    ...customerBefore[0],
    version: expect.any(Number),
    update_time: expect.any(String),
  });
  await until('the rule to have the loser alone', async () => (await inRule()).join() === loser.id);
  // What came and went by the rule meanwhile is told in the history of both.
  const settled = (found: readonly Row[]) =>
    found.filter((row) => row.segment_id !== rule.id && row.id !== done.id).map(kept);
  for (const [column, rowsBefore] of before)
    expect([column, settled(await dump(column, both))]).toEqual([column, settled(rowsBefore)]);
  expect(await held()).toEqual(heldBefore);
  expect(await dump('duplicate_pair.id', [pair.id as string])).toMatchObject([{ state: 'open' }]);
  await until('segments and days to follow the loser', async () => {
    const members = await dump('segment_member.customer_id', [loser.id]);
    const days = await dump('important_day.customer_id', [loser.id]);
    return (
      members.every((row) => row.guardian_id === boris.id) && days.every((row) => row.owner_id === boris.id)
    );
  });
});

it('gives each loser of a chain its own memberships, the elder one first', async () => {
  const [a, b, c] = [await create(anna), await create(anna), await create(anna)];
  const segment = await make('segment', { kind: 'static', owner_id: anna.id });
  await make('segment_member', { segment_id: segment.id, customer_id: a.id, guardian_id: anna.id });
  const first = await merge(b.id, a.id);
  const second = await merge(c.id, b.id);
  const membersNow = async () =>
    (await dump('segment_member.segment_id', [segment.id as string])).map((row) => row.customer_id);
  expect(await membersNow()).toEqual([c.id]);
  await undo(first);
  await undo(second);
  expect(await membersNow()).toEqual([a.id]);
});

it('leaves nothing of a customer whose import is undone in segments and search', async () => {
  const customer = await create(anna, { segment: 'removed' });
  const rule = await byRule('removed');
  const membersNow = () => dump('segment_member.segment_id', [rule.id]);
  await until('the rule to take it', async () => (await membersNow()).length === 1);
  const item = Object.assign(new ImportItem(), {
    object: 'customer',
    action: 'created',
    recordId: customer.id,
    recordVersion: Number(customer.etag),
  });
  const asked = serviceCall('customer', 'test');
  expect(
    await service.running.unitOfWork.write(asked, (tx) =>
      undoItem(tx, service.running.app.get(StrategyBook), asked, item),
    ),
  ).toEqual({
    undone: 'removed',
    reason: '',
  });
  expect(await membersNow()).toEqual([]);
  for (const column of ['search_document.customer_id', 'match_key.customer_id', 'segment_change.customer_id'])
    expect(await dump(column, [customer.id])).toEqual([]);
  expect(await service.events('kontor.customer.v1.CustomerRemoved')).toEqual([
    { customerId: customer.id, ownerId: anna.id },
  ]);
});
