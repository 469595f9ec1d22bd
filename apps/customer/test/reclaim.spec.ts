import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { copySubstitution } from '@kontor/people/substitution-copy';
import type { TestPerson } from '@kontor/testing/service';
import { v7 as uuidv7 } from 'uuid';
import { Customer as CustomerEntity } from '../src/customer/customer.entity.js';
import { warnStep } from '../src/strategy/warn.js';
import { day, strategyStage } from './strategy-stage.js';

const {
  service,
  book,
  boss,
  boris,
  other,
  call,
  create,
  get,
  sees,
  asService,
  rows,
  set,
  rep,
  assignedAgo,
  talkedAgo,
  reclaimWarned,
  causes,
  held,
  pool,
  outcome,
} = await strategyStage();
afterAll(() => service.dispose());

describe('a prospect', () => {
  const idle = { idleReclaim: true, idleReclaimDays: 10, workingDays: false };

  it('is taken after too long without a talk, to the pool of the strategy, and owner and keeper are told', async () => {
    const owner = await rep();
    const { id: poolId } = await pool();
    await set(owner, { ...idle, poolId });
    const [old, talked, bought] = [await create(owner), await create(owner), await create(owner)];
    for (const { id } of [old, talked, bought]) await assignedAgo(id, 11);
    await talkedAgo(talked.id, 2);
    await rows(`UPDATE customer SET status = 'cooperating' WHERE id = $1`, [bought.id]);
    await reclaimWarned();
    expect(await get(boss, old.id)).toMatchObject({
      assignmentState: 'pooled',
      poolId,
      formerOwnerId: owner.id,
      reclaimCause: 'idle',
      keeperId: boss.id,
    });
    expect(await sees(owner, old.id)).toBe(false);
    for (const { id } of [talked, bought]) expect((await get(owner, id)).ownerId).toBe(owner.id);
    expect(await causes(boss, old.id)).toEqual(['reclaim_idle', 'create']);
    expect(await held(owner)).toBe(1);
    const notices = (await service.events('kontor.notification.v1.NoticeRequested')).filter(
      ({ template, values }) => template === 'prospects-reclaimed' && values?.customerName === old.name,
    );
    expect(notices.map(({ personId }) => personId).sort()).toEqual([owner.id, boss.id].sort());
  });

  it('never talked to counts from its assignment, and a new owner begins anew', async () => {
    const owner = await rep();
    await set(owner, idle);
    const { id } = await create(owner);
    await assignedAgo(id, 9);
    await reclaimWarned();
    expect((await get(owner, id)).ownerId).toBe(owner.id);
    await assignedAgo(id, 30);
    await call(boss, 'CustomerService/TransferCustomer', { id, ownerId: boris.id, reason: 'Swap' });
    await call(boss, 'CustomerService/TransferCustomer', { id, ownerId: owner.id, reason: 'Back' });
    await reclaimWarned();
    expect((await get(owner, id)).ownerId).toBe(owner.id);
  });

  it('is taken after too long without a deal, however often it was talked to', async () => {
    const owner = await rep();
    await set(owner, { noDealReclaim: true, noDealReclaimDays: 30 });
    const { id } = await create(owner);
    await assignedAgo(id, 31);
    await talkedAgo(id, 0);
    await reclaimWarned();
    expect(await get(boss, id)).toMatchObject({ reclaimCause: 'no_deal', assignmentState: 'unassigned' });
  });

  it('stays while somebody stands in for its owner', async () => {
    const owner = await rep();
    await set(owner, idle);
    const { id } = await create(owner);
    await assignedAgo(id, 11);
    await service.know((tx) =>
      copySubstitution(tx, {
        id: uuidv7(),
        personId: owner.id,
        substituteId: boris.id,
        startTime: new Date(Date.now() - 5 * day).toISOString(),
        endTime: new Date(Date.now() - 2 * day).toISOString(),
        objects: [],
        cancelled: false,
        etag: '1',
      }),
    );
    await reclaimWarned();
    expect((await get(owner, id)).ownerId).toBe(owner.id);
    await assignedAgo(id, 14);
    await reclaimWarned();
    expect(await sees(owner, id)).toBe(false);
  });

  it('stays with its owner when a talk is committed while the job is at it', async () => {
    const owner = await rep();
    await set(owner, idle);
    const made = await Promise.all(Array.from({ length: 12 }, () => create(owner)));
    for (const { id } of made) await assignedAgo(id, 11);
    const talks = made.map(({ id }) =>
      outcome(
        asService(async (tx) => {
          const before = await tx.getForUpdate(CustomerEntity, id);
          if (before.ownerId !== owner.id) throw Object.assign(new Error('gone'), { reason: 'gone' });
          tx.update(CustomerEntity, before, { lastContactTime: tx.now });
        }),
      ),
    );
    const [outcomes] = await Promise.all([Promise.all(talks), reclaimWarned(), reclaimWarned()]);
    const owners = await Promise.all(made.map(async ({ id }) => (await get(boss, id)).ownerId));
    expect(owners).toEqual(outcomes.map((one) => (one === 'done' ? owner.id : undefined)));
  });

  it('is warned of once to its owner, and once to a superior when half of the time is gone', async () => {
    const owner = await rep();
    await set(owner, { ...idle, warnDaysBefore: 4 });
    const { id, name } = await create(owner);
    const told = async () => {
      for (let i = 0; i < 2; i++) {
        await book.refresh();
        for (const stage of ['owner', 'superior'] as const)
          await warnStep(service.running.unitOfWork, book, stage);
      }
      const events = await service.events('kontor.notification.v1.NoticeRequested');
      return events
        .filter((e) => e.template === 'reclaim-warning' && e.values?.customerName === name)
        .map((e) => e.personId);
    };
    await assignedAgo(id, 5);
    expect(await told()).toEqual([]);
    await assignedAgo(id, 7);
    expect(await told()).toEqual([owner.id]);
    await rows(`UPDATE reclaim_warning SET time = time - interval '2 days' WHERE customer_id = $1`, [id]);
    expect((await told()).sort()).toEqual([owner.id, boss.id].sort());
  });

  it('is frozen by its owner within term and quota, is then not taken, and has its grace', async () => {
    const owner = await rep();
    await set(owner, { ...idle, freeze: true, freezeMaxDays: 20, freezeMaxPerOwner: 1, graceDays: 2 });
    const [first, second] = [await create(owner), await create(owner)];
    const freeze = (person: TestPerson, id: string, days: number) =>
      call<Customer>(person, 'StrategyService/FreezeCustomer', {
        id,
        until: new Date(Date.now() + days * day).toISOString(),
        reason: 'Waits for the budget',
      });
    await expect(freeze(owner, first.id, 21)).rejects.toMatchObject({
      fields: [{ field: 'until', reason: 'freeze-too-long' }],
    });
    expect(await freeze(owner, first.id, 5)).toMatchObject({ freezeReason: 'Waits for the budget' });
    await expect(freeze(owner, second.id, 5)).rejects.toMatchObject({ reason: 'freeze-quota' });
    await expect(freeze(other, first.id, 5)).rejects.toMatchObject({ reason: 'customer-not-found' });
    await assignedAgo(first.id, 40);
    await reclaimWarned();
    expect((await get(owner, first.id)).ownerId).toBe(owner.id);
    await call(owner, 'StrategyService/UnfreezeCustomer', { id: first.id });
    await reclaimWarned();
    expect((await get(owner, first.id)).ownerId).toBe(owner.id);
    await rows(`UPDATE customer SET freeze_until = now() - interval '2 days 1 second' WHERE id = $1`, [
      first.id,
    ]);
    await reclaimWarned();
    expect(await sees(owner, first.id)).toBe(false);
  });

  it('whose freeze a superior is to approve is frozen by the superior only', async () => {
    const owner = await rep();
    await set(owner, { freeze: true, freezeNeedsApproval: true });
    const { id } = await create(owner);
    const request = { id, until: new Date(Date.now() + day).toISOString(), reason: 'Budget' };
    const asked = await call<Customer>(owner, 'StrategyService/FreezeCustomer', request);
    expect(asked).not.toHaveProperty('freezeUntil');
    expect(Date.parse(asked.freezeRequestedUntil ?? '')).toBe(Date.parse(request.until));
    const frozen = await call<Customer>(boss, 'StrategyService/FreezeCustomer', request);
    expect(Date.parse(frozen.freezeUntil ?? '')).toBe(Date.parse(request.until));
    expect(frozen).not.toHaveProperty('freezeRequestedUntil');
  });
});
