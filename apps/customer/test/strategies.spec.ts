import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { AssignCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/assignment_service';
import type { ListCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { ListOwnersResponse } from '@kontor/contracts/gen/kontor/customer/v1/ownership_service';
import type { Pool } from '@kontor/contracts/gen/kontor/customer/v1/pool';
import type { ListPooledCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/pool_service';
import type { StrategySetting, StrategyValues } from '@kontor/contracts/gen/kontor/customer/v1/strategy';
import type {
  CountFollowUpsResponse,
  DryRunStrategiesResponse,
  GetWorklistResponse,
  ListFollowUpsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/strategy_service';
import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { copySubstitution } from '@kontor/people/substitution-copy';
import type { TestPerson, TestService } from '@kontor/testing/service';
import { v7 as uuidv7 } from 'uuid';
import { Customer as CustomerEntity } from '../src/customer/customer.entity.js';
import { keepAnew } from '../src/pool/keepers.js';
import { reclaimStep } from '../src/strategy/reclaim.js';
import { StrategyBook } from '../src/strategy/strategy-book.js';
import { warnStep } from '../src/strategy/warn.js';
import { importStage, type ImportStage } from './import-stage.js';

const day = 24 * 3_600_000;
const hex = (n: number) => n.toString(16);

let stage: ImportStage;
let service: TestService;
let book: StrategyBook;
let admin: TestPerson;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;
let otherBoss: TestPerson;
let other: TestPerson;

beforeAll(async () => {
  stage = await importStage();
  ({ service } = stage);
  admin = await service.person({ name: 'Root', roles: ['administrator'] });
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  boris = await service.person({ name: 'Борис', managerId: boss.id });
  otherBoss = await service.person({ name: 'Other boss', roles: ['manager'] });
  other = await service.person({ name: 'Other', managerId: otherBoss.id });
  book = new StrategyBook(service.running.unitOfWork, { warn: () => undefined });
}, 60_000);

afterAll(() => service.dispose());

const call = <T>(person: TestPerson, path: string, request: object) =>
  service.call<T>(person, `/kontor.customer.v1.${path}`, request);
let names = 0;
const unlike = () =>
  `${['Amber', 'Birch', 'Cobalt', 'Dune', 'Ember', 'Fjord'][names % 6]} ${hex(Math.imul(++names, 0x9e3779b1) >>> 0)}`;
const create = (person: TestPerson, customer: Partial<Customer> = {}, request: object = {}) =>
  call<Customer>(person, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: unlike(), ...customer },
    ...request,
  });
const get = (person: TestPerson, id: string) => call<Customer>(person, 'CustomerService/GetCustomer', { id });
const sees = async (person: TestPerson, id: string) =>
  get(person, id).then(
    () => true,
    () => false,
  );
const claim = (person: TestPerson, id: string) => call<Customer>(person, 'PoolService/ClaimCustomer', { id });
const release = (person: TestPerson, id: string, poolId?: string) =>
  call<{ poolId?: string }>(person, 'PoolService/ReleaseCustomer', { id, reason: 'No match', poolId });
const asService = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
  service.running.unitOfWork.write(serviceCall('customer', 'test'), work);
const rows = <R extends object>(text: string, params: unknown[] = []): Promise<R[]> =>
  asService((tx) => tx.query<R>(text, params));
/** Sets values for one person, so that tests do not meet each other's. */
const set = (person: TestPerson, values: StrategyValues, more: Partial<StrategySetting> = {}) =>
  call<StrategySetting>(admin, 'StrategyService/CreateStrategySetting', {
    setting: { scope: 'person', scopeId: person.id, values, ...more },
  });
const rep = (managerId = boss.id) => service.person({ managerId });
const assignedAgo = (id: string, days: number) =>
  rows(`UPDATE customer SET assign_time = now() - make_interval(days => $2) WHERE id = $1`, [id, days]);
const talkedAgo = (id: string, days: number) =>
  rows(`UPDATE customer SET last_contact_time = now() - make_interval(days => $2) WHERE id = $1`, [id, days]);
const reclaim = async () => {
  while (await reclaimStep(service.running.unitOfWork, book)) continue;
};
const causes = async (person: TestPerson, customerId: string) =>
  (await call<ListOwnersResponse>(person, 'OwnershipService/ListOwners', { customerId })).owners.map(
    ({ cause }) => cause,
  );
const held = async ({ id }: TestPerson) =>
  (await rows<{ held: number }>('SELECT held FROM holding WHERE person_id = $1', [id]))[0]?.held ?? 0;
const really = async ({ id }: TestPerson) =>
  (
    await rows<{ n: number }>(
      'SELECT count(*)::int AS n FROM customer WHERE owner_id = $1 AND counts_as_held(status)',
      [id],
    )
  )[0]?.n;
let pools = 0;
const pool = (facts: Partial<Pool> = {}) =>
  call<Pool>(admin, 'PoolService/CreatePool', {
    pool: {
      name: `Pool ${++pools}`,
      kind: 'prospect',
      managerId: boss.id,
      unitIds: [],
      open: true,
      ...facts,
    },
  });
const outcome = async (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { reason: string }) => error.reason,
  );

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
    expect(results).toEqual([{ customerId: id, ownerId: boris.id, reason: '' }]);
    const now = await get(boris, id);
    expect(now).toMatchObject({ ownerId: boris.id, assignmentState: 'assigned' });
    for (const field of ['formerOwnerId', 'keeperId', 'releaseTime']) expect(now).not.toHaveProperty(field);
    expect(await causes(boris, id)).toEqual(['assign', 'release', 'create']);
  });

  it('gets another keeper when its keeper leaves', async () => {
    const top = await service.person({ roles: ['manager'] });
    const middle = await service.person({ roles: ['manager'], managerId: top.id });
    const owner = await rep(middle.id);
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
    await reclaim();
    expect((await get(owner, id)).ownerId).toBe(owner.id);
  });
});

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
    await reclaim();
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
    await reclaim();
    expect((await get(owner, id)).ownerId).toBe(owner.id);
    await assignedAgo(id, 30);
    await call(boss, 'CustomerService/TransferCustomer', { id, ownerId: boris.id, reason: 'Swap' });
    await call(boss, 'CustomerService/TransferCustomer', { id, ownerId: owner.id, reason: 'Back' });
    await reclaim();
    expect((await get(owner, id)).ownerId).toBe(owner.id);
  });

  it('is taken after too long without a deal, however often it was talked to', async () => {
    const owner = await rep();
    await set(owner, { noDealReclaim: true, noDealReclaimDays: 30 });
    const { id } = await create(owner);
    await assignedAgo(id, 31);
    await talkedAgo(id, 0);
    await reclaim();
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
    await reclaim();
    expect((await get(owner, id)).ownerId).toBe(owner.id);
    await assignedAgo(id, 14);
    await reclaim();
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
    const [outcomes] = await Promise.all([Promise.all(talks), reclaim(), reclaim()]);
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
    await assignedAgo(id, 9);
    // The clock was set anew by the test: both are told of this run of it.
    expect((await told()).sort()).toEqual([owner.id, owner.id, boss.id].sort());
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
    await reclaim();
    expect((await get(owner, first.id)).ownerId).toBe(owner.id);
    await call(owner, 'StrategyService/UnfreezeCustomer', { id: first.id });
    await reclaim();
    expect((await get(owner, first.id)).ownerId).toBe(owner.id);
    await rows(`UPDATE customer SET freeze_until = now() - interval '2 days 1 second' WHERE id = $1`, [
      first.id,
    ]);
    await reclaim();
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

describe('the cap', () => {
  it('parks what is found beyond it: nobody owns it, the finder is noted, the superior sees it', async () => {
    const owner = await rep();
    await set(owner, { capEnabled: true, cap: 1 });
    await create(owner);
    const parked = await create(owner);
    expect(parked).toMatchObject({ assignmentState: 'unassigned', finderId: owner.id, keeperId: boss.id });
    expect(parked).not.toHaveProperty('ownerId');
    expect([await sees(owner, parked.id), await sees(boss, parked.id), await sees(other, parked.id)]).toEqual(
      [false, true, false],
    );
    expect(await causes(boss, parked.id)).toEqual(['cap']);
    expect((await create(owner, { status: 'cooperating' })).ownerId).toBe(owner.id);
    const { id } = await create(anna);
    await expect(
      call(boss, 'CustomerService/TransferCustomer', { id, ownerId: owner.id }),
    ).rejects.toMatchObject({
      reason: 'cap-reached',
    });
    const { results } = await call<AssignCustomersResponse>(boss, 'AssignmentService/AssignCustomers', {
      customerIds: [id],
      ownerId: owner.id,
    });
    expect(results).toEqual([{ customerId: id, reason: 'cap-reached' }]);
  });

  it('parks the rows of an import beyond it, and none is refused', async () => {
    const owner = await rep();
    await set(owner, { capEnabled: true, cap: 2 });
    const file = `name\n${[1, 2, 3, 4, 5].map(unlike).join('\n')}\n`;
    const run = await stage.import(owner, file, { name: 'name' });
    expect(run).toMatchObject({ state: 'done', rowsCreated: 5, rowsRejected: 0 });
    expect(await really(owner)).toBe(2);
    const parked = await rows<{ keeper: string; cause: string }>(
      `SELECT c.keeper_id AS keeper, o.cause FROM customer c JOIN ownership_change o ON o.customer_id = c.id
       WHERE c.finder_id = $1 AND c.owner_id IS NULL`,
      [owner.id],
    );
    expect(parked).toEqual(Array.from({ length: 3 }, () => ({ keeper: boss.id, cause: 'cap' })));
  });

  it('that was lowered bars new ones only, and a lost one is not reopened beyond it', async () => {
    const owner = await rep();
    const made = [await create(owner), await create(owner), await create(owner, { status: 'lost' })];
    await set(owner, { capEnabled: true, cap: 1 });
    expect((await get(owner, made[1]?.id ?? '')).ownerId).toBe(owner.id);
    expect(await held(owner)).toBe(2);
    const reopen = { id: made[2]?.id, customer: { status: 'interested' }, updateMask: ['status'] };
    await expect(call(owner, 'CustomerService/UpdateCustomer', reopen)).rejects.toMatchObject({
      reason: 'cap-reached',
    });
  });

  it('holds under 64 claims and creations at once, and the counter tells the truth', async () => {
    const owner = await rep();
    const { id: poolId } = await pool();
    const cap = 10;
    await set(owner, { capEnabled: true, cap, claimEnabled: true });
    const waiting = await Promise.all(Array.from({ length: 48 }, () => create(anna)));
    for (const { id } of waiting) await release(anna, id, poolId);
    const work = [
      ...waiting.map(({ id }) => outcome(claim(owner, id))),
      ...Array.from({ length: 16 }, () => outcome(create(owner))),
    ];
    const outcomes = await Promise.all(work);
    expect(outcomes.slice(0, 48).filter((one) => one !== 'done' && one !== 'cap-reached')).toEqual([]);
    expect(await really(owner)).toBe(cap);
    expect(await held(owner)).toBe(cap);
    const claims = await rows('SELECT 1 FROM pool_claim WHERE person_id = $1', [owner.id]);
    expect(claims).toHaveLength(outcomes.slice(0, 48).filter((one) => one === 'done').length);
  }, 30_000);
});

it('customers that are swapped both ways at once wait for each other, and none fails', async () => {
  const [one, two] = [await rep(), await rep()];
  for (const person of [one, two]) await set(person, { capEnabled: true, cap: 100 });
  const swaps: [string, TestPerson][] = [];
  for (let i = 0; i < 16; i++) {
    const { id } = await create(i % 2 ? one : two);
    swaps.push([id, i % 2 ? two : one]);
  }
  const outcomes = await Promise.all(
    swaps.map(([id, to]) =>
      outcome(call(boss, 'CustomerService/TransferCustomer', { id, ownerId: to.id, reason: 'Swap' })),
    ),
  );
  expect(outcomes.filter((one) => one !== 'done')).toEqual([]);
  expect([await held(one), await held(two)]).toEqual([8, 8]);
});

describe('a pool', () => {
  it('shows who may claim few fields, and others nothing', async () => {
    const { id: poolId } = await pool({ open: true });
    const claimer = await rep();
    await set(claimer, { claimEnabled: true });
    const made = await create(anna, { note: 'secret' });
    await release(anna, made.id, poolId);
    const list = (person: TestPerson) =>
      call<ListPooledCustomersResponse>(person, 'PoolService/ListPooledCustomers', {
        poolId,
        withTotal: true,
      });
    const seen = await list(claimer);
    expect(seen).toMatchObject({ totalSize: 1, customers: [{ id: made.id, name: made.name }] });
    expect(JSON.stringify(seen)).not.toContain('secret');
    await expect(list(other)).rejects.toMatchObject({ reason: 'pool-closed' });
    expect(await sees(claimer, made.id)).toBe(false);
  });

  it('gives a customer to exactly one of those who claim it at once', async () => {
    const { id: poolId } = await pool();
    const claimers = await Promise.all(Array.from({ length: 6 }, () => rep()));
    for (const person of claimers) await set(person, { claimEnabled: true });
    const { id } = await create(anna);
    await release(anna, id, poolId);
    const outcomes = await Promise.all(claimers.map((person) => outcome(claim(person, id))));
    expect(outcomes.filter((one) => one === 'done')).toHaveLength(1);
    expect(outcomes.filter((one) => one === 'not-claimable')).toHaveLength(5);
    const winner = claimers[outcomes.indexOf('done')] as TestPerson;
    expect((await get(winner, id)).ownerId).toBe(winner.id);
    expect((await causes(winner, id))[0]).toBe('claim');
  });

  it('tells alike what is owned, what waits elsewhere and what there is not', async () => {
    const claimer = await rep();
    await set(claimer, { claimEnabled: true });
    const owned = await create(other);
    const closed = await pool({ open: false });
    const inside = await create(anna);
    await release(anna, inside.id, closed.id);
    for (const id of [owned.id, inside.id, uuidv7()]) {
      await expect(claim(claimer, id)).rejects.toMatchObject({ code: 'conflict', reason: 'not-claimable' });
    }
    await expect(release(claimer, owned.id)).rejects.toMatchObject({ reason: 'customer-not-found' });
  });

  it('limits claims of a day by those made, whether kept or not, and cools down who let one go', async () => {
    const { id: poolId } = await pool();
    const claimer = await rep();
    await set(claimer, { claimEnabled: true, claimPerDay: 2, coolDownDays: 7, poolId });
    const made = [await create(anna), await create(anna), await create(anna)];
    for (const { id } of made) await release(anna, id, poolId);
    const [a, b, c] = made.map(({ id }) => id) as [string, string, string];
    await claim(claimer, a);
    expect(await release(claimer, a)).toEqual({ poolId });
    await expect(claim(claimer, a)).rejects.toMatchObject({ reason: 'cool-down' });
    const next = await call<Customer>(claimer, 'PoolService/ClaimFromPool', { id: poolId });
    expect([b, c]).toContain(next.id);
    await expect(claim(claimer, next.id === b ? c : b)).rejects.toMatchObject({ reason: 'claim-limit' });
  });
});

describe('rules of assignment', () => {
  it('give new customers to the person with the fewest, of the first rule that fits; the rest waits for a manager', async () => {
    const [busy, free] = [await rep(), await rep()];
    await create(busy);
    await call(admin, 'AssignmentService/CreateAssignmentRule', {
      rule: {
        name: 'Pumps of Perm',
        place: 1,
        filter: '{"field": "city", "op": "eq", "value": "Perm"}',
        personIds: [busy.id, free.id],
        active: true,
      },
    });
    await expect(
      call(boss, 'AssignmentService/CreateAssignmentRule', { rule: { name: 'x', personIds: [anna.id] } }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    const perm = { addresses: [{ street: '', city: 'Perm', region: '', postalCode: '', country: '' }] };
    const first = await create(anna, perm, { unassigned: true });
    expect(first.ownerId).toBe(free.id);
    expect(await causes(free, first.id)).toEqual(['rule']);
    const rest = await create(anna, {}, { unassigned: true });
    expect(rest).toMatchObject({ assignmentState: 'unassigned', keeperId: boss.id });
    const { results } = await call<AssignCustomersResponse>(boss, 'AssignmentService/AssignCustomers', {
      customerIds: [rest.id, first.id],
    });
    expect(results).toEqual([
      { customerId: rest.id, reason: 'no-rule-fits' },
      { customerId: first.id, ownerId: free.id, reason: '' },
    ]);
    const beyond = await call<AssignCustomersResponse>(otherBoss, 'AssignmentService/AssignCustomers', {
      customerIds: [rest.id],
    });
    expect(beyond.results).toEqual([{ customerId: rest.id, reason: 'not-in-reach' }]);
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

it('after all of this the counter of everybody tells what the person holds', async () => {
  const wrong = await rows(
    `SELECT h.person_id, h.held, really.count FROM holding h CROSS JOIN LATERAL (
       SELECT count(*)::int AS count FROM customer WHERE owner_id = h.person_id AND counts_as_held(status)) really
     WHERE h.held <> really.count`,
  );
  expect(wrong).toEqual([]);
  const [counted] = await rows<{ count: number }>(
    'SELECT count(*)::int AS count FROM holding WHERE held > 0',
  );
  expect(counted?.count).toBeGreaterThan(10);
});
