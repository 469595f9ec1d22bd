import { v7 as uuidv7 } from 'uuid';
import type { Conversion } from '@kontor/contracts/gen/kontor/customer/v1/convert';
import type { ListConversionsResponse } from '@kontor/contracts/gen/kontor/customer/v1/convert_service';
import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ListContactsResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import { serviceCall } from '@kontor/access/call';
import { copyRole } from '@kontor/people/role-copy';
import { testService, type CallOptions, type TestPerson, type TestService } from '@kontor/testing/service';
import { ConversionEndConsumer } from '../src/convert/conversion-end.consumer.js';
import { StrategyBook } from '../src/strategy/strategy-book.js';
import { ConversionTermJob } from '../src/convert/conversion-term.job.js';
import { customerService } from '../src/definition.js';

const calls = '/kontor.customer.v1';

let service: TestService;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  boris = await service.person({ name: 'Борис' });
}, 60_000);

afterAll(() => service?.dispose());

let count = 0;
const create = (person: TestPerson, customer: Partial<Customer> = {}) =>
  service.call<Customer>(person, `${calls}.CustomerService/CreateCustomer`, {
    customer: { kind: 'company', name: `Prospect ${++count}`, ...customer },
  });
const get = (person: TestPerson, id: string) =>
  service.call<Customer>(person, `${calls}.CustomerService/GetCustomer`, { id });
const setStatus = (person: TestPerson, id: string, status: string) =>
  service.call<Customer>(person, `${calls}.CustomerService/UpdateCustomer`, {
    id,
    customer: { status },
    updateMask: ['status'],
  });
const contactsOf = async (person: TestPerson, customerId: string): Promise<Contact[]> => {
  const path = `${calls}.CustomerService/ListContacts`;
  return (await service.call<ListContactsResponse>(person, path, { customerId })).contacts;
};
const convert = (person: TestPerson, id: string, request: object = {}, options: CallOptions = {}) =>
  service.call<Conversion>(
    person,
    `${calls}.ConvertService/ConvertCustomer`,
    { id, opportunity: { name: '春季订单' }, ...request },
    options,
  );
const conversion = (person: TestPerson, id: string) =>
  service.call<Conversion>(person, `${calls}.ConvertService/GetConversion`, { id });
const asked = async (id: string) =>
  (await service.events('kontor.customer.v1.ConversionAsked')).filter(
    ({ conversionId }) => conversionId === id,
  );

const consumer = () => new ConversionEndConsumer(service.running.app.get(StrategyBook));

/** What the sales pipeline answers, as the consumer gets it; told twice, since the broker may. */
async function answer(conversionId: string, reason?: string): Promise<string> {
  const opportunityId = uuidv7();
  for (let i = 0; i < 2; i++) {
    await service.running.unitOfWork.write(serviceCall('customer', 'test'), (tx) => {
      const context = { tx, event: {} as never };
      return reason
        ? consumer().refused({ conversionId, reason }, context)
        : consumer().done({ conversionId, opportunityId }, context);
    });
  }
  return opportunityId;
}

