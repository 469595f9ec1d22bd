import { v7 as uuidv7 } from 'uuid';
import type { Contact, Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { FormField } from '@kontor/contracts/gen/kontor/identity/v1/form';
import type { Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import { copyForm } from '@kontor/custom-fields/form-copy';
import { copyRole } from '@kontor/people/role-copy';
import { roleOf } from '@kontor/testing/identity-records';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';

const calls = '/kontor.customer.v1.CustomerService';

let service: TestService;
/** Asked by the form for everybody. */
let seller: TestPerson;
/** Asked by the form of a role of theirs. */
let clerk: TestPerson;
/** May not write tax numbers. */
let trainee: TestPerson;

const field = (name: string, facts: Partial<FormField> = {}): FormField => ({
  ...{ field: name, hidden: false, readOnly: false, requiredStages: [], unknownAllowed: false },
  ...facts,
});
const form = (object: string, role: string, etag: string, ...fields: FormField[]) => ({
  id: forms[`${object} ${role}`] ?? (forms[`${object} ${role}`] = uuidv7()),
  ...{ object, role, etag, draft: [], createTime: '', updateTime: '' },
  published: [{ key: 'main', label: { zh: '', ru: '', en: 'Main' }, fields }],
});
const forms: Record<string, string> = {};
const role = (id: string, fields: Role['fields'] = []): Role =>
  roleOf(id, { permissions: ['customer.read', 'customer.write'], fields });
const everybodys = form(
  'customer',
  '',
  '1',
  field('taxNumber', { requiredStages: ['negotiating'] }),
  field('addresses', { requiredStages: ['negotiating'], unknownAllowed: true }),
);

beforeAll(async () => {
  service = await testService('customer', customerService);
  await service.know(async (tx) => {
    await copyForm(tx, everybodys);
    await copyForm(tx, form('customer', 'clerk', '1', field('website', { requiredStages: ['always'] })));
    await copyForm(tx, form('contact', '', '1', field('emails', { requiredStages: ['always'] })));
    await copyRole(tx, role('clerk'));
    await copyRole(tx, role('trainee', [{ object: 'customer', field: 'taxNumber', right: 'read' }]));
  });
  seller = await service.person();
  clerk = await service.person({ roles: ['clerk'] });
  trainee = await service.person({ roles: ['trainee'] });
}, 60_000);
afterAll(() => service.dispose());

const call = <T>(person: TestPerson, name: string, request: object) =>
  service.call<T>(person, `${calls}/${name}`, request);
const create = (facts: object = {}, person = seller) =>
  call<Customer>(person, 'CreateCustomer', { customer: { kind: 'company', name: uuidv7(), ...facts } });
const change = (id: string, customer: object, person = seller) =>
  call<Customer>(person, 'UpdateCustomer', { id, customer, updateMask: Object.keys(customer) });
const asks = (...fields: string[]) => ({
  code: 'invalid',
  fields: fields.map((name) => ({ field: name, reason: 'custom-required' })),
});
const addresses = [{ city: 'Köln', country: 'DE' }];

describe('a form asks for fields', () => {
  it('where a customer enters the stage, by whichever way', async () => {
    const { id } = await create();
    const missing = asks('taxNumber', 'addresses');
    await expect(change(id, { status: 'negotiating' })).rejects.toMatchObject(missing);
    await expect(create({ status: 'negotiating' })).rejects.toMatchObject(missing);
    const talk = { manner: 'call', content: 'x', customerStatus: 'negotiating' };
    const log = () => call<Interaction>(seller, 'CreateInteraction', { customerId: id, interaction: talk });
    await expect(log()).rejects.toMatchObject(missing);
    const { status } = await change(id, { status: 'negotiating', taxNumber: uuidv7(), addresses });
    expect(status).toBe('negotiating');
    await log();
  });

  it('until they are said to be unknown, where it lets them be', async () => {
    const { id } = await create({ taxNumber: '914403001922038216' });
    const unknown = (...unknownFields: string[]) => change(id, { status: 'negotiating', unknownFields });
    await expect(unknown('taxNumber')).rejects.toMatchObject({
      fields: [{ field: 'unknownFields[0]', reason: 'custom-unknown-refused' }, { field: 'addresses' }],
    });
    expect(await unknown('addresses')).toMatchObject({ status: 'negotiating', unknownFields: ['addresses'] });
    await expect(change(id, { unknownFields: [] })).rejects.toMatchObject(asks('addresses'));
    expect((await change(id, { addresses })).unknownFields).toEqual([]);
  });

  it('that stand already when they are cleared, and not when something else changes', async () => {
    const taxNumber = uuidv7();
    const { id } = await create({ status: 'negotiating', taxNumber, addresses });
    await expect(change(id, { taxNumber: '' })).rejects.toMatchObject(asks('taxNumber'));
    expect((await change(id, { note: 'x' })).note).toBe('x');
    await service.know((tx) =>
      copyForm(tx, {
        ...everybodys,
        etag: '2',
        published: form('', '', '', field('segment', { requiredStages: ['always'] })).published,
      }),
    );
    expect((await change(id, { note: 'y' })).note).toBe('y');
    await service.know((tx) => copyForm(tx, { ...everybodys, etag: '3' }));
  });

  it('of contacts, which have no stages', async () => {
    const { id: customerId } = await create();
    const add = (contact: object) => call<Contact>(seller, 'CreateContact', { customerId, contact });
    await expect(add({ name: 'Li' })).rejects.toMatchObject(asks('emails'));
    expect(await add({ name: 'Li', emails: [`li@${uuidv7()}.example`] })).toMatchObject({ name: 'Li' });
  });

  it('of the holders of its role only, who are not asked by that for everybody', async () => {
    await expect(create({}, clerk)).rejects.toMatchObject(asks('website'));
    await create({ website: `https://${uuidv7()}.example`, status: 'negotiating' }, clerk);
  });

  it('of nobody who may not fill them in', async () => {
    await expect(create({ status: 'negotiating' }, trainee)).rejects.toMatchObject(asks('addresses'));
    expect(await create({ status: 'negotiating', addresses }, trainee)).toMatchObject({ taxNumber: '' });
  });
});

it('saves are counted by form and field, of who fills in the form', async () => {
  const { use } = service.running.customFields;
  use.take();
  await create({ website: `https://${uuidv7()}.example` }, clerk);
  await create();
  const counted = use.take().map(({ formId, saves, filled }) => [formId, saves, Object.fromEntries(filled)]);
  expect(counted).toEqual([
    [forms['customer clerk'], 1, { website: 1 }],
    [forms['customer '], 1, { taxNumber: 0, addresses: 0 }],
  ]);
});

it('is asked no more by a form that was removed, whatever comes late', async () => {
  await service.know((tx) => copyForm(tx, { ...everybodys, etag: '5', published: [] }));
  await service.know((tx) => copyForm(tx, { ...everybodys, etag: '4' }));
  expect(await create({ status: 'negotiating' })).toMatchObject({ status: 'negotiating' });
});
