import { v7 as uuidv7 } from 'uuid';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { salesPipelineService } from '../src/definition.js';
import { opportunityOf } from '../src/opportunity/conversion.consumer.js';
import { catalogueOf } from './catalogue.js';
import { customerOf, CustomerVoice, dealsOf } from './deals.js';

let service: TestService;
let voice: CustomerVoice;
let deals: ReturnType<typeof dealsOf>;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;

beforeAll(async () => {
  service = await testService('sales-pipeline', salesPipelineService);
  voice = await CustomerVoice.of(service);
  deals = dealsOf(service);
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  boris = await service.person({ name: 'Борис' });
}, 60_000);

afterAll(async () => {
  await voice?.close();
  await service?.dispose();
});

const unseen = { code: 'not_found', reason: 'opportunity-not-found' };
/** A merge that joins no contacts. */
const noContacts = { contacts: [], loserContactIds: [] };
const noCustomer = { code: 'not_found', reason: 'customer-not-found' };

/** A customer that the service has heard of. */
async function known(owner: TestPerson, about: Partial<Customer> = {}): Promise<Customer> {
  const customer = customerOf(owner, about);
  await voice.customer(customer);
  return customer;
}

const listed = async (person: TestPerson, customerId: string): Promise<string[]> => {
  const filter = JSON.stringify({ field: 'customerId', op: 'eq', value: customerId });
  return (await deals.list(person, { filter })).opportunities.map(({ id }) => id);
};

describe('an opportunity', () => {
  it('has a number, exact money, a day, and its customer with name and owner; others do not see it', async () => {
    const customer = await known(anna, { name: '灯塔 Маяк' });
    const made = await deals.create(anna, {
      customerId: customer.id,
      amount: '1200.50',
      currency: 'CNY',
      expectedCloseDate: '2027-02-28',
      probability: 40,
      competitorNote: 'ООО Ромашка\n1100',
    });
    expect(made).toMatchObject({
      customerName: '灯塔 Маяк',
      ownerId: anna.id,
      stage: 'open',
      amount: '1200.50',
      expectedCloseDate: '2027-02-28',
      probability: 40,
      creatorId: anna.id,
      etag: '1',
    });
    expect(made.number).toMatch(/^O-\d{4}-\d{6}$/);
    expect(made).not.toHaveProperty('toldCustomerId');
    for (const person of [anna, boss]) {
      expect(await deals.get(person, made.id)).toEqual(made);
      expect(await listed(person, customer.id)).toEqual([made.id]);
    }
    await expect(deals.get(boris, made.id)).rejects.toMatchObject(unseen);
    await expect(deals.update(boris, made.id, { name: 'Mine' })).rejects.toMatchObject(unseen);
    await expect(deals.create(boris, { customerId: customer.id })).rejects.toMatchObject(noCustomer);
    expect(await listed(boris, customer.id)).toEqual([]);
  });

  it('is told of with its whole state and among whose records it counts', async () => {
    const customer = await known(anna);
    const { id } = await deals.create(anna, { customerId: customer.id });
    await deals.update(anna, id, { probability: 70 });
    const told = (await service.events('kontor.sales_pipeline.v1.OpportunityChanged')).filter(
      ({ opportunity }) => opportunity?.id === id,
    );
    expect(told).toMatchObject([
      { ownerId: anna.id, opportunity: { etag: '1', stage: 'open' } },
      { ownerId: anna.id, opportunity: { etag: '2', probability: 70 }, changed: ['probability'] },
    ]);
  });

  it('is made once for one idempotency key, and changed only from the version that was seen', async () => {
    const { id: customerId } = await known(anna);
    const made = await Promise.all(
      Array.from({ length: 4 }, () => deals.create(anna, { customerId }, { idempotencyKey: 'deal-1' })),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    const { id = '' } = made[0] ?? {};
    expect((await deals.update(boss, id, { name: 'Second' }, '1')).etag).toBe('2');
    await expect(deals.update(anna, id, { name: 'Third' }, '1')).rejects.toMatchObject({ code: 'stale' });
  });

  it.each([
    [{ amount: '-1', currency: 'CNY' }, 'amount', 'too-small'],
    [{ amount: '1' }, 'currency', 'currency-needed'],
    [{ productIds: ['0198c0de-0000-7000-8000-000000000000'] }, 'productIds[0]', 'unknown-product'],
    [{ stage: 'won' }, 'stage', 'stage-by-call'],
  ])('is refused with %j', async (values, field, reason) => {
    const { id: customerId } = await known(anna);
    await expect(deals.create(anna, { customerId, ...values })).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ field, reason }],
    });
    expect(await listed(anna, customerId)).toEqual([]);
  });

  it('moves along the life cycle, is won once, and stays with its customer', async () => {
    const { id: customerId } = await known(anna);
    const other = await known(anna);
    const { id } = await deals.create(anna, { customerId });
    expect((await deals.update(anna, id, { stage: 'negotiation' })).stage).toBe('negotiation');
    await expect(deals.update(anna, id, { stage: 'open' })).rejects.toMatchObject({
      fields: [{ field: 'stage', reason: 'stage-step' }],
    });
    await expect(deals.update(anna, id, { stage: 'won' })).rejects.toMatchObject({
      fields: [{ reason: 'stage-by-call' }],
    });
    await expect(deals.update(anna, id, { customerId: other.id })).rejects.toMatchObject({
      fields: [{ field: 'customerId', reason: 'opportunity-customer-fixed' }],
    });
    const won = await deals.win(anna, id);
    expect(won).toMatchObject({ stage: 'won', lossReason: '' });
    expect(won.closeTime).toBeDefined();
    await expect(deals.win(anna, id)).rejects.toMatchObject({ reason: 'opportunity-won-already' });
    await expect(deals.lose(anna, id, 'No')).rejects.toMatchObject({ reason: 'opportunity-won-already' });
  });

  it('is lost with a reason only, and forgets it when it is taken up again', async () => {
    const { id: customerId } = await known(anna);
    const { id } = await deals.create(anna, { customerId });
    await expect(deals.lose(anna, id)).rejects.toMatchObject({ fields: [{ field: 'lossReason' }] });
    expect(await deals.lose(anna, id, 'Дорого')).toMatchObject({ stage: 'lost', lossReason: 'Дорого' });
    const again = await deals.update(anna, id, { stage: 'qualified' });
    expect(again).toMatchObject({ stage: 'qualified', lossReason: '' });
    expect(again).not.toHaveProperty('closeTime');
  });
});

