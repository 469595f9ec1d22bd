import { v7 as uuidv7 } from 'uuid';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Merge } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { GetWorklistResponse } from '@kontor/contracts/gen/kontor/customer/v1/strategy_service';
import type { Opportunity } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/opportunity';
import { serviceCall } from '@kontor/access/call';
import { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import { copyRole } from '@kontor/people/role-copy';
import { fieldRights, roleOf } from '@kontor/testing/identity-records';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { OpenDealConsumer } from '../src/deal/open-deal.consumer.js';
import { StrategyBook } from '../src/strategy/strategy-book.js';
import { customerService } from '../src/definition.js';

let service: TestService;
let admin: TestPerson;
let boss: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  admin = await service.person({ roles: ['administrator'] });
  boss = await service.person({ roles: ['manager'] });
}, 60_000);

afterAll(() => service.dispose());

const call = <T>(person: TestPerson, path: string, request: object) =>
  service.call<T>(person, `/kontor.customer.v1.${path}`, request);
const create = (person: TestPerson, about: object = {}) =>
  call<Customer>(person, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: `Work ${uuidv7()}`, ...about },
  });
const worklist = (person: TestPerson) => call<GetWorklistResponse>(person, 'StrategyService/GetWorklist', {});

const consumer = () => {
  const { app } = service.running;
  return new OpenDealConsumer(app.get(StrategyBook), app.get(CustomValueWriter));
};
/** What the sales pipeline tells of an opportunity, as the consumer gets it; told twice, since the broker may. */
async function deal(customerId: string, about: Partial<Opportunity>): Promise<void> {
  const opportunity = { id: uuidv7(), customerId, stage: 'open', currency: 'CNY', etag: '1', ...about };
  for (let i = 0; i < 2; i++)
    await service.running.unitOfWork.write(serviceCall('customer', 'test'), (tx) =>
      consumer().changed(
        { opportunity: opportunity as Opportunity, changed: [], ownerId: '' },
        { tx, event: {} as never },
      ),
    );
}

describe('a day’s work', () => {
  it('puts what may bring more first among equals, by open opportunities as they stand, told in any order', async () => {
    const anna = await service.person({ name: 'Anna', managerId: boss.id });
    const other = await service.person({ name: 'Other' });
    const [small, big, none] = [await create(anna), await create(anna), await create(anna)];
    await deal(small.id, { amount: '10.50' });
    await deal(small.id, { amount: '5000', stage: 'lost' });
    const id = uuidv7();
    await deal(big.id, { id, amount: '900.25', etag: '3' });
    await deal(big.id, { id, amount: '1', etag: '2' });
    await deal(big.id, { amount: '100' });
    await deal(big.id, { amount: '7', currency: 'RUB' });
    // Of a customer that nobody knows any more nothing is kept.
    await deal(uuidv7(), { amount: '1' });
    const { items } = await worklist(anna);
    expect(items.map(({ customer }) => customer?.id)).toEqual([big.id, small.id, none.id]);
    expect(items.map(({ openAmounts }) => openAmounts)).toEqual([
      [
        { amount: '1000.25', currency: 'CNY' },
        { amount: '7', currency: 'RUB' },
      ],
      [{ amount: '10.50', currency: 'CNY' }],
      [],
    ]);
    expect(items[0]?.reasons).toContainEqual({ kind: 'value', points: 25 });
    expect((await worklist(other)).items).toEqual([]);
    // Who merges takes along what the other one may bring, and an undo gives it back.
    const merged = await call<Merge>(boss, 'MergeService/MergeCustomers', { id: none.id, loserId: big.id });
    expect((await worklist(anna)).items[0]).toMatchObject({ customer: { id: none.id } });
    await call<Merge>(boss, 'MergeService/UndoMerge', { id: merged.id });
    expect((await worklist(anna)).items[0]).toMatchObject({ customer: { id: big.id } });
  });

  it('says nothing of amounts to who may not read them, neither by them nor by the order', async () => {
    await service.know((tx) =>
      copyRole(
        tx,
        roleOf('no-money', {
          permissions: ['customer.read', 'customer.write', 'opportunity.read'],
          fields: fieldRights('opportunity', { amount: 'none' }),
        }),
      ),
    );
    const clerk = await service.person({ roles: ['no-money'] });
    const rich = await create(clerk);
    const poor = await create(clerk);
    await deal(poor.id, { amount: '100000' });
    const { items } = await worklist(clerk);
    expect(items.map(({ customer }) => customer?.id)).toEqual([rich.id, poor.id]);
    for (const item of items) {
      expect(item.openAmounts ?? []).toEqual([]);
      expect(item.reasons.map(({ kind }) => kind)).toEqual(['new']);
    }
  });

  it('hints at how to split the day between stages, as the strategy of the person says', async () => {
    const anna = await service.person({ managerId: boss.id });
    await create(anna);
    expect((await worklist(anna)).effort).toEqual([
      { status: 'prospect', percent: 40, count: 1 },
      { status: 'interested', percent: 30, count: 0 },
      { status: 'negotiating', percent: 30, count: 0 },
    ]);
    await call(admin, 'StrategyService/CreateStrategySetting', {
      setting: {
        scope: 'person',
        scopeId: anna.id,
        values: { effortProspectPercent: 0, effortInterestedPercent: 20, effortNegotiatingPercent: 60 },
      },
    });
    expect((await worklist(anna)).effort.map(({ percent }) => percent)).toEqual([0, 25, 75]);
  });
});

describe('who has bought', () => {
  const update = (person: TestPerson, id: string, status: Customer['status']) =>
    call<Customer>(person, 'CustomerService/UpdateCustomer', {
      id,
      customer: { status },
      updateMask: ['status'],
    });
  const get = (person: TestPerson, id: string) =>
    call<Customer>(person, 'CustomerService/GetCustomer', { id });

  it('is cooperating without anybody typing it, unless somebody decided otherwise since', async () => {
    const owner = await service.person({ managerId: boss.id });
    const values = { dealNeeded: true };
    await call(admin, 'StrategyService/CreateStrategySetting', {
      setting: { scope: 'person', scopeId: owner.id, values },
    });
    const [buyer, before, released] = [await create(owner), await create(owner), await create(owner)];
    const [now, early] = [new Date().toISOString(), new Date(Date.now() - 3_600_000).toISOString()];
    const won = { id: uuidv7(), stage: 'won', closeTime: now } as const;
    await deal(buyer.id, won);
    expect(await get(owner, buyer.id)).toMatchObject({ status: 'cooperating', wonTime: now, etag: '2' });
    await update(owner, buyer.id, 'dormant');
    await deal(buyer.id, won);
    expect((await get(owner, buyer.id)).status).toBe('dormant');
    await update(owner, before.id, 'lost');
    await deal(before.id, { stage: 'won', closeTime: early });
    expect((await get(owner, before.id)).status).toBe('lost');
    await call(owner, 'PoolService/ReleaseCustomer', { id: released.id, reason: 'No match' });
    await deal(released.id, { stage: 'won', closeTime: now });
    expect((await get(boss, released.id)).status).toBe('prospect');
  });
});
