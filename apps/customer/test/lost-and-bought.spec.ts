import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ListOwnersResponse } from '@kontor/contracts/gen/kontor/customer/v1/ownership_service';
import type { Import } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type { Pool } from '@kontor/contracts/gen/kontor/customer/v1/pool';
import type { DryRunStrategiesResponse } from '@kontor/contracts/gen/kontor/customer/v1/strategy_service';
import type { TestPerson } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
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
    const { id: poolId } = await stage.call<Pool>(stage.admin, 'PoolService/CreatePool', {
      pool: { name: 'Second chances', kind: 'prospect', managerId: manager.id, unitIds: [], open: true },
    });
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
  const columns = { id: 'externalId', status: 'status' };
  const run = await stage.call<Import>(owner, 'ImportService/CreateImport', {
    import: {
      fileName: 'again.csv',
      source: known.source,
      mode: 'update',
      columns: Object.entries(columns).map(([column, field]) => ({ column, field })),
    },
  });
  const data = Buffer.from(`id,status\n${known.externalId},interested\n`).toString('base64');
  await stage.call(owner, 'ImportService/WriteImportChunk', { id: run.id, index: 0, data });
  await stage.call(owner, 'ImportService/StartImport', { id: run.id, chunks: 1 });
  const state = () => stage.call<Import>(owner, 'ImportService/GetImport', { id: run.id });
  await until('the import to end', async () => (await state()).state === 'done');
  expect(await state()).toMatchObject({ rowsUpdated: 1 });
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

  it('and was silent since is so again without another one', async () => {
    const owner = await stage.rep();
    await stage.set(owner, { dealNeeded: true });
    const { id } = await stage.create(owner, { status: 'dormant' });
    expect((await become(owner, id, 'cooperating')).status).toBe('cooperating');
  });
});
