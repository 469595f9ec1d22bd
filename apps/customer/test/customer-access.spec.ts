import { v7 as uuidv7 } from 'uuid';
import type { AccessExplanation, Share } from '@kontor/contracts/gen/kontor/access/v1/access';
import type { ListCustomerReadersResponse } from '@kontor/contracts/gen/kontor/customer/v1/access_service';
import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ListCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import { copyRole } from '@kontor/people/role-copy';
import { copySubstitution } from '@kontor/people/substitution-copy';
import { copyUnit } from '@kontor/people/unit-copy';
import { roleOf as role } from '@kontor/testing/identity-records';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';

const calls = '/kontor.customer.v1.CustomerService';
const access = '/kontor.customer.v1.CustomerAccessService';
const hour = 3_600_000;

let service: TestService;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;
let outsider: TestPerson;
const north = uuidv7();
const shop = uuidv7();

beforeAll(async () => {
  service = await testService('customer', customerService);
  await service.know(async (tx) => {
    await copyUnit(tx, { id: north, name: 'North', kind: 'branch', etag: '1' });
    await copyUnit(tx, { id: shop, name: 'Shop', parentId: north, kind: 'team', etag: '1' });
  });
  boss = await service.person({ name: '王经理', roles: ['manager'], unitId: north });
  anna = await service.person({ name: 'Anna', managerId: boss.id, unitId: shop });
  boris = await service.person({ name: 'Борис', managerId: boss.id, unitId: shop });
  outsider = await service.person({ name: 'Clara' });
}, 60_000);

afterAll(() => service.dispose());

const create = (owner: TestPerson, name = '北京灯塔科技有限公司') =>
  service.call<Customer>(owner, `${calls}/CreateCustomer`, {
    customer: { kind: 'company', name },
    acceptDuplicates: true,
    duplicateReason: 'Twins of the test.',
  });
const get = (person: TestPerson, id: string) =>
  service.call<Customer>(person, `${calls}/GetCustomer`, { id });
const rename = (person: TestPerson, id: string, name: string) =>
  service.call<Customer>(person, `${calls}/UpdateCustomer`, {
    id,
    customer: { name },
    updateMask: ['name'],
    acceptDuplicates: true,
    duplicateReason: 'Twins of the test.',
  });
const share = async (person: TestPerson, customerId: string, wanted: Partial<Share>) => {
  const made = await service.call<Share>(person, `${access}/CreateCustomerShare`, {
    customerId,
    share: { granteeKind: 'person', level: 'read', ...wanted },
  });
  await service.running.organisation.refresh();
  return made;
};
const explain = (person: TestPerson, id: string, more: object = {}) =>
  service.call<AccessExplanation>(person, `${access}/ExplainCustomerAccess`, { id, ...more });

test('a customer shared for reading is seen with its contacts and talks, and not changed', async () => {
  const customer = await create(anna);
  await service.call<Contact>(anna, `${calls}/CreateContact`, {
    customerId: customer.id,
    contact: { name: '李雷' },
  });
  await expect(get(outsider, customer.id)).rejects.toMatchObject({ code: 'not_found' });
  await share(anna, customer.id, { granteeId: outsider.id });
  expect((await get(outsider, customer.id)).name).toBe(customer.name);
  const listed = await service.call<ListCustomersResponse>(outsider, `${calls}/ListCustomers`, {});
  expect(listed.customers.map(({ id }) => id)).toContain(customer.id);
  const { contacts } = await service.call<{ contacts: Contact[] }>(outsider, `${calls}/ListContacts`, {
    customerId: customer.id,
  });
  expect(contacts).toHaveLength(1);
  await expect(rename(outsider, customer.id, 'Mine now')).rejects.toMatchObject({
    code: 'forbidden',
    reason: 'shared-for-reading',
  });
  await expect(
    service.call(outsider, `${calls}/CreateContact`, { customerId: customer.id, contact: { name: 'Me' } }),
  ).rejects.toMatchObject({ code: 'forbidden' });
});

