import type { Conversion } from '@kontor/contracts/gen/kontor/customer/v1/convert';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ListCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { Merge } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { ListOwnersResponse } from '@kontor/contracts/gen/kontor/customer/v1/ownership_service';
import type {
  DryRunStrategiesResponse,
  ListFollowUpsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/strategy_service';
import type { TestPerson } from '@kontor/testing/service';
import { v7 as uuidv7 } from 'uuid';
import { copyDeal } from '../src/deal/open-deals.js';
import { strategyStage, type StrategyStage } from './strategy-stage.js';

let stage: StrategyStage;
beforeAll(async () => {
  stage = await strategyStage();
}, 120_000);
afterAll(() => stage.service.dispose());

const become = (person: TestPerson, id: string, status: Customer['status']) =>
  stage.call<Customer>(person, 'CustomerService/UpdateCustomer', {
    id,
    customer: { status },
    updateMask: ['status'],
  });
const lostAgo = (id: string, days: number) =>
  stage.rows(
    `UPDATE customer SET lost_time = now() - make_interval(days => $2), assign_time = now() - interval '900 days'
     WHERE id = $1`,
    [id, days],
  );

describe('a lost customer', () => {
  const release = { lostRelease: true, lostReleaseDays: 60, warnDaysBefore: 3 };

  it('stays with its owner for ever unless the strategy says otherwise', async () => {
    const owner = await stage.rep();
    await stage.set(owner, { idleReclaim: true, idleReclaimDays: 5, warnDaysBefore: 0 });
    const { id } = await stage.create(owner);
    expect((await become(owner, id, 'lost')).lostTime).toBeDefined();
    await lostAgo(id, 800);
    await stage.reclaim();
    expect(await stage.ownerOf(id)).toBe(owner.id);
  });

  it('is released to the pool after its days, foreseen and warned of, and the history says why', async () => {
    const manager = await stage.service.person({ roles: ['manager'] });
    const owner = await stage.rep({ managerId: manager.id });
    const { id: poolId } = await stage.pool({ managerId: manager.id });
    const [old, fresh] = [await stage.create(owner), await stage.create(owner)];
    for (const { id } of [old, fresh]) await become(owner, id, 'lost');
    await lostAgo(old.id, 70);
    const settings = [{ scope: 'person', scopeId: owner.id, values: { ...release, poolId } }];
    const foreseen = await stage.call<DryRunStrategiesResponse>(manager, 'StrategyService/DryRunStrategies', {
      settings,
    });
    expect(foreseen.losses).toMatchObject([{ customer: { id: old.id }, reclaimCause: 'lost' }]);
    await stage.set(owner, { ...release, poolId });
    await stage.warn();
    await stage.reclaim();
    expect(await stage.ownerOf(old.id)).toBe(owner.id);
    await stage.warnedAgo(old.id, 3.01);
    await stage.reclaim();
    expect(await stage.get(manager, old.id)).toMatchObject({
      assignmentState: 'pooled',
      poolId,
      reclaimCause: 'lost',
      status: 'lost',
    });
    expect(await stage.ownerOf(fresh.id)).toBe(owner.id);
    await expect(stage.get(owner, old.id)).rejects.toMatchObject({ code: 'not_found' });
    const { owners } = await stage.call<ListOwnersResponse>(manager, 'OwnershipService/ListOwners', {
      customerId: old.id,
    });
    expect(owners[0]?.cause).toBe('reclaim_lost');
  });

  it('gains no time by being called lost and back again', async () => {
    const owner = await stage.rep();
    const { id } = await stage.create(owner);
    await stage.assignedAgo(id, 100);
    const { assignTime } = await stage.get(owner, id);
    for (const status of ['lost', 'interested'] as const) await become(owner, id, status);
    expect(await stage.get(owner, id)).toMatchObject({ assignTime, status: 'interested' });
  });

  it('is lost again, and known since when, where a conversion that took it up is refused', async () => {
    const owner = await stage.rep();
    const { id } = await stage.create(owner);
    await become(owner, id, 'lost');
    const { id: conversionId } = await stage.call<Conversion>(owner, 'ConvertService/ConvertCustomer', {
      id,
      opportunity: { name: 'Again' },
    });
    expect(await stage.get(owner, id)).not.toHaveProperty('lostTime');
    await stage.refuse(conversionId);
    expect(await stage.get(owner, id)).toMatchObject({ status: 'lost', lostTime: expect.any(String) });
  });

  it('that was won back is lost no more', async () => {
    const owner = await stage.rep();
    await stage.set(owner, { ...release, warnDaysBefore: 0 });
    const { id } = await stage.create(owner);
    await become(owner, id, 'lost');
    await lostAgo(id, 70);
    expect(await become(owner, id, 'interested')).not.toHaveProperty('lostTime');
    await stage.reclaim();
    expect(await stage.ownerOf(id)).toBe(owner.id);
  });
});

it('a customer that an import makes a prospect again is its owner’s from then on', async () => {
  const owner = await stage.rep();
  await stage.set(owner, { idleReclaim: true, idleReclaimDays: 10, warnDaysBefore: 0 });
  const known = { source: 'erp', externalId: uuidv7() };
  const { id } = await stage.create(owner, { status: 'lost', ...known });
  await stage.assignedAgo(id, 400);
  const file = `id,status\n${known.externalId},interested\n`;
  const columns = { id: 'externalId', status: 'status' };
  const run = await stage.imports.import(owner, file, columns, { source: known.source, mode: 'update' });
  expect(run).toMatchObject({ state: 'done', rowsUpdated: 1 });
  await stage.reclaim();
  expect(await stage.get(owner, id)).toMatchObject({ ownerId: owner.id, status: 'interested' });
});

describe('who is cooperating', () => {
  const deal = (customerId: string, stageName: 'won' | 'proposal', etag: string, id = uuidv7()) =>
    stage.asService((tx) => copyDeal(tx, { id, customerId, stage: stageName, etag } as never));

  it('is typed in, unless the strategy asks for a won opportunity', async () => {
    const owner = await stage.rep();
    const [free, asked] = [await stage.create(owner), await stage.create(owner)];
    expect((await become(owner, free.id, 'cooperating')).status).toBe('cooperating');
    await stage.set(owner, { dealNeeded: true });
    await deal(asked.id, 'proposal', '1');
    await expect(become(owner, asked.id, 'cooperating')).rejects.toMatchObject({
      code: 'conflict',
      reason: 'deal-needed',
    });
    const talk = {
      customerId: asked.id,
      interaction: {
        manner: 'visit',
        direction: 'outbound',
        content: 'Signed',
        customerStatus: 'cooperating',
      },
    };
    await expect(stage.call(owner, 'CustomerService/CreateInteraction', talk)).rejects.toMatchObject({
      reason: 'deal-needed',
    });
    await deal(asked.id, 'won', '2');
    expect((await become(owner, asked.id, 'cooperating')).status).toBe('cooperating');
  });

  it('since when is known, asked for and forgotten: no clock begins anew for who was it for a moment', async () => {
    const owner = await stage.rep();
    await stage.set(owner, { noDealReclaim: true, noDealReclaimDays: 100, warnDaysBefore: 0 });
    const [moment, long] = [await stage.create(owner), await stage.create(owner)];
    for (const { id } of [moment, long]) {
      await stage.assignedAgo(id, 90);
      const won = await become(owner, id, 'cooperating');
      expect(Date.parse(won.wonTime ?? '')).toBeGreaterThan(Date.now() - 60_000);
      expect((await become(owner, id, 'dormant')).wonTime).toBe(won.wonTime);
    }
    await stage.rows(`UPDATE customer SET won_time = now() - interval '31 days' WHERE id = $1`, [long.id]);
    const since = new Date(Date.now() - 86_400_000).toISOString();
    const asked = { filter: JSON.stringify({ field: 'wonTime', op: 'ge', value: since }) };
    const { customers } = await stage.call<ListCustomersResponse>(
      owner,
      'CustomerService/ListCustomers',
      asked,
    );
    expect(customers.map(({ id }) => id)).toEqual([moment.id]);
    for (const { id } of [moment, long])
      expect(await become(owner, id, 'interested')).not.toHaveProperty('wonTime');
    for (const { id } of [moment, long])
      await stage.rows(`UPDATE customer SET assign_time = assign_time - interval '20 days' WHERE id = $1`, [
        id,
      ]);
    await stage.reclaim();
    expect(await stage.ownerOf(moment.id)).toBeUndefined();
    expect(await stage.ownerOf(long.id)).toBe(owner.id);
  });

  it('by a conversion that is refused never was, and the earlier time of two that are one holds', async () => {
    const owner = await stage.rep();
    const { id } = await stage.create(owner);
    const { id: conversionId } = await stage.call<Conversion>(owner, 'ConvertService/ConvertCustomer', {
      id,
      status: 'cooperating',
      opportunity: { name: 'Soon' },
    });
    expect(await stage.get(owner, id)).toHaveProperty('wonTime');
    await stage.refuse(conversionId);
    expect(await stage.get(owner, id)).not.toHaveProperty('wonTime');
    const old = await stage.create(owner);
    await become(owner, old.id, 'cooperating');
    await stage.rows(`UPDATE customer SET won_time = '2020-05-04T08:00:00Z' WHERE id = $1`, [old.id]);
    const { id: mergeId } = await stage.call<Merge>(stage.boss, 'MergeService/MergeCustomers', {
      id,
      loserId: old.id,
    });
    expect((await stage.get(owner, id)).wonTime).toBe('2020-05-04T08:00:00.000Z');
    await stage.call(stage.boss, 'MergeService/UndoMerge', { id: mergeId });
    expect(await stage.get(owner, id)).not.toHaveProperty('wonTime');
    expect((await stage.get(owner, old.id)).wonTime).toBe('2020-05-04T08:00:00.000Z');
  });

  it('is asked of rows that import it, also where they give it to somebody else', async () => {
    const email = `${uuidv7()}@example.com`;
    const [owner, next] = [await stage.rep(), await stage.rep({ email })];
    for (const person of [owner, next]) await stage.set(person, { dealNeeded: true });
    const source = 'erp-of-deals';
    const ids = [uuidv7(), uuidv7()];
    for (const externalId of ids) await stage.create(owner, { source, externalId });
    const file = `id,status,owner\n${ids[0]},cooperating,\n${ids[1]},cooperating,${email}\n`;
    const columns = { id: 'externalId', status: 'status', owner: 'ownerEmail' };
    const run = await stage.imports.import(stage.boss, file, columns, { source, mode: 'update' });
    expect(run).toMatchObject({ rowsUpdated: 0 });
    expect((await stage.imports.badRows(stage.boss, run.id)).map(({ reason }) => reason)).toEqual([
      'deal-needed',
      'deal-needed',
    ]);
  });

  it('and was silent since is so again without another one', async () => {
    const owner = await stage.rep();
    const { id } = await stage.create(owner, { status: 'dormant' });
    await stage.set(owner, { dealNeeded: true });
    expect((await become(owner, id, 'cooperating')).status).toBe('cooperating');
  });

  it('does not begin so where the strategy asks for a won opportunity, nor as if silent since', async () => {
    const owner = await stage.rep();
    await stage.set(owner, { dealNeeded: true });
    for (const status of ['cooperating', 'dormant'] as const)
      await expect(stage.create(owner, { status })).rejects.toMatchObject({
        code: 'conflict',
        reason: 'deal-needed',
      });
    expect((await stage.create(owner, { status: 'negotiating' })).status).toBe('negotiating');
  });

  it('begins so in an import only of who may set strategies', async () => {
    const owner = await stage.rep();
    await stage.set(owner, { dealNeeded: true });
    const file = (status: string) => `id,name,status\n${uuidv7()},Imported ${uuidv7()},${status}\n`;
    const columns = { id: 'externalId', name: 'name', status: 'status' };
    const source = { source: 'erp-of-bought' };
    const refused = await stage.imports.import(owner, file('cooperating'), columns, source);
    expect(refused).toMatchObject({ rowsCreated: 0, rowsRejected: 1 });
    expect(await stage.imports.badRows(owner, refused.id)).toMatchObject([{ reason: 'deal-needed' }]);
    const other = await stage.imports.import(owner, file('interested'), columns, source);
    expect(other).toMatchObject({ rowsCreated: 1, rowsRejected: 0 });
    const founder = await stage.service.person({ roles: ['administrator'] });
    await stage.set(founder, { dealNeeded: true });
    const brought = await stage.imports.import(founder, file('cooperating'), columns, source);
    expect(brought).toMatchObject({ rowsCreated: 1, rowsRejected: 0 });
  });

  it('soon is not taken for want of a deal once one was won, whatever its status says yet', async () => {
    const owner = await stage.rep();
    const [bought, not] = [await stage.create(owner), await stage.create(owner)];
    for (const { id } of [bought, not]) await stage.assignedAgo(id, 5);
    await stage.set(owner, { noDealReclaim: true, noDealReclaimDays: 10, warnDaysBefore: 0 });
    await deal(bought.id, 'won', '1');
    await deal(not.id, 'proposal', '1');
    const { losses } = await stage.call<DryRunStrategiesResponse>(
      stage.boss,
      'StrategyService/DryRunStrategies',
      {},
    );
    const theirs = losses.filter(({ customer }) => customer?.ownerId === owner.id);
    expect(theirs.map(({ customer }) => customer?.id)).toEqual([not.id]);
    const { followUps } = await stage.call<ListFollowUpsResponse>(owner, 'StrategyService/ListFollowUps', {});
    expect(new Map(followUps.map(({ customer, reclaimTime }) => [customer?.id, !reclaimTime]))).toEqual(
      new Map([
        [bought.id, true],
        [not.id, false],
      ]),
    );
    for (const { id } of [bought, not]) await stage.assignedAgo(id, 100);
    await stage.reclaim();
    expect(await stage.ownerOf(bought.id)).toBe(owner.id);
    expect(await stage.ownerOf(not.id)).toBeUndefined();
  });
});
