import type { ContactPreference } from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';
import type { Contact, Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ListContactsResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { SearchCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/search_service';
import { serviceCall } from '@kontor/access/call';
import type { TestPerson } from '@kontor/testing/service';
import { staffedService } from './staff.js';

const { service, boss, anna, boris } = await staffedService();
afterAll(() => service.dispose());

const call = <T>(person: TestPerson, path: string, request: object) =>
  service.call<T>(person, `/kontor.customer.v1.${path}`, request);
const create = (person: TestPerson, about: object = {}) =>
  call<Customer>(person, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: crypto.randomUUID(), ...about },
  });
const add = (person: TestPerson, customerId: string, contact: object = {}) =>
  call<Contact>(person, 'CustomerService/CreateContact', {
    customerId,
    contact: { name: crypto.randomUUID(), ...contact },
  });
type Verb = 'Archive' | 'Restore' | 'Delete' | 'Move';
const ask = (person: TestPerson, verb: Verb, { customerId, id }: Contact, more: object = {}) =>
  call<Contact>(person, `CustomerService/${verb}Contact`, { customerId, id, ...more });
const talk = (person: TestPerson, { customerId, id }: Contact, direction = 'outbound') =>
  call<Interaction>(person, 'CustomerService/CreateInteraction', {
    customerId,
    interaction: { manner: 'call', direction, content: 'x', contactId: id },
  });
const list = async (person: TestPerson, customerId: string, filter?: object) =>
  (
    await call<ListContactsResponse>(person, 'CustomerService/ListContacts', {
      customerId,
      ...(filter && { filter: JSON.stringify(filter) }),
    })
  ).contacts.map(({ id }) => id);
const found = async (person: TestPerson, q: string) =>
  (await call<SearchCustomersResponse>(person, 'SearchService/SearchCustomers', { q })).hits.map(
    ({ contactId }) => contactId,
  );

it('who left stays for the history, is found no more, and may come back', async () => {
  const { id: customerId } = await create(anna);
  const contact = await add(anna, customerId);
  expect(contact).toMatchObject({ active: true });
  expect(await found(anna, contact.name)).toEqual([contact.id]);
  const leftTime = '2026-06-30T00:00:00.000Z';
  await expect(ask(boris, 'Archive', contact)).rejects.toMatchObject({ code: 'not_found' });
  await expect(ask(anna, 'Archive', contact, { leftTime: '2999-01-01T00:00:00Z' })).rejects.toMatchObject({
    fields: [{ field: 'leftTime' }],
  });
  expect(await ask(anna, 'Archive', contact, { leftTime })).toMatchObject({ active: false, leftTime });
  expect(await found(anna, contact.name)).toEqual([]);
  expect(await list(anna, customerId)).toEqual([contact.id]);
  expect(await list(anna, customerId, { field: 'active', op: 'eq', value: true })).toEqual([]);
  expect(await talk(anna, contact, 'inbound')).toMatchObject({ contactId: contact.id });
  expect(await ask(anna, 'Restore', contact)).toMatchObject({ active: true });
  expect(await found(anna, contact.name)).toEqual([contact.id]);
});

it('is removed where nothing hangs on it, and else the refusal says what does', async () => {
  const email = `li@${crypto.randomUUID()}.example`;
  const { id: customerId } = await create(anna);
  const [spare, used] = [await add(anna, customerId, { emails: [email] }), await add(anna, customerId)];
  await talk(anna, used);
  await talk(anna, used);
  await call(anna, 'ContactGuardService/SetContactPreference', {
    customerId,
    preference: { contactId: used.id, doNotCall: true },
  });
  await expect(ask(boris, 'Delete', spare)).rejects.toMatchObject({ code: 'not_found' });
  await ask(anna, 'Delete', spare);
  expect(await list(anna, customerId)).toEqual([used.id]);
  const removed = await service.events('kontor.customer.v1.ContactRemoved');
  expect(removed).toMatchObject([{ contactId: spare.id, customerId, ownerId: anna.id }]);
  await create(boris, { emails: [email] });
  await expect(ask(anna, 'Delete', used)).rejects.toMatchObject({
    code: 'conflict',
    reason: 'contact-used',
    problem: { detail: expect.stringContaining('contact preferences (1), talks (2)') as string },
  });
});

