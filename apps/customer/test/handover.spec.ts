import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Handover } from '@kontor/contracts/gen/kontor/identity/v1/handover';
import { until } from '@kontor/testing/until';
import { v7 as uuidv7 } from 'uuid';
import { HandoverConsumer } from '../src/handover/handover.consumer.js';
import { checkNightly, findOrphans } from '../src/handover/orphans.js';
import { ownershipStage, type OwnershipStage } from './ownership-stage.js';

let { service, boss, anna, boris, chen, create, get, talk, wallTime, asService, rows, setStatus } =
  {} as OwnershipStage;

beforeAll(async () => {
  ({ service, boss, anna, boris, chen, create, get, talk, wallTime, asService, rows, setStatus } =
    await ownershipStage());
}, 60_000);

afterAll(() => service.dispose());

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
