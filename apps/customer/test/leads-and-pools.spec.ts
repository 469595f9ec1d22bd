import type { AssignmentRule } from '@kontor/contracts/gen/kontor/customer/v1/assignment';
import type { Address, Customer, CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Pool } from '@kontor/contracts/gen/kontor/customer/v1/pool';
import type { ListPooledCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/pool_service';
import type { StrategyValues } from '@kontor/contracts/gen/kontor/customer/v1/strategy';
import { copySubstitution } from '@kontor/people/substitution-copy';
import { v7 as uuidv7 } from 'uuid';
import { CustomerService } from '../src/customer/customer.service.js';
import { lockHeld } from '../src/strategy/held.js';
import { day, strategyStage, type StrategyStage } from './strategy-stage.js';

let stage: StrategyStage;
beforeAll(async () => {
  stage = await strategyStage();
}, 120_000);
afterAll(() => stage.service.dispose());

const later = (days: number) => new Date(Date.now() + days * day).toISOString();
const rule = (facts: Partial<AssignmentRule>) =>
  stage.call<AssignmentRule>(stage.admin, 'AssignmentService/CreateAssignmentRule', {
    rule: { name: 'Rule', place: 1, personIds: [], unitIds: [], roleIds: [], active: true, ...facts },
  });

describe('who lost a customer', () => {
  it('waits for the end of the cool-down, also where it went by way of somebody else', async () => {
    const [loser, between] = [await stage.rep(), await stage.rep()];
    for (const person of [loser, between]) await stage.set(person, { claimEnabled: true, coolDownDays: 7 });
    const { id: poolId } = await stage.pool();
    const { id } = await stage.create(loser);
    await stage.call(stage.boss, 'CustomerService/TransferCustomer', {
      id,
      ownerId: between.id,
      reason: 'Swap',
    });
    await stage.release(between, id, poolId);
    await expect(stage.claim(loser, id)).rejects.toMatchObject({ reason: 'cool-down' });
    await expect(stage.call(loser, 'PoolService/ClaimFromPool', { id: poolId })).rejects.toMatchObject({
      reason: 'pool-empty',
    });
  });

  it('waits as long as the product line says', async () => {
    const loser = await stage.rep();
    const { id: poolId } = await stage.pool();
    const line = `line ${poolId}`;
    await stage.set(loser, { claimEnabled: true });
    await stage.set(loser, { coolDownDays: 7 }, { scope: 'product_line', scopeId: line });
    const [slow, quick] = [await stage.create(loser, { productLine: line }), await stage.create(loser)];
    for (const { id } of [slow, quick]) await stage.release(loser, id, poolId);
    await expect(stage.claim(loser, slow.id)).rejects.toMatchObject({ reason: 'cool-down' });
    const next = await stage.call<Customer>(loser, 'PoolService/ClaimFromPool', { id: poolId });
    expect(next.id).toBe(quick.id);
  });
});

it('who has bought since is not shown among the prospects of a pool, and not counted', async () => {
  const owner = await stage.rep();
  await stage.set(owner, { claimEnabled: true });
  const { id: poolId } = await stage.pool();
  const [waits, bought] = [await stage.create(owner), await stage.create(owner)];
  for (const { id } of [waits, bought]) await stage.release(owner, id, poolId);
  await stage.call(stage.boss, 'CustomerService/UpdateCustomer', {
    id: bought.id,
    customer: { status: 'cooperating' },
    updateMask: ['status'],
  });
  const list = await stage.call<ListPooledCustomersResponse>(owner, 'PoolService/ListPooledCustomers', {
    poolId,
    withTotal: true,
  });
  expect([list.customers.map(({ id }) => id), list.totalSize]).toEqual([[waits.id], 1]);
});

it('a customer that is given to its own owner keeps its clocks, its freeze and its history', async () => {
  const owner = await stage.rep();
  await stage.set(owner, { freeze: true });
  const { id } = await stage.create(owner);
  await stage.call(owner, 'StrategyService/FreezeCustomer', { id, until: later(5), reason: 'Budget' });
  await stage.assignedAgo(id, 50);
  const before = await stage.get(owner, id);
  const transfer = { id, ownerId: owner.id, reason: 'Anew' };
  expect(await stage.call(stage.boss, 'CustomerService/TransferCustomer', transfer)).toMatchObject({
    assignTime: before.assignTime,
    freezeUntil: before.freezeUntil,
    etag: before.etag,
  });
});

describe('settings of strategies', () => {
  it('refuse what a product line cannot have and pools of the other kind, and name the one at fault', async () => {
    const owner = await stage.rep();
    const line = { scope: 'product_line', scopeId: 'pumps' } as const;
    for (const values of [{ cap: 5 }, { capEnabled: true }, { claimEnabled: true }, { claimPerDay: 1 }]) {
      const field = `values.${Object.keys(values)[0]}`;
      await expect(stage.set(owner, values, line)).rejects.toMatchObject({
        fields: [{ field, reason: 'strategy-of-people' }],
      });
    }
    const { id: poolId } = await stage.pool({ kind: 'customer' });
    await expect(stage.set(owner, { poolId })).rejects.toMatchObject({ fields: [{ reason: 'pool-kind' }] });
    const one = { ...line, values: { idleReclaimDays: 5 } };
    const run = (settings: object[]) =>
      stage.call(stage.boss, 'StrategyService/DryRunStrategies', { settings });
    await expect(run([one, { ...line, values: { cap: 5 } }])).rejects.toMatchObject({
      fields: [{ field: 'settings[1].values.cap' }],
    });
    await expect(run([one, one])).rejects.toMatchObject({
      fields: [{ field: 'settings[1].scopeId', reason: 'strategy-scope-repeated' }],
    });
  });

  it('say of each value where it comes from', async () => {
    const owner = await stage.rep();
    const { id } = await stage.set(owner, { idleReclaimDays: 17 });
    const strategy = await stage.call<StrategyValues>(stage.boss, 'StrategyService/GetStrategy', {
      personId: owner.id,
    });
    expect(strategy.idleReclaimDays).toBe(17);
    expect(strategy.sources?.values).toContainEqual({
      name: 'idleReclaimDays',
      settingId: id,
      scope: 'person',
      scopeId: owner.id,
    });
    expect(strategy.sources?.values.map(({ name }) => name)).not.toContain('graceDays');
  });
});

describe('a pool', () => {
  it('takes those of its kind: who has bought waits apart from prospects', async () => {
    const owner = await stage.rep();
    const claimer = await stage.rep();
    await stage.set(claimer, { claimEnabled: true });
    const [prospects, customers] = [await stage.pool(), await stage.pool({ kind: 'customer' })];
    await stage.set(owner, { poolId: prospects.id });
    const made = async (status: CustomerStatus) => (await stage.create(owner, { status })).id;
    const bought = await made('cooperating');
    await expect(stage.release(owner, bought, prospects.id)).rejects.toMatchObject({
      fields: [{ field: 'poolId', reason: 'pool-kind' }],
    });
    await expect(stage.release(owner, await made('prospect'), customers.id)).rejects.toMatchObject({
      code: 'invalid',
    });
    expect(await stage.release(owner, bought)).toEqual({});
    expect(await stage.release(owner, await made('prospect'))).toEqual({ poolId: prospects.id });
    const dormant = await made('dormant');
    await stage.release(owner, dormant, customers.id);
    expect((await stage.claim(claimer, dormant)).ownerId).toBe(claimer.id);
    const turned = await made('prospect');
    await stage.release(owner, turned, prospects.id);
    await stage.rows(`UPDATE customer SET status = 'cooperating' WHERE id = $1`, [turned]);
    await expect(stage.claim(claimer, turned)).rejects.toMatchObject({ reason: 'not-claimable' });
  });
});

it('a pool is of one kind for ever, and open to units that there are', async () => {
  const { id } = await stage.pool();
  const update = (pool: object) =>
    stage.call<Pool>(stage.admin, 'PoolService/UpdatePool', { id, pool, updateMask: Object.keys(pool) });
  await expect(update({ kind: 'customer' })).rejects.toMatchObject({
    fields: [{ field: 'kind', reason: 'pool-kind-stays' }],
  });
  const nowhere = { unitIds: [uuidv7()] };
  for (const wrong of [update(nowhere), stage.pool(nowhere)])
    await expect(wrong).rejects.toMatchObject({ fields: [{ reason: 'assignment-unit-unknown' }] });
  expect((await update({ kind: 'prospect', name: ' Renamed ' + id })).name).toBe('Renamed ' + id);
});

describe('rules of assignment', () => {
  it('that are about others keep nobody waiting', async () => {
    const [here, elsewhere] = [await stage.rep(), await stage.rep()];
    const city = uuidv7();
    const only = (value: string) => JSON.stringify({ field: 'city', op: 'eq', value });
    const about = [
      await rule({ filter: only(city), personIds: [here.id] }),
      await rule({ filter: only('nowhere'), personIds: [elsewhere.id] }),
    ];
    const made = await stage.asService(async (tx) => {
      await lockHeld(tx, [elsewhere.id]);
      return stage.create(stage.boss, { addresses: [{ city } as Address] }, { unassigned: true });
    });
    expect(made.ownerId).toBe(here.id);
    for (const { id } of about)
      await stage.call(stage.admin, 'AssignmentService/UpdateAssignmentRule', {
        id,
        rule: { active: false },
        updateMask: ['active'],
      });
  });

  it('are asked for nobody who has an owner: to name one and want none is refused in words', async () => {
    const before = (await stage.service.events('kontor.customer.v1.CustomerCreated')).length;
    for (const [language, words] of [
      ['zh-CN', '负责人'],
      ['ru', 'ответственный'],
      ['en', 'owner'],
    ] as const) {
      const customer = { kind: 'company', name: uuidv7(), ownerId: stage.boss.id };
      const both = stage.service.call(
        stage.boss,
        '/kontor.customer.v1.CustomerService/CreateCustomer',
        { customer, unassigned: true },
        { language },
      );
      await expect(both).rejects.toMatchObject({
        code: 'invalid',
        fields: [{ field: 'unassigned', reason: 'unassigned-with-owner' }],
        problem: { fields: [{ message: expect.stringContaining(words) as string }] },
      });
    }
    expect(await stage.service.events('kontor.customer.v1.CustomerCreated')).toHaveLength(before);
  });

  it('name whom there is', async () => {
    const nobody = uuidv7();
    await expect(rule({ personIds: [stage.boss.id, nobody] })).rejects.toMatchObject({
      fields: [{ field: 'personIds[1]', reason: 'owner-unknown' }],
    });
    await expect(
      rule({ personIds: [stage.boss.id], unitIds: [nobody], roleIds: ['wizard'] }),
    ).rejects.toMatchObject({
      fields: [
        { field: 'unitIds[0]', reason: 'assignment-unit-unknown' },
        { field: 'roleIds[0]', reason: 'assignment-role-unknown' },
      ],
    });
  });

  it('give nothing to who is away, unless nobody else has room', async () => {
    const [away, busy] = [await stage.rep(), await stage.rep()];
    await stage.set(busy, { capEnabled: true, cap: 1 });
    await stage.service.know((tx) =>
      copySubstitution(tx, {
        id: uuidv7(),
        personId: away.id,
        substituteId: stage.boss.id,
        startTime: later(-1),
        endTime: later(5),
        objects: [],
        cancelled: false,
        etag: '1',
      }),
    );
    const made = await rule({
      personIds: [away.id, busy.id],
      filter: '{"field": "city", "op": "eq", "value": "Omsk"}',
    });
    const omsk = { addresses: [{ street: '', city: 'Omsk', region: '', postalCode: '', country: '' }] };
    const given = async () => (await stage.create(stage.boss, omsk, { unassigned: true })).ownerId;
    expect([await given(), await given()]).toEqual([busy.id, away.id]);
    await stage.call(stage.admin, 'AssignmentService/UpdateAssignmentRule', {
      id: made.id,
      rule: { active: false },
      updateMask: ['active'],
    });
  });
});

describe('a lead that no rule gives to anybody', () => {
  const texts = { segment: '', website: '', taxNumber: '', note: '', source: '', externalId: '' };
  const blank = { kind: 'company', phones: [], emails: [], addresses: [], unknownFields: [], ...texts };
  const outside = () => {
    const service = stage.service.running.app.get(CustomerService);
    const call = { caller: { kind: 'service', service: 'customer', personId: '', roles: [] } };
    return service.create(
      { customer: { ...blank, name: `Lead ${uuidv7()}` } as never, unassigned: true, acceptDuplicates: true },
      { ...call, requestId: uuidv7(), method: 'web lead', language: 'en' } as never,
    );
  };
  const company = (values: StrategyValues) =>
    stage.set(stage.admin, values, { scope: 'company', scopeId: '' });

  it('from outside waits in the pool of the company, whose manager keeps it and is told', async () => {
    const { id: poolId } = await stage.pool();
    expect((await outside()).keeperId).toBeUndefined();
    await company({ poolId });
    const lead = await outside();
    expect(lead).toMatchObject({ assignmentState: 'pooled', poolId, keeperId: stage.boss.id });
    expect((await stage.get(stage.boss, lead.id)).poolId).toBe(poolId);
    const stranger = await stage.service.person({ roles: ['manager'] });
    await expect(stage.get(stranger, lead.id)).rejects.toMatchObject({ code: 'not_found' });
    const notices = (await stage.service.events('kontor.notification.v1.NoticeRequested')).filter(
      ({ template, about }) => template === 'customers-unassigned' && about === `customers/${lead.id}`,
    );
    expect(notices).toMatchObject([
      { personId: stage.boss.id, values: { count: '1', customerName: lead.name } },
    ]);
  });

  it('that somebody found is kept by a superior, who is told; nobody’s keeper is not shown', async () => {
    const finder = await stage.rep();
    const lead = await stage.create(finder, {}, { unassigned: true });
    expect(lead).toMatchObject({ assignmentState: 'unassigned', keeperId: stage.boss.id });
    await stage.rows(`UPDATE customer SET keeper_id = NULL WHERE id = $1`, [lead.id]);
    expect(await stage.get(stage.admin, lead.id)).not.toHaveProperty('keeperId');
  });
});
