import type { Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Dossier, OwnershipChange } from '@kontor/contracts/gen/kontor/customer/v1/ownership';
import type {
  ListDossiersResponse,
  ListOwnersResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/ownership_service';
import type { Rotation } from '@kontor/contracts/gen/kontor/customer/v1/rotation';
import type { ListRotationItemsResponse } from '@kontor/contracts/gen/kontor/customer/v1/rotation_service';
import type { Handover } from '@kontor/contracts/gen/kontor/identity/v1/handover';
import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { v7 as uuidv7 } from 'uuid';
import { customerService } from '../src/definition.js';
import { HandoverConsumer } from '../src/handover/handover.consumer.js';
import { checkNightly, findOrphans } from '../src/handover/orphans.js';

const calls = '/kontor.customer.v1';
const day = 24 * 3_600_000;

let service: TestService;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;
let chen: TestPerson;
let stranger: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  boris = await service.person({ name: 'Борис', managerId: boss.id });
  chen = await service.person({ name: 'Chen', managerId: boss.id });
  stranger = await service.person({ name: 'Stranger', roles: ['manager'] });
}, 60_000);

afterAll(() => service.dispose());

const call = <T>(person: TestPerson, path: string, request: object) =>
  service.call<T>(person, `${calls}.${path}`, request);
const create = (person: TestPerson, customer: Partial<Customer> = {}) =>
  call<Customer>(person, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: 'Lighthouse', ...customer },
    acceptDuplicates: true,
    duplicateReason: 'Twins of the test.',
  });
const get = (person: TestPerson, id: string) => call<Customer>(person, 'CustomerService/GetCustomer', { id });
const transfer = (person: TestPerson, id: string, ownerId: string, reason = 'Closer by') =>
  call<Customer>(person, 'CustomerService/TransferCustomer', { id, ownerId, reason });
const talk = (person: TestPerson, customerId: string, interaction: Partial<Interaction> = {}) =>
  call<Interaction>(person, 'CustomerService/CreateInteraction', {
    customerId,
    interaction: { manner: 'call', content: 'Talked about the spring order.', ...interaction },
  });
const ownersOf = async (person: TestPerson, customerId: string): Promise<OwnershipChange[]> =>
  (await call<ListOwnersResponse>(person, 'OwnershipService/ListOwners', { customerId })).owners;
const dossier = (person: TestPerson, customerId: string) =>
  call<Dossier>(person, 'OwnershipService/GetDossier', { customerId });
const dossiers = (person: TestPerson, request: object = {}) =>
  call<ListDossiersResponse>(person, 'OwnershipService/ListDossiers', request);
const wallTime = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 16);
const asService = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
  service.running.unitOfWork.write(serviceCall('customer', 'test'), work);
const rows = <R extends object>(text: string, params: unknown[] = []): Promise<R[]> =>
  asService((tx) => tx.query<R>(text, params));
const setStatus = async (id: string, status: string): Promise<void> => {
  await rows(`UPDATE person_copy SET status = $2 WHERE id = $1`, [id, status]);
  await rows('UPDATE organisation_version SET version = version + 1');
  await service.running.organisation.refresh();
};
const consumer = new HandoverConsumer();

/** What identity tells of a hand-over, as its consumer gets it; told twice, since the broker may. */
async function tell(kind: 'planned' | 'started' | 'ended', handover: Partial<Handover>): Promise<void> {
  const event = { handover: { cause: 'request', reason: 'Moves to the north', ...handover } as Handover };
  for (let i = 0; i < 2; i++) await asService((tx) => consumer[kind](event, { tx, event: {} as never }));
}
const finished = (id: string) =>
  until('the end of the hand-over', async () => {
    const [task] = await rows<{ state: string }>('SELECT state FROM handover_task WHERE id = $1', [id]);
    return task?.state === 'finished';
  });