describe('the sight of an opportunity', () => {
  it('goes with the customer to a new owner, also when somebody else made it', async () => {
    const customer = await known(anna);
    const { id } = await deals.create(boss, { customerId: customer.id });
    expect((await deals.get(anna, id)).creatorId).toBe(boss.id);
    await voice.customer({ ...customer, ownerId: boris.id, etag: '2' });
    expect(await deals.get(boris, id)).toMatchObject({ ownerId: boris.id });
    expect(await listed(boris, customer.id)).toEqual([id]);
    for (const person of [anna, boss]) {
      await expect(deals.get(person, id)).rejects.toMatchObject(unseen);
      expect(await listed(person, customer.id)).toEqual([]);
    }
  });

  it('is not turned back by what is told late', async () => {
    const customer = await known(anna, { etag: '5', name: 'Newest' });
    const { id } = await deals.create(anna, { customerId: customer.id });
    await voice.customer({ ...customer, ownerId: boris.id, name: 'Old', etag: '4' });
    expect(await deals.get(anna, id)).toMatchObject({ customerName: 'Newest', ownerId: anna.id });
    await expect(deals.get(boris, id)).rejects.toMatchObject(unseen);
  });

  it('goes to the keeper where nobody owns the customer', async () => {
    const customer = await known(anna);
    const { id } = await deals.create(anna, { customerId: customer.id });
    const { ownerId: _, ...unowned } = customer;
    await voice.customer({ ...unowned, keeperId: boss.id, etag: '2' });
    expect(await deals.get(boss, id)).not.toHaveProperty('ownerId');
    await expect(deals.get(anna, id)).rejects.toMatchObject(unseen);
  });

  it('is shared with the customer: for reading, for changing, and not any more', async () => {
    const customer = await known(anna);
    const { id } = await deals.create(anna, { customerId: customer.id });
    const share = uuidv7();
    await voice.share(customer.id, boris, { id: share }, false, 1_000);
    expect((await deals.get(boris, id)).id).toBe(id);
    await expect(deals.update(boris, id, { name: 'Mine' })).rejects.toMatchObject({
      reason: 'shared-for-reading',
    });
    await expect(deals.create(boris, { customerId: customer.id })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await voice.share(customer.id, boris, { id: share, level: 'write' }, false, 2_000);
    expect((await deals.update(boris, id, { name: 'Ours' })).name).toBe('Ours');
    await voice.share(customer.id, boris, { id: share, level: 'write' }, true, 3_000);
    await expect(deals.get(boris, id)).rejects.toMatchObject(unseen);
    await voice.share(customer.id, boris, { id: share }, false, 2_500);
    await expect(deals.get(boris, id)).rejects.toMatchObject(unseen);
  });
});

describe('a merge of customers', () => {
  it('brings the opportunities to the customer that stands, and back when it is undone', async () => {
    const loser = await known(anna);
    const winner = await known(boris);
    const { id } = await deals.create(anna, { customerId: loser.id });
    const { id: winners } = await deals.create(boris, { customerId: winner.id });
    const guest = await service.person({ name: 'Guest' });
    await voice.share(loser.id, guest);
    const merge = {
      mergeId: uuidv7(),
      winnerId: winner.id,
      loserId: loser.id,
      ownerId: '',
      loserOwnerId: '',
      ...noContacts,
    };
    for (let twice = 0; twice < 2; twice++) await voice.tell('kontor.customer.v1.CustomersMerged', merge);
    expect((await listed(boris, winner.id)).toSorted()).toEqual([id, winners].toSorted());
    expect((await listed(guest, winner.id)).toSorted()).toEqual([id, winners].toSorted());
    expect(await deals.get(boris, id)).toMatchObject({ customerId: winner.id, etag: '2' });
    await expect(deals.get(anna, id)).rejects.toMatchObject(unseen);
    await expect(deals.create(anna, { customerId: loser.id })).rejects.toMatchObject(noCustomer);
    await expect(deals.create(boris, { customerId: loser.id })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'customer-merged',
    });
    await voice.tell('kontor.customer.v1.CustomersUnmerged', merge);
    await voice.tell('kontor.customer.v1.CustomersMerged', merge);
    expect(await listed(boris, winner.id)).toEqual([winners]);
    expect(await listed(anna, loser.id)).toEqual([id]);
    expect(await listed(guest, loser.id)).toEqual([id]);
    expect(await listed(guest, winner.id)).toEqual([]);
  });

  it('may be heard of before the one that came first', async () => {
    const [a, b, c] = [await known(anna), await known(anna), await known(anna)];
    const { id } = await deals.create(anna, { customerId: a.id });
    const told = (winnerId: string, loserId: string) => ({
      ...{ mergeId: uuidv7(), winnerId, loserId },
      ...{ ownerId: anna.id, loserOwnerId: anna.id, ...noContacts },
    });
    const later = told(c.id, b.id);
    await voice.tell('kontor.customer.v1.CustomersMerged', later);
    await voice.tell('kontor.customer.v1.CustomersMerged', told(b.id, a.id));
    expect(await listed(anna, c.id)).toEqual([id]);
    await voice.tell('kontor.customer.v1.CustomersUnmerged', later);
    expect(await listed(anna, b.id)).toEqual([id]);
  });
});