describe('converting a prospect', () => {
  it('gives it the status, makes its contact and asks for the opportunity, all at once', async () => {
    const { id } = await create(anna, { name: '灯塔 Маяк' });
    const opportunity = { name: 'Spring', amount: '10.50', currency: 'EUR', expectedCloseDate: '2027-03-01' };
    const started = await convert(anna, id, { opportunity, contact: { name: 'Frau Grün' } });
    expect(started).toMatchObject({
      customerId: id,
      state: 'started',
      status: 'negotiating',
      previousStatus: 'prospect',
      personId: anna.id,
      reason: '',
    });
    expect(await get(anna, id)).toMatchObject({ status: 'negotiating', etag: '2' });
    expect(await contactsOf(anna, id)).toMatchObject([{ id: started.contactId, name: 'Frau Grün' }]);
    expect(await asked(started.id)).toMatchObject([
      { customer: { id, status: 'negotiating', etag: '2' }, opportunity, personId: anna.id },
    ]);
    for (const person of [anna, boss]) expect(await conversion(person, started.id)).toEqual(started);
  });

  it('ends with the opportunity that the sales pipeline made, whatever comes later', async () => {
    const { id } = await create(anna);
    const started = await convert(anna, id);
    const opportunityId = await answer(started.id);
    expect(await conversion(anna, started.id)).toMatchObject({ state: 'done', opportunityId, etag: '2' });
    await answer(started.id, 'unknown-product');
    expect(await conversion(anna, started.id)).toMatchObject({ state: 'done', opportunityId, reason: '' });
    expect((await get(anna, id)).status).toBe('negotiating');
    const ended = (await service.events('kontor.customer.v1.ConversionEnded')).filter(
      (event) => event.conversion?.id === started.id,
    );
    expect(ended).toMatchObject([{ ownerId: anna.id, conversion: { state: 'done' } }]);
  });

  it('gives the status back when it is refused, unless somebody gave another since', async () => {
    const [back, kept] = [await create(anna), await create(anna)];
    for (const [customer, status] of [
      [back, 'prospect'],
      [kept, 'cooperating'],
    ] as const) {
      const started = await convert(anna, customer.id);
      if (status === 'cooperating') await setStatus(anna, customer.id, status);
      await answer(started.id, 'unknown-product');
      expect(await conversion(anna, started.id)).toMatchObject({
        state: 'failed',
        reason: 'unknown-product',
      });
      expect((await get(anna, customer.id)).status).toBe(status);
    }
    expect((await convert(anna, back.id)).state).toBe('started');
  });

  it('finds the contact again that a refused one left, and compares any other as a new one', async () => {
    const { id } = await create(anna);
    const contact = { name: '王芳', phones: [{ raw: '+86 10 6552 9981', kind: 'work' }] };
    const refused = await convert(anna, id, { contact });
    await answer(refused.id, 'unknown-product');
    const more = { contact: { ...contact, emails: ['wangfang@example.cn'] } };
    await expect(convert(anna, id, more)).rejects.toMatchObject({ reason: 'possible-duplicate' });
    const again = await convert(anna, id, { contact });
    expect(again.contactId).toBe(refused.contactId);
    await answer(again.id);
    await expect(convert(anna, id, more)).rejects.toMatchObject({ reason: 'possible-duplicate' });
  });

  it('that failed is told to whoever began it, once, and why in the language of the reader', async () => {
    const { id, name, number } = await create(anna);
    const notices = async () =>
      (await service.events('kontor.notification.v1.NoticeRequested')).filter(
        ({ template, about }) => template === 'conversion-failed' && about === `customers/${id}`,
      );
    const done = await convert(boss, id);
    await answer(done.id);
    expect(await notices()).toEqual([]);
    expect(await conversion(anna, done.id)).not.toHaveProperty('message');
    const started = await convert(boss, id);
    await answer(started.id, 'custom-required');
    const values = { customerName: name, customerNumber: number, failure: 'custom' };
    expect(await notices()).toMatchObject([{ personId: boss.id, values }]);
    const path = `${calls}.ConvertService/`;
    for (const [language, words] of [
      ['zh-CN', '自定义字段'],
      ['ru', 'Дополнительные поля'],
      ['en', 'Custom fields'],
    ] as const) {
      const told = { reason: 'custom-required', message: expect.stringContaining(words) as string };
      const one = await service.call(anna, `${path}GetConversion`, { id: started.id }, { language });
      expect(one).toMatchObject(told);
      const filter = JSON.stringify({ field: 'id', op: 'eq', value: started.id });
      const { conversions } = await service.call<ListConversionsResponse>(
        anna,
        `${path}ListConversions`,
        { filter },
        { language },
      );
      expect(conversions).toMatchObject([told]);
    }
  });

  it('happens once for one key, and by another key only when the first has ended', async () => {
    const { id } = await create(anna);
    const same = await Promise.all(
      Array.from({ length: 4 }, () => convert(anna, id, {}, { idempotencyKey: 'convert-1' })),
    );
    expect(new Set(same.map((one) => one.id)).size).toBe(1);
    const running = { code: 'conflict', reason: 'conversion-running' };
    for (const person of [anna, boss])
      await expect(convert(person, id, {}, { idempotencyKey: 'convert-2' })).rejects.toMatchObject(running);
    await answer(same[0]?.id ?? '');
    expect((await convert(anna, id, {}, { idempotencyKey: 'convert-3' })).id).not.toBe(same[0]?.id);
    expect((await convert(anna, id, {}, { idempotencyKey: 'convert-1' })).id).toBe(same[0]?.id);
  });

  it('begins once when many convert a customer at the same moment', async () => {
    const { id } = await create(anna);
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => convert(anna, id)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ reason: 'conversion-running' });
  });
});