describe('the owners of a customer', () => {
  it('are listed from the first on, with cause, reason and who did it, for those who see the customer', async () => {
    const { id } = await create(anna);
    await transfer(boss, id, boris.id);
    const list = await ownersOf(boris, id);
    expect(list).toMatchObject([
      { cause: 'transfer', fromId: anna.id, toId: boris.id, reason: 'Closer by', actorId: boss.id },
      { cause: 'create', toId: anna.id, reason: '', actorId: anna.id },
    ]);
    expect(list[1]).not.toHaveProperty('fromId');
    for (const person of [anna, stranger]) {
      await expect(ownersOf(person, id)).rejects.toMatchObject({ reason: 'customer-not-found' });
    }
  });

  it.each(['leaving', 'left'] as const)('never become somebody who is %s', async (status) => {
    const gone = await service.person({ managerId: boss.id, status });
    const { id } = await create(anna);
    const refused = { code: 'invalid', fields: [{ field: 'ownerId', reason: `owner-${status}` }] };
    await expect(transfer(boss, id, gone.id)).rejects.toMatchObject(refused);
    await expect(create(boss, { ownerId: gone.id })).rejects.toMatchObject(refused);
    expect(await ownersOf(anna, id)).toHaveLength(1);
  });

  it('do not become others by somebody who is leaving', async () => {
    const leaving = await service.person({ managerId: boss.id, roles: ['manager'], status: 'leaving' });
    const below = await service.person({ managerId: leaving.id });
    expect((await create(leaving)).ownerId).toBe(leaving.id);
    await expect(create(leaving, { ownerId: below.id })).rejects.toMatchObject({
      fields: [{ field: 'ownerId', reason: 'leaving-gives-nothing' }],
    });
  });
});

describe('a dossier', () => {
  it('tells a new owner at once what was said by whom, what is due, and who owned the customer', async () => {
    const { id } = await create(anna, { name: 'Dossier & Sons' });
    const contact = await call<{ id: string }>(anna, 'CustomerService/CreateContact', {
      customerId: id,
      contact: { name: 'Li Lei' },
    });
    await talk(anna, id, {
      contactId: contact.id,
      content: 'They want a quote.',
      nextAction: 'Send the quote',
      nextContactTime: wallTime(1),
      nextContactTimeZone: 'UTC',
    });
    await transfer(boss, id, boris.id);
    const read = await dossier(boris, id);
    expect(read).toMatchObject({
      customer: { id, ownerId: boris.id },
      due: [{ action: 'Send the quote', soon: true, overdue: false, timeZone: 'UTC' }],
      talks: [{ authorName: 'Anna', contactName: 'Li Lei', interaction: { content: 'They want a quote.' } }],
      contacts: [{ name: 'Li Lei' }],
      owners: [{ name: 'Борис', change: { reason: 'Closer by' } }, { name: 'Anna' }],
      read: false,
    });
    for (const person of [anna, stranger]) {
      await expect(dossier(person, id)).rejects.toMatchObject({ reason: 'customer-not-found' });
    }
  });

  it('is read by its reader alone, and unread again when the customer comes back', async () => {
    const { id } = await create(anna);
    await transfer(boss, id, boris.id);
    expect(await call<Dossier>(boris, 'OwnershipService/ReadDossier', { customerId: id })).toMatchObject({
      read: true,
    });
    expect((await dossier(boss, id)).read).toBe(false);
    await transfer(boss, id, anna.id);
    await transfer(boss, id, boris.id);
    expect((await dossier(boris, id)).read).toBe(false);
    await expect(call(stranger, 'OwnershipService/ReadDossier', { customerId: id })).rejects.toMatchObject({
      reason: 'customer-not-found',
    });
  });

  it('is listed for customers that came from others: what is due first, page by page, and nobody else’s', async () => {
    const taker = await service.person({ managerId: boss.id });
    const due = [undefined, 10, 2, 1];
    const ids: string[] = [];
    for (const days of due) {
      const { id } = await create(anna);
      if (days) await talk(anna, id, { nextContactTime: wallTime(days), nextContactTimeZone: 'UTC' });
      await transfer(boss, id, taker.id);
      ids.push(id);
    }
    await create(taker);
    await transfer(boss, ids[0] ?? '', anna.id);
    const first = await dossiers(taker, { pageSize: 2, withTotal: true });
    expect(first.totalSize).toBe(3);
    expect(first.dossiers).toMatchObject([
      { customer: { id: ids[3] }, soon: true, read: false, change: { fromId: anna.id, reason: 'Closer by' } },
      { customer: { id: ids[2] }, soon: true },
    ]);
    const second = await dossiers(taker, { pageSize: 2, pageToken: first.nextPageToken });
    expect(second.dossiers).toMatchObject([{ customer: { id: ids[1] }, soon: false }]);
    expect((await dossiers(stranger)).dossiers).toEqual([]);
    expect((await dossiers(taker, { since: new Date(Date.now() + day).toISOString() })).dossiers).toEqual([]);
  });
});