describe('a contact that moves to another customer', () => {
  it('takes its wishes and what it is found by along, and leaves its talks', async () => {
    const email = `wang@${crypto.randomUUID()}.example`;
    const [from, to] = [await create(anna), await create(boris)];
    const contact = await add(anna, from.id, { emails: [email] });
    const said = await talk(anna, contact);
    await call(anna, 'ContactGuardService/SetContactPreference', {
      customerId: from.id,
      preference: { contactId: contact.id, doNotCall: true },
    });
    const there = { toCustomerId: to.id, reason: 'A new job' };
    for (const person of [anna, boris])
      await expect(ask(person, 'Move', contact, there)).rejects.toMatchObject({ code: 'not_found' });
    const moved = await ask(boss, 'Move', contact, there);
    expect(moved).toMatchObject({ id: contact.id, customerId: to.id, active: true });
    expect([await list(anna, from.id), await list(boris, to.id)]).toEqual([[], [contact.id]]);
    const { preferences } = await call<{ preferences: ContactPreference[] }>(
      boris,
      'ContactGuardService/ListContactPreferences',
      { customerId: to.id },
    );
    expect(preferences).toMatchObject([{ contactId: contact.id, doNotCall: true }]);
    const amended = await call<Interaction>(anna, 'CustomerService/UpdateInteraction', {
      customerId: from.id,
      id: said.id,
      interaction: { content: 'y' },
      updateMask: ['content'],
    });
    expect(amended).toMatchObject({ contactId: contact.id, customerId: from.id });
    await expect(create(anna, { emails: [email] })).rejects.toMatchObject({
      reason: 'possible-duplicate',
      problem: { candidates: [{ customerId: to.id }] },
    });
    expect(await found(boris, contact.name)).toEqual([contact.id]);
    await expect(ask(boris, 'Delete', moved)).rejects.toMatchObject({ reason: 'contact-used' });
    const told = await service.events('kontor.customer.v1.ContactMoved');
    expect(told).toMatchObject([{ fromCustomerId: from.id, toCustomerId: to.id, reason: 'A new job' }]);
    expect(told).toMatchObject([{ ownerId: boris.id, fromOwnerId: anna.id }]);
    const [audit] = await service.running.unitOfWork.read(serviceCall('customer', 'test'), (tx) =>
      tx.query<{ changes: string }>(`SELECT changes FROM audit WHERE object_id = $1 AND action = 'move'`, [
        contact.id,
      ]),
    );
    expect(JSON.parse(audit?.changes ?? '')).toEqual({ customerId: [from.id, to.id], reason: 'A new job' });
  });

  it('is moved once by two who move crosswise', async () => {
    const [one, other] = [await create(boss), await create(boss)];
    const [here, there] = [await add(boss, one.id), await add(boss, other.id)];
    await Promise.all([
      ask(boss, 'Move', here, { toCustomerId: other.id }),
      ask(boss, 'Move', there, { toCustomerId: one.id }),
    ]);
    expect([await list(boss, one.id), await list(boss, other.id)]).toEqual([[there.id], [here.id]]);
    await expect(ask(boss, 'Move', here, { toCustomerId: other.id })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

it('who looks like a contact that the customer has is told of as such, not as another customer', async () => {
  const { id: customerId, number } = await create(anna);
  const { name } = await add(anna, customerId);
  const again = (language: 'zh-CN' | 'ru' | 'en') =>
    service.call(
      anna,
      '/kontor.customer.v1.CustomerService/CreateContact',
      { customerId, contact: { name } },
      { language },
    );
  for (const [language, sentence] of [
    ['zh-CN', '可能与该客户已有的联系人重复'],
    ['ru', 'Похоже, у клиента уже есть такое контактное лицо'],
    ['en', 'The customer may have this contact already'],
  ] as const)
    await expect(again(language)).rejects.toMatchObject({
      reason: 'possible-duplicate',
      problem: { detail: expect.stringMatching(`^${sentence}.*${number}`) as string },
    });
  await expect(
    create(boris, { name: 'Same & Sons' }).then(() => create(boris, { name: 'Same & Sons' })),
  ).rejects.toMatchObject({
    problem: { detail: expect.stringContaining('This customer may exist already') as string },
  });
});

describe('phones', () => {
  const digits = () => String(Math.floor(Math.random() * 9_000) + 1_000);
  const phone = (raw: string) => ({ phones: [{ raw, kind: 'work' }] });

  it('of one switchboard are no hard clash, and are found by their extensions', async () => {
    const switchboard = `+86 10 8888 ${digits()}`;
    const first = await create(anna, phone(`${switchboard} ext. 11`));
    expect(first.phones).toMatchObject([{ extension: '11', number: switchboard.replaceAll(' ', '') }]);
    await create(boris, phone(`${switchboard} ext. 12`));
    await expect(create(boris, phone(`${switchboard} ext. 11`))).rejects.toMatchObject({
      reason: 'possible-duplicate',
    });
  });

  it('without an area code become no number of the whole country, unless the city tells it', async () => {
    const raw = `6234${digits()}`;
    const somewhere = await create(anna, phone(raw));
    expect(somewhere.phones).toMatchObject([{ raw, number: '' }]);
    const addresses = [{ city: '上海', country: 'CN' }];
    const { phones } = await create(anna, { ...phone(raw), addresses });
    expect(phones).toMatchObject([{ raw, number: `+8621${raw}` }]);
    await create(boris, phone(raw));
    const customerId = (await create(anna, { addresses })).id;
    expect((await add(anna, customerId, phone(raw.replace('6', '5')))).phones).toMatchObject([
      { number: `+8621${raw.replace('6', '5')}` },
    ]);
  });
});