test('a share for writing lets the grantee change the customer, but not pass it on', async () => {
  const customer = await create(anna);
  await share(anna, customer.id, { granteeId: outsider.id, level: 'write' });
  expect((await rename(outsider, customer.id, '灯塔集团')).name).toBe('灯塔集团');
  await expect(share(outsider, customer.id, { granteeId: boris.id })).rejects.toMatchObject({
    reason: 'not-yours-to-share',
  });
  await expect(get(boris, customer.id)).rejects.toMatchObject({ code: 'not_found' });
});

test('a share with a unit reaches everybody in it and below, and ends with its time', async () => {
  const customer = await create(outsider);
  await share(outsider, customer.id, { granteeKind: 'unit', granteeId: north });
  for (const person of [boss, anna, boris]) expect((await get(person, customer.id)).id).toBe(customer.id);
  await share(outsider, customer.id, {
    granteeKind: 'unit',
    granteeId: north,
    endTime: new Date(Date.now() + 1_500).toISOString(),
  });
  expect((await get(anna, customer.id)).id).toBe(customer.id);
  await new Promise((resolve) => setTimeout(resolve, 1_600));
  await expect(get(anna, customer.id)).rejects.toMatchObject({ code: 'not_found' });
});

test('a share is ended by who shared and by the grantee, and by nobody else', async () => {
  const customer = await create(anna);
  const shared = await share(anna, customer.id, { granteeId: outsider.id });
  const end = (person: TestPerson) =>
    service.call(person, `${access}/DeleteCustomerShare`, { customerId: customer.id, id: shared.id });
  await expect(end(boris)).rejects.toMatchObject({ code: 'not_found' });
  await end(outsider);
  await expect(get(outsider, customer.id)).rejects.toMatchObject({ code: 'not_found' });
});

test.each([
  ['with the owner', () => ({ granteeId: anna.id }), 'granteeId', 'share-with-owner'],
  ['with nobody', () => ({ granteeId: uuidv7() }), 'granteeId', 'unknown-person'],
  ['with an unknown unit', () => ({ granteeKind: 'unit', granteeId: uuidv7() }), 'granteeId', 'unknown-unit'],
  [
    'until yesterday',
    () => ({ granteeId: boris.id, endTime: '2020-01-01T00:00:00Z' }),
    'endTime',
    'share-end-past',
  ],
])('sharing %s is refused', async (_, wanted, field, reason) => {
  const customer = await create(anna);
  await expect(share(anna, customer.id, wanted() as Partial<Share>)).rejects.toMatchObject({
    code: 'invalid',
    fields: [{ field, reason }],
  });
});

test('two who share at once with the same grantee leave one share', async () => {
  const customer = await create(anna);
  await Promise.all(
    [anna, boss, anna, boss].map((person) => share(person, customer.id, { granteeId: outsider.id })),
  );
  const { shares } = await service.call<{ shares: Share[] }>(anna, `${access}/ListCustomerShares`, {
    customerId: customer.id,
  });
  expect(shares).toHaveLength(1);
});

test('explains by which rule somebody sees a customer', async () => {
  const customer = await create(anna);
  expect(await explain(anna, customer.id)).toMatchObject({
    tier: 'full',
    writable: true,
    reasons: [{ rule: 'owner' }],
  });
  expect(await explain(boss, customer.id)).toMatchObject({
    reasons: [{ rule: 'line', roleId: 'manager' }],
  });
  expect(await explain(boss, customer.id, { personId: boris.id })).toMatchObject({
    tier: 'hidden',
    writable: false,
    reasons: [],
  });
  await expect(explain(anna, customer.id, { personId: boss.id })).rejects.toMatchObject({
    reason: 'person-out-of-reach',
  });
  await expect(explain(outsider, customer.id)).rejects.toMatchObject({ code: 'not_found' });
});