describe('a hand-over', () => {
  const history = (id: string) =>
    rows<{ customer_id: string; to_id: string }>(
      'SELECT customer_id, to_id FROM ownership_change WHERE cause_id = $1',
      [id],
    );

  it('counts when planned, then moves each record once, whatever its status, evenly, with history and reminders', async () => {
    const leaver = await service.person({ name: 'Leaver', managerId: boss.id });
    const made: Customer[] = [];
    for (let i = 0; i < 5; i++) made.push(await create(leaver, { status: i < 2 ? 'lost' : 'cooperating' }));
    const planned = made[4] as Customer;
    await talk(leaver, planned.id, { nextContactTime: wallTime(2), nextContactTimeZone: 'UTC' });
    const id = uuidv7();
    const handover = { id, personId: leaver.id, actorId: boss.id, personIds: [anna.id, boris.id] };
    await tell('planned', { ...handover, etag: '1' });
    const listed = await service.events('kontor.identity.v1.HandoverListed');
    expect(listed.filter(({ handoverId }) => handoverId === id)).toEqual([
      {
        handoverId: id,
        service: 'customer',
        revision: 1,
        counts: [{ object: 'customer', open: 3, closed: 2 }],
      },
    ]);
    expect((await get(leaver, planned.id)).ownerId).toBe(leaver.id);
    await tell('started', { ...handover, etag: '3' });
    await finished(id);
    await tell('started', { ...handover, etag: '4' });
    const moved = await history(id);
    expect(new Set(moved.map(({ customer_id }) => customer_id))).toEqual(
      new Set(made.map(({ id: one }) => one)),
    );
    expect(moved).toHaveLength(5);
    const takers = moved.map(({ to_id }) => to_id);
    expect([anna, boris].map((one) => takers.filter((to) => to === one.id).length).sort()).toEqual([2, 3]);
    for (const customer of made) {
      const now = await get(boss, customer.id);
      expect(takers).toContain(now.ownerId);
      expect(now.status).toBe(customer.status);
      await expect(get(leaver, customer.id)).rejects.toMatchObject({ reason: 'customer-not-found' });
    }
    const { ownerId } = await get(boss, planned.id);
    expect((await service.events('kontor.notification.v1.ReminderSet')).at(-1)).toMatchObject({
      personId: ownerId,
    });
    const audit = await rows(
      `SELECT person_id, service, changes::json ->> 'handover' AS handover FROM audit WHERE action = 'transfer' AND object_id = $1`,
      [planned.id],
    );
    expect(audit).toEqual([{ person_id: boss.id, service: 'customer', handover: id }]);
    const told = (await service.events('kontor.identity.v1.HandoverProgressed')).filter(
      (e) => e.handoverId === id,
    );
    expect(told.at(-1)).toMatchObject({ moved: 5, remaining: 0, finished: true });
    const notices = (await service.events('kontor.notification.v1.NoticeRequested')).filter(({ personId }) =>
      [anna.id, boris.id].includes(personId),
    );
    expect(notices.map(({ values }) => values)).toEqual(
      expect.arrayContaining([
        { count: '3', soon: expect.any(String), fromName: 'Leaver' },
        { count: '2', soon: expect.any(String), fromName: 'Leaver' },
      ]),
    );
  });

  it('gives nothing to somebody who leaves meanwhile, and goes on with whom identity names instead', async () => {
    const leaver = await service.person({ managerId: boss.id });
    const target = await service.person({ managerId: boss.id });
    const { id: customerId } = await create(leaver);
    await setStatus(target.id, 'leaving');
    const id = uuidv7();
    const handover = { id, personId: leaver.id };
    await tell('started', { ...handover, personIds: [target.id], etag: '2' });
    await until('a look at the task', async () => {
      const [task] = await rows<{ waits: boolean }>(
        'SELECT next_time > create_time + interval $2 AS waits FROM handover_task WHERE id = $1'.replace(
          '$2',
          "'0.5 s'",
        ),
        [id],
      );
      return task?.waits;
    });
    expect((await get(boss, customerId)).ownerId).toBe(leaver.id);
    await tell('started', { ...handover, personIds: [chen.id], etag: '3' });
    await finished(id);
    expect((await get(boss, customerId)).ownerId).toBe(chen.id);
  });

  it('of somebody who leaves ends only when the copy of people knows it, and takes what came last', async () => {
    const leaver = await service.person({ managerId: boss.id });
    const id = uuidv7();
    await tell('started', { id, personId: leaver.id, personIds: [chen.id], cause: 'leaving', etag: '2' });
    const { id: late } = await create(leaver);
    await until('the late one to move', async () => (await get(boss, late)).ownerId === chen.id);
    const state = () => rows('SELECT state FROM handover_task WHERE id = $1', [id]);
    expect(await state()).toEqual([{ state: 'running' }]);
    await setStatus(leaver.id, 'left');
    await finished(id);
    expect(await history(id)).toEqual([{ customer_id: late, to_id: chen.id }]);
  });

  it('moves nothing any more once it is called off', async () => {
    const keeper = await service.person({ managerId: boss.id });
    const { id: customerId } = await create(keeper);
    const id = uuidv7();
    await tell('ended', { id, personId: keeper.id, personIds: [chen.id], etag: '5' });
    await tell('started', { id, personId: keeper.id, personIds: [chen.id], etag: '4' });
    const other = uuidv7();
    await tell('started', { id: other, personId: chen.id, personIds: [boris.id], etag: '2' });
    await finished(other);
    expect((await get(keeper, customerId)).ownerId).toBe(keeper.id);
  });
});