describe('a customer that is removed', () => {
  it('leaves its opportunities standing, tells of each of them once, and takes no new ones', async () => {
    const customer = await known(anna, { name: 'Undone' });
    const { id } = await deals.create(anna, { customerId: customer.id });
    const removal = { customerId: customer.id, ownerId: anna.id };
    for (let twice = 0; twice < 2; twice++) await voice.tell('kontor.customer.v1.CustomerRemoved', removal);
    // A state from before that comes late does not bring it back.
    await voice.customer({ ...customer, etag: '2' });
    expect(await deals.get(anna, id)).toMatchObject({ customerName: 'Undone', stage: 'open', etag: '2' });
    expect((await deals.win(anna, id)).stage).toBe('won');
    await expect(deals.get(boris, id)).rejects.toMatchObject(unseen);
    await expect(deals.create(anna, { customerId: customer.id })).rejects.toMatchObject(noCustomer);
    const told = (await service.events('kontor.sales_pipeline.v1.OpportunityChanged')).filter(
      ({ opportunity }) => opportunity?.id === id,
    );
    expect(told.map(({ opportunity }) => opportunity?.etag)).toEqual(['1', '2', '3']);
  });

  it('may be heard of before it is known', async () => {
    const customer = customerOf(anna);
    await voice.tell('kontor.customer.v1.CustomerRemoved', { customerId: customer.id, ownerId: anna.id });
    await voice.customer(customer);
    await expect(deals.create(anna, { customerId: customer.id })).rejects.toMatchObject(noCustomer);
  });
});