describe('a conversion that nobody answers', () => {
  /** Begun more than a day ago, as if its event could not be handled; resolves when the job has ended it. */
  const overdue = async (id: string): Promise<Conversion> => {
    const started = await convert(anna, id);
    await service.running.unitOfWork.write(serviceCall('customer', 'test'), async (tx) => {
      await tx.query(`UPDATE conversion SET create_time = now() - interval '25 hours' WHERE id = $1`, [
        started.id,
      ]);
    });
    const job = service.running.app.get(ConversionTermJob);
    while (await job.step());
    return conversion(anna, started.id);
  };

  it('fails when its term is over, gives the status back and lets another begin', async () => {
    const [{ id }, { id: recent }] = [await create(anna), await create(anna)];
    const { id: young } = await convert(anna, recent);
    const ended = await overdue(id);
    expect(ended).toMatchObject({ state: 'failed', reason: 'expired' });
    expect((await get(anna, id)).status).toBe('prospect');
    expect((await conversion(anna, young)).state).toBe('started');
    expect((await convert(anna, id)).state).toBe('started');
  });

  it('is done after all when the opportunity is there, and gives the status again', async () => {
    const { id } = await create(anna);
    const ended = await overdue(id);
    const opportunityId = await answer(ended.id);
    expect(await conversion(anna, ended.id)).toMatchObject({ state: 'done', reason: '', opportunityId });
    expect((await get(anna, id)).status).toBe('negotiating');
  });
});

it('lists conversions by customer and state to who sees the customer', async () => {
  const { id } = await create(anna);
  const first = await convert(anna, id);
  await answer(first.id, 'unknown-product');
  const second = await convert(anna, id);
  const list = async (person: TestPerson, ...conditions: object[]) =>
    (
      await service.call<ListConversionsResponse>(person, `${calls}.ConvertService/ListConversions`, {
        filter: JSON.stringify({ and: [{ field: 'customerId', op: 'eq', value: id }, ...conditions] }),
      })
    ).conversions.map((one) => one.id);
  expect(await list(anna)).toEqual([second.id, first.id]);
  expect(await list(boss, { field: 'state', op: 'eq', value: 'started' })).toEqual([second.id]);
  expect(await list(boris)).toEqual([]);
  await expect(convert(anna, id)).rejects.toMatchObject({
    problem: { detail: expect.stringContaining(`being converted already (${second.id})`) as string },
  });
});

