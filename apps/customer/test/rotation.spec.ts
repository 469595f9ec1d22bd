import type { Rotation } from '@kontor/contracts/gen/kontor/customer/v1/rotation';
import type { ListRotationItemsResponse } from '@kontor/contracts/gen/kontor/customer/v1/rotation_service';
import type { TestPerson } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { ownershipStage, type OwnershipStage } from './ownership-stage.js';

const day = 24 * 3_600_000;

let { service, boss, anna, boris, chen, stranger, call, create, get, transfer, ownersOf, rows } =
  {} as OwnershipStage;

beforeAll(async () => {
  ({ service, boss, anna, boris, chen, stranger, call, create, get, transfer, ownersOf, rows } =
    await ownershipStage());
}, 60_000);

afterAll(() => service.dispose());

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
    const [, left] = await items(boss, rotation.id);
    expect(left?.message).toBe('Customers of this status are left out.');
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

  it('leaves frozen customers with their owner, those noted before they were frozen among them', async () => {
    const [giver, taker] = [
      await service.person({ managerId: boss.id }),
      await service.person({ managerId: boss.id }),
    ];
    const [before, after, moves] = [await create(giver), await create(giver), await create(giver)];
    const freeze = (id: string) =>
      rows(`UPDATE customer SET freeze_until = now() + interval '9 days' WHERE id = $1`, [id]);
    await freeze(before.id);
    const { id, counts } = await plan(boss, { moves: [{ fromId: giver.id, toId: taker.id }] });
    expect(counts).toMatchObject([{ planned: 2, skipped: 1 }]);
    await freeze(after.id);
    await call(boss, 'RotationService/StartRotation', { id });
    await until('the end of the rotation', async () => (await look(boss, id)).state === 'done');
    const owners = await Promise.all(
      [before, after, moves].map(async (one) => (await get(boss, one.id)).ownerId),
    );
    expect(owners).toEqual([giver.id, giver.id, taker.id]);
    expect((await items(boss, id)).map(({ reason }) => reason)).toEqual(['frozen', 'frozen', '']);
  });

  it('that cannot go on does not keep the others waiting', async () => {
    const moves = [
      { fromId: (await service.person({ managerId: boss.id })).id, toId: anna.id },
      { fromId: (await service.person({ managerId: boss.id })).id, toId: anna.id },
    ];
    const [stuck, other] = [
      await plan(boss, { moves: moves.slice(0, 1) }),
      await plan(boss, { moves: moves.slice(1) }),
    ];
    await rows(
      `UPDATE rotation SET state = 'scheduled', start_time = now(), noted = false, update_time = now() - interval '1 day',
         filter = '{"field":"gone","op":"eq","value":1}' WHERE id = $1`,
      [stuck.id],
    );
    await call(boss, 'RotationService/StartRotation', { id: other.id });
    await until('the other rotation to end', async () => (await look(boss, other.id)).state === 'done');
    expect((await look(boss, stuck.id)).state).toBe('scheduled');
    await call(boss, 'RotationService/CancelRotation', { id: stuck.id });
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

  it('that began on a 31st has its rounds on the 31st again after a shorter month', async () => {
    const one = await service.person({ managerId: boss.id });
    const two = await service.person({ managerId: boss.id });
    const at = (date: string) => `${date}T08:00:00.000Z`;
    const { id } = await plan(boss, {
      moves: [{ fromId: one.id, toId: two.id }],
      repeatMonths: 1,
      startTime: at('2090-01-31'),
    });
    await call(boss, 'RotationService/StartRotation', { id });
    // The rounds of 2025 and 2026 until the last February are over.
    await rows(`UPDATE rotation SET first_start_time = $2, start_time = $3 WHERE id = $1`, [
      id,
      at('2025-01-31'),
      at('2026-02-28'),
    ]);
    const waiting = await until('the next round to be planned', async () => {
      const now = await look(boss, id);
      return now.state === 'scheduled' && Date.parse(now.startTime ?? '') > Date.now() && now;
    });
    const next = new Date(waiting.startTime ?? '');
    const lastDay = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0)).getUTCDate();
    expect(next.getUTCDate()).toBe(lastDay);
    await call(boss, 'RotationService/CancelRotation', { id });
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