describe('records of somebody who left', () => {
  it('are found and told, and nobody else’s are; nightly once for all replicas', async () => {
    const gone = await service.person({ managerId: boss.id });
    await create(gone);
    await create(gone);
    await setStatus(gone.id, 'left');
    expect(await asService(findOrphans)).toEqual([{ personId: gone.id, object: 'customer', count: 2 }]);
    const found = async () => (await service.events('kontor.identity.v1.OrphansFound')).length;
    const before = await found();
    await rows('DELETE FROM ownership_check');
    // A zone where it is past two in the morning at every hour of UTC: one of the two.
    for (const zone of ['UTC', 'Asia/Tokyo', 'UTC', 'Asia/Tokyo']) {
      await Promise.all([1, 2, 3].map(() => checkNightly(service.running.unitOfWork, zone)));
    }
    const days = await rows('SELECT day FROM ownership_check');
    expect(days.length).toBeGreaterThan(0);
    expect(await found()).toBe(before + days.length);
  });
});

describe('a rotation', () => {
  const plan = (person: TestPerson, rotation: object) =>
    call<Rotation>(person, 'RotationService/CreateRotation', { rotation: { name: 'Spring', ...rotation } });
  const look = (person: TestPerson, id: string) =>
    call<Rotation>(person, 'RotationService/GetRotation', { id });
  const items = async (person: TestPerson, rotationId: string) =>
    (await call<ListRotationItemsResponse>(person, 'RotationService/ListRotationItems', { rotationId }))
      .items;

  it('shows what would move, exchanges two people’s customers once, and leaves what changed, with the reason', async () => {
    const east = await service.person({ name: 'East', managerId: boss.id });
    const west = await service.person({ name: 'West', managerId: boss.id });
    const moves = [
      { fromId: east.id, toId: west.id },
      { fromId: west.id, toId: east.id },
    ];
    const fromEast = await create(east, { name: 'E1' });
    const late = await create(east, { name: 'E2', status: 'negotiating' });
    const taken = await create(east, { name: 'E3' });
    const fromWest = await create(west, { name: 'W1' });
    const rotation = await plan(boss, { moves });
    expect(rotation).toMatchObject({
      state: 'preview',
      round: 1,
      excludeStatuses: ['negotiating'],
      counts: [
        { ...moves[0], planned: 2, moved: 0, skipped: 1 },
        { ...moves[1], planned: 1, moved: 0, skipped: 0 },
      ],
    });
    expect((await items(boss, rotation.id)).map(({ customer, state }) => [customer?.name, state])).toEqual([
      ['E1', 'planned'],
      ['E2', 'skipped'],
      ['E3', 'planned'],
      ['W1', 'planned'],
    ]);
    await transfer(boss, taken.id, chen.id);
    expect((await get(east, fromEast.id)).ownerId).toBe(east.id);
    await call(boss, 'RotationService/StartRotation', { id: rotation.id });
    const done = await until('the end of the rotation', async () => {
      const now = await look(boss, rotation.id);
      return now.state === 'done' && now;
    });
    expect(done.counts).toEqual([
      { ...moves[0], planned: 0, moved: 1, skipped: 2 },
      { ...moves[1], planned: 0, moved: 1, skipped: 0 },
    ]);
    const owners = await Promise.all(
      [fromEast, late, taken, fromWest].map(async ({ id }) => (await get(boss, id)).ownerId),
    );
    expect(owners).toEqual([west.id, east.id, chen.id, east.id]);
    expect((await items(boss, rotation.id)).map(({ reason }) => reason)).toEqual([
      '',
      'status-excluded',
      'owner-changed',
      '',
    ]);
    expect(await ownersOf(west, fromEast.id)).toMatchObject([
      { cause: 'rotation', causeId: rotation.id, reason: 'Spring', actorId: boss.id },
      { cause: 'create' },
    ]);
    await expect(call(boss, 'RotationService/StartRotation', { id: rotation.id })).rejects.toMatchObject({
      reason: 'rotation-begun',
    });
  });

  it('repeats by itself after its months, with the customers of then', async () => {
    const one = await service.person({ managerId: boss.id });
    const two = await service.person({ managerId: boss.id });
    const customer = await create(one);
    const exchange = [
      { fromId: one.id, toId: two.id },
      { fromId: two.id, toId: one.id },
    ];
    const { id } = await plan(boss, { moves: exchange, repeatMonths: 3 });
    await call(boss, 'RotationService/StartRotation', { id });
    const waiting = await until('the next round to be planned', async () => {
      const now = await look(boss, id);
      return now.state === 'scheduled' && Date.parse(now.startTime ?? '') > Date.now() && now;
    });
    expect(Date.parse(waiting.startTime ?? '')).toBeGreaterThan(Date.now() + 80 * day);
    expect((await get(boss, customer.id)).ownerId).toBe(two.id);
    await rows('UPDATE rotation SET start_time = now() WHERE id = $1', [id]);
    await until('the second round', async () => (await look(boss, id)).round === 2);
    await until('the customer to come back', async () => (await get(boss, customer.id)).ownerId === one.id);
    expect(await ownersOf(boss, customer.id)).toHaveLength(3);
    const stopped = await call<Rotation>(boss, 'RotationService/CancelRotation', { id });
    expect(stopped.state).toBe('cancelled');
  });

  it('is a manager’s, among people in reach, and only its planner’s to see', async () => {
    const moves = [{ fromId: anna.id, toId: boris.id }];
    await expect(plan(anna, { moves })).rejects.toMatchObject({ problem: { code: 'forbidden' } });
    await expect(plan(stranger, { moves })).rejects.toMatchObject({
      fields: [
        { field: 'moves[0].fromId', reason: 'owner-out-of-reach' },
        { field: 'moves[0].toId', reason: 'owner-out-of-reach' },
      ],
    });
    await expect(
      plan(boss, { moves, filter: '{"field": "note", "op": "eq", "value": "x"}' }),
    ).rejects.toMatchObject({
      code: 'invalid',
    });
    const { id } = await plan(boss, { moves });
    for (const name of ['GetRotation', 'StartRotation', 'CancelRotation']) {
      await expect(call(stranger, `RotationService/${name}`, { id })).rejects.toMatchObject({
        reason: 'rotation-not-found',
      });
    }
    await expect(items(stranger, id)).rejects.toMatchObject({ reason: 'rotation-not-found' });
  });
});