describe('a conversion is refused, and nothing is changed,', () => {
  it('where the life cycle does not allow the status', async () => {
    const { id } = await create(anna, { status: 'cooperating' });
    await expect(convert(anna, id, { status: 'negotiating' })).rejects.toMatchObject({
      fields: [{ field: 'status', reason: 'status-step' }],
    });
    expect(await convert(anna, id)).toMatchObject({ status: 'cooperating', previousStatus: 'cooperating' });
    expect((await get(anna, id)).etag).toBe('1');
  });

  it('to those who may not make opportunities, or not write the status', async () => {
    const none = { deniedPermissions: [], reaches: [], names: [] };
    const role = { name: 'x', description: '', builtIn: false, etag: '1', ...none };
    const permissions = ['customer.read', 'customer.write', 'opportunity.write'];
    const readStatus = { object: 'customer', field: 'status', right: 'read' } as const;
    await service.know(async (tx) => {
      await copyRole(tx, {
        ...role,
        id: 'no-deals',
        permissions: permissions.slice(0, 2),
        fields: [],
      } as never);
      await copyRole(tx, { ...role, id: 'no-status', permissions, fields: [readStatus] } as never);
    });
    for (const [id, reason] of [
      ['no-deals', 'forbidden'],
      ['no-status', 'field-not-writable'],
    ] as const) {
      const person = await service.person({ name: id, roles: [id] });
      const { id: customerId } = await create(person);
      await expect(convert(person, customerId)).rejects.toMatchObject({ code: 'forbidden', reason });
      expect(await get(person, customerId)).toMatchObject({ status: 'prospect', etag: '1' });
    }
  });

  it('to those who do not see the customer', async () => {
    const { id } = await create(anna);
    const started = await convert(anna, id);
    await expect(convert(boris, id)).rejects.toMatchObject({
      code: 'not_found',
      reason: 'customer-not-found',
    });
    await expect(conversion(boris, started.id)).rejects.toMatchObject({ reason: 'conversion-not-found' });
    await expect(conversion(boris, uuidv7())).rejects.toMatchObject({ reason: 'conversion-not-found' });
  });

  it('where the contact is of another customer, or is given twice', async () => {
    const [one, other] = [await create(anna), await create(anna)];
    const { contactId } = await convert(anna, other.id, { contact: { name: 'Theirs' } });
    await expect(convert(anna, one.id, { contactId })).rejects.toMatchObject({
      fields: [{ field: 'contactId', reason: 'contact-of-another' }],
    });
    await expect(convert(anna, one.id, { contactId, contact: { name: 'New' } })).rejects.toMatchObject({
      fields: [{ reason: 'one-contact' }],
    });
    expect(await get(anna, one.id)).toMatchObject({ status: 'prospect', etag: '1' });
    expect(await contactsOf(anna, one.id)).toEqual([]);
  });

  it('where the customer has come to look like another one, also of others, until that is accepted', async () => {
    const name = `Zwilling GmbH ${uuidv7()}`;
    const { id } = await create(anna, { name });
    await service.call(boris, `${calls}.CustomerService/CreateCustomer`, {
      customer: { kind: 'company', name },
      acceptDuplicates: true,
      duplicateReason: 'Another site',
    });
    await expect(convert(anna, id)).rejects.toMatchObject({ code: 'conflict', reason: 'possible-duplicate' });
    expect((await get(anna, id)).status).toBe('prospect');
    const accepted = { acceptDuplicates: true, duplicateReason: 'Another site' };
    expect((await convert(anna, id, accepted)).state).toBe('started');
  });
});

describe('a conversion and a merge', () => {
  it('meet: the conversion goes with its customer, and its refusal leaves the status of the other alone', async () => {
    const [winner, loser] = [await create(boss), await create(boss)];
    const started = await convert(boss, loser.id);
    const other = await convert(boss, winner.id);
    await service.call(boss, `${calls}.MergeService/MergeCustomers`, {
      id: winner.id,
      loserId: loser.id,
      fields: [],
    });
    expect((await conversion(boss, started.id)).customerId).toBe(winner.id);
    await answer(started.id, 'unknown-product');
    expect(await conversion(boss, started.id)).toMatchObject({ state: 'failed' });
    expect((await get(boss, winner.id)).status).toBe('negotiating');
    const opportunityId = await answer(other.id);
    expect(await conversion(boss, other.id)).toMatchObject({ state: 'done', opportunityId });
  });
});
