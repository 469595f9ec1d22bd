import { v7 as uuidv7 } from 'uuid';
import type { Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ListCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { FieldRight, Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import { copyRole } from '@kontor/people/role-copy';
import { fieldRights, reachesAll, roleOf } from '@kontor/testing/identity-records';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';

const calls = '/kontor.customer.v1.CustomerService';
const secrets = {
  number: 'none',
  note: 'none',
  addresses: 'none',
  createTime: 'none',
  segment: 'mask',
} as const;

const twins = { acceptDuplicates: true, duplicateReason: 'Twins of the test.' };
let service: TestService;
let boss: TestPerson;
/** Sees the same customers as the boss, and not the fields above; may read the status and not change it. */
let clerk: TestPerson;
let stranger: TestPerson;

const role = (id: string, fields: Record<string, FieldRight>, version = 1): Role =>
  roleOf(id, {
    etag: String(version),
    permissions: ['customer.read', 'customer.write', 'customer.transfer', 'customer.import'],
    reaches: reachesAll('customer'),
    fields: fieldRights('customer', fields),
  });

beforeAll(async () => {
  service = await testService('customer', customerService);
  await service.know((tx) => copyRole(tx, role('clerk', { ...secrets, status: 'read' })));
  await service.know((tx) =>
    copyRole(tx, role('blind-owner', { ownerId: 'none', status: 'none', source: 'none' })),
  );
  boss = await service.person({ roles: ['manager'] });
  clerk = await service.person({ roles: ['clerk'] });
  stranger = await service.person();
}, 60_000);

afterAll(() => service.dispose());

const call = <T>(person: TestPerson, name: string, request: object, key?: string) =>
  service.call<T>(person, `${calls}/${name}`, request, key ? { idempotencyKey: key } : {});

const create = (customer: Partial<Customer> = {}) =>
  call<Customer>(boss, 'CreateCustomer', {
    acceptDuplicates: true,
    duplicateReason: 'Twins of the test.',
    customer: {
      kind: 'company',
      name: 'Lighthouse',
      note: 'owes us money',
      segment: 'gold',
      addresses: [{ street: '1 Pier', city: 'Omsk' }],
      ...customer,
    },
  });

const hiddenFields = ['number', 'note', 'addresses', 'city', 'createTime'];

describe('somebody who reaches a customer and may not see all of it', () => {
  it('reads it without the hidden fields and what is worked out of them, and of masked texts only that they are there', async () => {
    const { id } = await create();
    const seen = await call<Customer>(clerk, 'GetCustomer', { id });
    expect(seen).toMatchObject({ id, name: 'Lighthouse', segment: '•••', status: 'prospect' });
    for (const field of hiddenFields) expect(seen).not.toHaveProperty(field);
    expect(await call(boss, 'GetCustomer', { id })).toMatchObject({ note: 'owes us money', city: 'Omsk' });
    await expect(call(stranger, 'GetCustomer', { id })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('finds no more in lists, in the answer to a change and in the record that a stale change is shown', async () => {
    const { id } = await create();
    const { customers } = await call<ListCustomersResponse>(clerk, 'ListCustomers', {});
    const changed = await call<Customer>(clerk, 'UpdateCustomer', {
      id,
      customer: { website: 'https://pier.example' },
      updateMask: ['website'],
    });
    const stale = await call<Customer>(clerk, 'UpdateCustomer', {
      id,
      customer: { website: '' },
      updateMask: ['website'],
      etag: '1',
    }).catch((error: unknown) => error as { code: string; current: object });
    expect(stale).toMatchObject({ code: 'stale', current: { id, etag: '2', segment: '•••' } });
    const { current } = stale as unknown as { current: object };
    expect(current).not.toHaveProperty('version');
    for (const seen of [...customers, changed, current])
      for (const field of hiddenFields) expect(seen).not.toHaveProperty(field);
  });

  it('pages through lists in their usual order, though it is that of a hidden field', async () => {
    await Promise.all([create(), create(), create()]);
    const ids: string[] = [];
    let pageToken: string | undefined;
    do {
      const request = { pageSize: 2, ...(pageToken && { pageToken }) };
      const page = await call<ListCustomersResponse>(clerk, 'ListCustomers', request);
      ids.push(...page.customers.map(({ id }) => id));
      pageToken = page.nextPageToken;
    } while (pageToken);
    const all = await call<ListCustomersResponse>(boss, 'ListCustomers', { pageSize: 200 });
    const own = all.customers.map(({ id }) => id);
    expect(ids.filter((id) => own.includes(id))).toEqual(own);
  });

  it.each(['note', 'segment', 'status', 'addresses', 'number'])(
    'cannot set %s, in a new customer or an old one',
    async (field) => {
      const { id } = await create();
      const value = { note: 'x', segment: 'x', status: 'interested', addresses: [], number: 'C-1' }[field];
      const before = await call<Customer>(boss, 'GetCustomer', { id });
      const refusal =
        field === 'number'
          ? { code: 'invalid' }
          : {
              code: 'forbidden',
              reason: 'field-not-writable',
              fields: [{ field, reason: 'field-not-writable' }],
            };
      const request = { id, customer: { name: 'Changed', [field]: value }, updateMask: ['name', field] };
      await expect(call(clerk, 'UpdateCustomer', request)).rejects.toMatchObject(refusal);
      const customer = { kind: 'company', name: `New with ${field}`, [field]: value };
      await expect(call(clerk, 'CreateCustomer', { customer, ...twins })).rejects.toMatchObject(refusal);
      expect(await call(boss, 'GetCustomer', { id })).toEqual(before);
    },
  );

  it('cannot change the status by logging a talk either', async () => {
    const { id: customerId } = await create();
    const interaction = { manner: 'call', content: 'Agreed.', customerStatus: 'interested' };
    await expect(call(clerk, 'CreateInteraction', { customerId, interaction })).rejects.toMatchObject({
      code: 'forbidden',
      fields: [{ field: 'customerStatus' }],
    });
    const logged = await call<Interaction>(boss, 'CreateInteraction', { customerId, interaction });
    expect(logged.customerStatus).toBe('interested');
  });

  it('cannot filter or order by what it does not see', async () => {
    for (const field of ['number', 'segment', 'city', 'createTime']) {
      const filter = JSON.stringify({ not: { field, op: 'isNull', value: true } });
      await expect(call(clerk, 'ListCustomers', { filter })).rejects.toMatchObject({
        code: 'forbidden',
        reason: 'field-hidden',
        fields: [{ field: 'filter', reason: 'field-hidden' }],
      });
      await expect(call(clerk, 'ListCustomers', { orderBy: field })).rejects.toMatchObject({
        code: 'forbidden',
        fields: [{ field: 'orderBy', reason: 'field-hidden' }],
      });
    }
  });
});

describe('fields that other calls tell of', () => {
  let blind: TestPerson;
  beforeAll(async () => (blind = await service.person({ roles: ['blind-owner'] })));

  it('are not counted by for who does not see them', async () => {
    await expect(call(blind, 'CountCustomers', {})).rejects.toMatchObject({
      code: 'forbidden',
      reason: 'field-hidden',
    });
    await expect(call(clerk, 'CountCustomers', {})).resolves.toHaveProperty('totalSize');
  });

  it('are not set by a transfer', async () => {
    const { id } = await create();
    await expect(call(blind, 'TransferCustomer', { id, ownerId: blind.id })).rejects.toMatchObject({
      code: 'forbidden',
      fields: [{ field: 'ownerId', reason: 'field-not-writable' }],
    });
    expect(await call(boss, 'GetCustomer', { id })).toMatchObject({ ownerId: boss.id, etag: '1' });
  });

  it('are not filled by the columns of an import, which are named', async () => {
    const columns = [
      { column: 'Company', field: 'name' },
      { column: 'Town', field: 'city' },
      { column: 'Remark', field: 'note' },
    ];
    const request = { import: { fileName: 'a.csv', columns } };
    const path = '/kontor.customer.v1.ImportService/CreateImport';
    await expect(service.call(clerk, path, request)).rejects.toMatchObject({
      code: 'forbidden',
      reason: 'import-column-not-writable',
      fields: [{ field: 'columns[1].column' }, { field: 'columns[2].column' }],
    });
    await expect(service.call(boss, path, request)).resolves.toMatchObject({ state: 'uploading' });
  });
});

it('a repeated request is answered by the rights of now, not by those of the first time', async () => {
  await service.know((tx) => copyRole(tx, role('changing', {})));
  const person = await service.person({ roles: ['changing'] });
  const customer = { kind: 'company', name: 'Twice' };
  const first = await call<Customer>(person, 'CreateCustomer', { customer, ...twins }, 'the-key');
  expect(first).toHaveProperty('number');
  await service.know((tx) => copyRole(tx, role('changing', { number: 'none' }, 2)));
  const again = await call<Customer>(person, 'CreateCustomer', { customer, ...twins }, 'the-key');
  expect(again.id).toBe(first.id);
  expect(again).not.toHaveProperty('number');
});

it('a field granted for a time is shown of that record alone, and not after the end', async () => {
  const [granted, other] = [await create(), await create()];
  const grant = (seconds: number) =>
    service.know(async (tx) => {
      await tx.query(`DELETE FROM share`);
      await tx.query(
        `INSERT INTO share (id, object, object_id, grantee_kind, grantee_id, level, fields, start_time, end_time, grantor_id, source)
         VALUES ($1, 'customer', $2, 'person', $3, 'read', '{note}', now(), now() + make_interval(secs => $4), $5, 'grant')`,
        [uuidv7(), granted.id, clerk.id, seconds, boss.id],
      );
      await tx.query('UPDATE organisation_version SET version = version + 1');
    });
  await grant(60);
  const seen = await call<Customer>(clerk, 'GetCustomer', { id: granted.id });
  expect(seen.note).toBe('owes us money');
  expect(seen).not.toHaveProperty('city');
  expect(await call<Customer>(clerk, 'GetCustomer', { id: other.id })).not.toHaveProperty('note');
  await grant(0.5);
  const atOnce = await call<Customer>(clerk, 'GetCustomer', { id: granted.id });
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(atOnce.note).toBe('owes us money');
  expect(await call<Customer>(clerk, 'GetCustomer', { id: granted.id })).not.toHaveProperty('note');
});