describe('a conversion', () => {
  const ask = (conversionId: string, customer: Customer, opportunity: object = {}) =>
    voice.tell('kontor.customer.v1.ConversionAsked', {
      conversionId,
      customer,
      opportunity: { name: 'Converted', ...opportunity } as never,
      personId: boss.id,
    });
  const answers = async (conversionId: string) => {
    const done = await service.events('kontor.sales_pipeline.v1.ConversionDone');
    const refused = await service.events('kontor.sales_pipeline.v1.ConversionRefused');
    return [...done, ...refused].filter((answer) => answer.conversionId === conversionId);
  };

  it('makes one opportunity however often it is asked for, of a customer that was not known yet', async () => {
    const customer = customerOf(anna, { status: 'negotiating', etag: '3' });
    const conversionId = uuidv7();
    const product = await catalogueOf(service).create(boss);
    const draft = {
      amount: '10',
      currency: 'EUR',
      productIds: [product.id],
      expectedCloseDate: '2027-01-31',
    };
    for (let i = 0; i < 3; i++) await ask(conversionId, customer, draft);
    expect(await listed(anna, customer.id)).toEqual([opportunityOf(conversionId)]);
    expect(await deals.get(anna, opportunityOf(conversionId))).toMatchObject({
      name: 'Converted',
      ...draft,
      stage: 'open',
      conversionId,
      creatorId: boss.id,
      etag: '1',
    });
    const told = await answers(conversionId);
    expect(new Set(told.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify({ conversionId, opportunityId: opportunityOf(conversionId) })]),
    );
    await expect(deals.get(boris, opportunityOf(conversionId))).rejects.toMatchObject(unseen);
  });

  it('is refused with a reason, and makes nothing, where the opportunity cannot be', async () => {
    const customer = await known(anna);
    for (const [draft, reason] of [
      [{ productIds: [uuidv7()] }, 'unknown-product'],
      [{ amount: '5' }, 'currency-needed'],
    ] as const) {
      const conversionId = uuidv7();
      await ask(conversionId, customer, draft);
      expect(await answers(conversionId)).toEqual([{ conversionId, reason }]);
    }
    expect(await listed(anna, customer.id)).toEqual([]);
  });

  it('goes to the customer that its customer became part of meanwhile', async () => {
    const [loser, winner] = [await known(anna), await known(anna)];
    const facts = { winnerId: winner.id, loserId: loser.id, ownerId: anna.id, loserOwnerId: anna.id };
    await voice.tell('kontor.customer.v1.CustomersMerged', { mergeId: uuidv7(), ...facts, ...noContacts });
    const conversionId = uuidv7();
    await ask(conversionId, loser);
    expect(await listed(anna, winner.id)).toEqual([opportunityOf(conversionId)]);
  });
});
