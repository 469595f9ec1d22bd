import type { AssignCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/assignment_service';
import type { ListCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { StrategyValues } from '@kontor/contracts/gen/kontor/customer/v1/strategy';
import type {
  CountFollowUpsResponse,
  DryRunStrategiesResponse,
  GetWorklistResponse,
  ListFollowUpsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/strategy_service';
import type { TestPerson } from '@kontor/testing/service';
import { keepAnew } from '../src/pool/keepers.js';
import { day, strategyStage } from './strategy-stage.js';

const {
  service,
  admin,
  boss,
  anna,
  boris,
  otherBoss,
  other,
  call,
  create,
  get,
  sees,
  release,
  asService,
  rows,
  set,
  rep,
  assignedAgo,
  reclaimWarned,
  causes,
} = await strategyStage();
afterAll(() => service.dispose());

describe('a customer without owner', () => {
  it('is seen by who keeps it and above, neither by its former owner nor by anybody else', async () => {
    const owner = await rep();
    const { id } = await create(owner);
    await release(owner, id);
    expect(await sees(boss, id)).toBe(true);
    expect(await sees(admin, id)).toBe(true);
    for (const person of [owner, anna, other, otherBoss]) expect(await sees(person, id)).toBe(false);
    const now = await get(boss, id);
    expect(now).toMatchObject({ assignmentState: 'unassigned', formerOwnerId: owner.id, keeperId: boss.id });
    expect(now).not.toHaveProperty('ownerId');
    const tray = await call<ListCustomersResponse>(boss, 'CustomerService/ListCustomers', {
      filter: '{"field": "assignmentState", "op": "eq", "value": "unassigned"}',
      pageSize: 200,
    });
    expect(tray.customers.map((one) => one.id)).toContain(id);
    expect(await causes(boss, id)).toEqual(['release', 'create']);
  });

  it('stays hidden by the wall alone, whatever the statement says', async () => {
    const owner = await rep();
    const { id } = await create(owner);
    await release(owner, id);
    const seen = (person: TestPerson) =>
      asService(async (tx) => {
        await tx.query(
          `SELECT set_config('kontor.person', $1, true), set_config('kontor.reach', 'person', true)`,
          [person.id],
        );
        return (await tx.query('SELECT 1 FROM customer WHERE id = $1', [id])).length;
      });
    expect(await Promise.all([boss, owner, other].map(seen))).toEqual([1, 0, 0]);
  });

  it('is given to somebody by a manager, who sees it then, and is no more to be reclaimed', async () => {
    const owner = await rep();
    const { id } = await create(owner);
    await release(owner, id);
    const { results } = await call<AssignCustomersResponse>(boss, 'AssignmentService/AssignCustomers', {
      customerIds: [id],
      ownerId: boris.id,
      reason: 'Near by',
    });
    expect(results).toMatchObject([{ customerId: id, ownerId: boris.id, reason: '' }]);
    const now = await get(boris, id);
    expect(now).toMatchObject({ ownerId: boris.id, assignmentState: 'assigned' });
    for (const field of ['formerOwnerId', 'keeperId', 'releaseTime']) expect(now).not.toHaveProperty(field);
    expect(await causes(boris, id)).toEqual(['assign', 'release', 'create']);
  });

  it('gets another keeper when its keeper leaves', async () => {
    const top = await service.person({ roles: ['manager'] });
    const middle = await service.person({ roles: ['manager'], managerId: top.id });
    const owner = await rep({ managerId: middle.id });
    const { id } = await create(owner);
    await release(owner, id);
    expect((await get(top, id)).keeperId).toBe(middle.id);
    await rows(`UPDATE person_copy SET status = 'left' WHERE id = $1`, [middle.id]);
    await keepAnew(service.running.unitOfWork);
    expect((await get(top, id)).keeperId).toBe(top.id);
  });
});

describe('settings of strategies', () => {
  it('are set by administrators only, kept for ever, and begin when they say', async () => {
    const owner = await rep();
    for (const person of [boss, anna]) {
      const setting = { scope: 'company', values: { idleReclaim: true } };
      await expect(call(person, 'StrategyService/CreateStrategySetting', { setting })).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
    await set(owner, { cap: 5 });
    await set(owner, { cap: 6 }, { startTime: new Date(Date.now() + day).toISOString(), reason: 'Spring' });
    const strategy = await call<StrategyValues>(boss, 'StrategyService/GetStrategy', { personId: owner.id });
    expect(strategy).toMatchObject({ cap: 5, idleReclaim: false, warnDaysBefore: 3 });
    await expect(
      call(otherBoss, 'StrategyService/GetStrategy', { personId: owner.id }),
    ).rejects.toMatchObject({
      reason: 'person-out-of-reach',
    });
    await expect(set(owner, {}, { startTime: '2020-01-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(set(owner, {}, { scope: 'role', scopeId: 'nobody' })).rejects.toMatchObject({
      fields: [{ field: 'scopeId', reason: 'strategy-scope-unknown' }],
    });
    await expect(set(owner, {}, { scope: 'company' })).rejects.toMatchObject({
      fields: [{ field: 'scopeId', reason: 'strategy-scope-of-company' }],
    });
    await expect(asService((tx) => tx.query('DELETE FROM strategy_setting'))).rejects.toThrow();
  });

  it('can be tried before: who would lose what, of whom the caller sees, and nothing changes', async () => {
    const owner = await rep();
    const { id } = await create(owner);
    const young = await create(owner);
    await assignedAgo(id, 20);
    await assignedAgo(young.id, 1);
    const tried = {
      settings: [{ scope: 'person', scopeId: owner.id, values: { idleReclaim: true, idleReclaimDays: 30 } }],
    };
    const run = (person: TestPerson) =>
      call<DryRunStrategiesResponse>(person, 'StrategyService/DryRunStrategies', tried);
    const seen = await run(boss);
    expect(seen).toMatchObject({ totalSize: 1, people: [{ ownerId: owner.id, count: 1 }] });
    expect(seen.losses).toMatchObject([{ customer: { id }, reclaimCause: 'idle' }]);
    expect(Math.round((Date.parse(seen.losses[0]?.reclaimTime ?? '') - Date.now()) / day)).toBe(10);
    expect((await run(otherBoss)).totalSize).toBe(0);
    await reclaimWarned();
    expect((await get(owner, id)).ownerId).toBe(owner.id);
  });
});

describe('the state of follow-up', () => {
  it('is worked out of what was done, filtered, counted by owner, and makes the day’s list', async () => {
    const owner = await rep();
    await set(owner, { idleReclaim: true, idleReclaimDays: 10, warnDaysBefore: 3, freeze: true });
    const facts: [string, string][] = [
      ['new', ''],
      ['in_follow_up', 'last_contact_time = now()'],
      ['due', `last_contact_time = now(), next_contact_time = now() + interval '2 hours'`],
      ['overdue', `last_contact_time = now(), next_contact_time = now() - interval '2 days'`],
      ['at_risk', `assign_time = now() - interval '8 days'`],
      ['frozen', `assign_time = now() - interval '8 days', freeze_until = now() + interval '8 days'`],
      ['signed', `status = 'cooperating'`],
    ];
    const ids: Record<string, string> = {};
    for (const [state, change] of facts) {
      const { id } = await create(owner);
      ids[state] = id;
      if (change) await rows(`UPDATE customer SET ${change} WHERE id = $1`, [id]);
    }
    const list = (person: TestPerson, request: object = {}) =>
      call<ListFollowUpsResponse>(person, 'StrategyService/ListFollowUps', { pageSize: 100, ...request });
    const seen = await list(owner);
    expect(Object.fromEntries(seen.followUps.map(({ customer, state }) => [state, customer?.id]))).toEqual(
      ids,
    );
    const [risky] = (await list(owner, { states: ['at_risk'] })).followUps;
    expect(risky).toMatchObject({ customer: { id: ids.at_risk }, reclaimCause: 'idle' });
    const first = await list(owner, { states: ['due', 'overdue', 'new'], pageSize: 2 });
    const second = await list(owner, {
      states: ['due', 'overdue', 'new'],
      pageSize: 2,
      pageToken: first.nextPageToken,
    });
    expect([...first.followUps, ...second.followUps].map(({ state }) => state).sort()).toEqual([
      'due',
      'new',
      'overdue',
    ]);
    expect((await list(other)).followUps.map(({ customer }) => customer?.ownerId)).not.toContain(owner.id);
    const { counts } = await call<CountFollowUpsResponse>(boss, 'StrategyService/CountFollowUps', {
      ownerId: owner.id,
    });
    expect(counts).toHaveLength(7);
    expect(counts.every(({ count, ownerId }) => count === 1 && ownerId === owner.id)).toBe(true);
    const { items } = await call<GetWorklistResponse>(owner, 'StrategyService/GetWorklist', {});
    expect(items.map(({ state }) => state)).toEqual(['overdue', 'at_risk', 'due', 'new']);
    expect(items[0]?.reasons).toContainEqual({ kind: 'overdue', points: 102, days: 2 });
    expect((await call<GetWorklistResponse>(other, 'StrategyService/GetWorklist', {})).items).toEqual(
      expect.not.arrayContaining([
        expect.objectContaining({ customer: expect.objectContaining({ id: ids.overdue }) }),
      ]),
    );
  });
});