test('a unit role, a substitution and a share each stand among the reasons of the readers', async () => {
  await service.know(async (tx) => {
    await copyRole(
      tx,
      role('desk', { permissions: ['customer.read'], reaches: [{ object: 'customer', reach: 'unit' }] }),
    );
    await copySubstitution(tx, {
      id: uuidv7(),
      personId: boris.id,
      substituteId: outsider.id,
      startTime: new Date(Date.now() - hour).toISOString(),
      endTime: new Date(Date.now() + hour).toISOString(),
      objects: [],
      cancelled: false,
      etag: '1',
    });
  });
  const desk = await service.person({ name: 'Desk', roles: ['desk'], unitId: shop });
  const customer = await create(boris);
  await share(boris, customer.id, { granteeId: anna.id });
  const { readers } = await service.call<ListCustomerReadersResponse>(
    boris,
    `${access}/ListCustomerReaders`,
    {
      customerId: customer.id,
    },
  );
  const rules = new Map(
    readers.map(({ access }) => [
      access?.personId,
      access?.reasons.map(({ rule, onBehalfOf }) => [rule, onBehalfOf]),
    ]),
  );
  expect(rules.get(boris.id)).toEqual([['owner', undefined]]);
  expect(rules.get(boss.id)).toEqual([['line', undefined]]);
  expect(rules.get(desk.id)).toEqual([['unit', undefined]]);
  expect(rules.get(outsider.id)).toEqual([['owner', boris.id]]);
  expect(rules.get(anna.id)).toEqual([['share', undefined]]);
  for (const person of [boss, desk, outsider, anna])
    expect((await get(person, customer.id)).id).toBe(customer.id);
  await service.know(async (tx) => {
    await tx.query('UPDATE substitution_copy SET cancelled = true');
    await tx.query('UPDATE organisation_version SET version = version + 1');
  });
  await expect(get(outsider, customer.id)).rejects.toMatchObject({ code: 'not_found' });
});

test('explains which role hides a field', async () => {
  await service.know((tx) =>
    copyRole(
      tx,
      role('blind', {
        permissions: ['customer.read'],
        fields: [{ object: 'customer', field: 'addresses', right: 'none' }],
      }),
    ),
  );
  const blind = await service.person({ roles: ['blind', 'salesperson'] });
  const customer = await create(blind);
  const { fields } = await explain(blind, customer.id);
  expect(fields).toEqual([
    { field: 'addresses', right: 'none', source: 'denied', roleId: 'blind' },
    { field: 'city', right: 'none', source: 'derived', derivedFrom: 'addresses' },
  ]);
  expect((await explain(blind, customer.id, { field: 'name' })).fields).toEqual([
    { field: 'name', right: 'write', source: 'free' },
  ]);
  await expect(explain(blind, customer.id, { field: 'nonsense' })).rejects.toMatchObject({ code: 'invalid' });
});

test('a role that shows names shows whose a customer is, and nothing else of it', async () => {
  await service.know((tx) =>
    copyRole(
      tx,
      role('desk-clerk', {
        permissions: ['customer.read', 'customer.write'],
        names: [{ object: 'customer', fields: [] }],
      }),
    ),
  );
  const clerk = await service.person({ name: 'Clerk', roles: ['desk-clerk'] });
  const customer = await create(anna, '秘密客户');
  const names = (filter?: object, more: object = {}) =>
    service.call<ListCustomersResponse>(clerk, `${access}/ListCustomerNames`, {
      ...(filter && { filter: JSON.stringify(filter) }),
      ...more,
    });
  const shown = {
    id: customer.id,
    number: customer.number,
    name: '秘密客户',
    ownerId: anna.id,
    status: 'prospect',
    etag: '1',
  };
  expect(await get(clerk, customer.id)).toEqual(shown);
  const found = await names({ field: 'name', op: 'eq', value: '秘密客户' }, { withTotal: true });
  expect(found).toMatchObject({ customers: [shown], totalSize: 1 });
  await expect(names({ field: 'city', op: 'eq', value: '' })).rejects.toMatchObject({ code: 'invalid' });
  await expect(names(undefined, { orderBy: 'createTime' })).rejects.toMatchObject({ code: 'invalid' });
  await expect(rename(clerk, customer.id, 'Mine')).rejects.toMatchObject({ code: 'not_found' });
  const listed = await service.call<ListCustomersResponse>(clerk, `${calls}/ListCustomers`, {});
  expect(listed.customers).toEqual([]);
  const contacts = service.call(clerk, `${calls}/ListContacts`, { customerId: customer.id });
  await expect(contacts).rejects.toMatchObject({ code: 'not_found' });
  const own = await create(clerk, '自己的客户');
  expect((await get(clerk, own.id)).createTime).toBe(own.createTime);
  await expect(service.call(outsider, `${access}/ListCustomerNames`, {})).rejects.toMatchObject({
    reason: 'names-not-shown',
  });
});
