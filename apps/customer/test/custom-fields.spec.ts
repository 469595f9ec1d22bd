import { v7 as uuidv7 } from 'uuid';
import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Import } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type { ListImportBadRowsResponse } from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import type { ListCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { FieldRight, Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import { copyCustomField } from '@kontor/custom-fields/custom-field-copy';
import { FieldCount } from '@kontor/custom-fields/field-count';
import { copyRole } from '@kontor/people/role-copy';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';

const calls = '/kontor.customer.v1.CustomerService';

let service: TestService;
let seller: TestPerson;
let stranger: TestPerson;
/** Sees all customers, and neither the margin nor what the nick is. */
let clerk: TestPerson;

const text = (en: string) => ({ zh: en, ru: en, en });
const field = (key: string, facts: Partial<CustomField>): CustomField => ({
  ...{ id: uuidv7(), object: 'customer', key, type: 'text', label: text(key), options: [] },
  ...{ referenceObject: '', requiredStages: [], unknownAllowed: false, minimum: '', maximum: '' },
  ...{ defaultValue: '', position: 0, searchable: false, retired: false, etag: '1' },
  ...{ createTime: new Date().toISOString(), updateTime: new Date().toISOString() },
  ...facts,
});
const options = (...keys: string[]) =>
  keys.map((key) => ({ key, label: text(key), retired: key === 'coal' }));

const fields = [
  field('nick', { maximum: '10' }),
  field('margin', { type: 'number', minimum: '0', maximum: '100' }),
  field('budget', { type: 'money' }),
  field('founded', { type: 'date' }),
  field('opens', { type: 'time' }),
  field('vip', { type: 'boolean' }),
  field('industry', {
    type: 'choice',
    options: options('steel', 'paper', 'coal'),
    requiredStages: ['negotiating'],
    unknownAllowed: true,
  }),
  field('tags', { type: 'multi_choice', options: options('red', 'green', 'blue') }),
  field('expert', { type: 'person' }),
  field('parent', { type: 'reference', referenceObject: 'customer' }),
  field('region', { defaultValue: 'north' }),
  field('old', { retired: true }),
];

const role = (id: string, rights: Record<string, FieldRight>): Role => ({
  ...{ id, name: id, description: '', deniedPermissions: [], names: [], builtIn: false, etag: '1' },
  permissions: ['customer.read', 'customer.write'],
  reaches: [{ object: 'customer', reach: 'all' }],
  fields: Object.entries(rights).map(([name, right]) => ({ object: 'customer', field: name, right })),
});

beforeAll(async () => {
  service = await testService('customer', customerService);
  await service.know(async (tx) => {
    for (const one of fields) await copyCustomField(tx, one);
    await copyCustomField(tx, field('birthday', { object: 'contact', type: 'date' }));
    await copyRole(
      tx,
      role('clerk', { 'custom.margin': 'none', 'custom.nick': 'mask', 'custom.vip': 'read' }),
    );
  });
  seller = await service.person();
  stranger = await service.person();
  clerk = await service.person({ roles: ['clerk'] });
}, 60_000);
afterAll(() => service.dispose());

const call = <T>(person: TestPerson, name: string, request: object, language: 'en' | 'ru' = 'en') =>
  service.call<T>(person, `${calls}/${name}`, request, { language });
let made = 0;
const create = (custom?: object, facts: object = {}, person = seller) =>
  call<Customer>(person, 'CreateCustomer', {
    customer: { kind: 'company', name: `Works ${++made} ${uuidv7()}`, ...facts, ...(custom && { custom }) },
  });
const change = (id: string, custom: object | undefined, facts: object = {}, person = seller) =>
  call<Customer>(person, 'UpdateCustomer', {
    id,
    customer: { ...facts, ...(custom && { custom }) },
    updateMask: [...Object.keys(facts), ...(custom ? ['custom'] : [])],
  });

describe('values of custom fields', () => {
  it('are kept in one form each and come back as they stand', async () => {
    const parent = await create();
    const custom = {
      nick: ' Big ',
      margin: 12.5,
      budget: { amount: '1000.50', currency: 'CNY' },
      founded: '1998-02-28',
      opens: '09:30',
      vip: false,
      industry: 'steel',
      tags: ['blue', 'red'],
      expert: clerk.id,
      parent: parent.id,
    };
    const { id } = await create(custom);
    const kept = { ...custom, nick: 'Big', margin: '12.5', region: 'north', tags: ['red', 'blue'] };
    expect((await call<Customer>(seller, 'GetCustomer', { id })).custom).toEqual({
      ...kept,
      budget: { amount: '1000.5', currency: 'CNY' },
    });
    await expect(call(stranger, 'GetCustomer', { id })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('change key by key, and null clears one', async () => {
    const { id } = await create({ nick: 'A', vip: true });
    expect((await change(id, { vip: null, margin: '7.0' })).custom).toEqual({
      nick: 'A',
      margin: '7',
      region: 'north',
    });
    expect((await change(id, { nick: null, margin: null, region: null })).custom).toBeUndefined();
  });

  it.each([
    [{ nothing: 1 }, 'nothing', 'unknown-field'],
    [{ nick: 5 }, 'nick', 'wrong-type'],
    [{ nick: 'far too long a nick' }, 'nick', 'too-long'],
    [{ nick: 'a\u0000' }, 'nick', 'control-character'],
    [{ margin: '1e3' }, 'margin', 'not-a-decimal'],
    [{ margin: 101 }, 'margin', 'too-large'],
    [{ budget: { amount: '1' } }, 'budget', 'not-a-currency'],
    [{ budget: '5 CNY' }, 'budget', 'custom-not-money'],
    [{ founded: '2023-02-29' }, 'founded', 'not-a-date'],
    [{ opens: '24:00' }, 'opens', 'custom-not-a-time'],
    [{ vip: 'yes' }, 'vip', 'wrong-type'],
    [{ industry: 'wood' }, 'industry', 'not-a-word'],
    [{ industry: 'coal' }, 'industry', 'custom-option-retired'],
    [{ tags: 'red' }, 'tags', 'wrong-type'],
    [{ expert: uuidv7() }, 'expert', 'unknown-person'],
    [{ parent: uuidv7() }, 'parent', 'custom-record-unknown'],
    [{ old: 'x' }, 'old', 'custom-field-retired'],
    [{ nick: { unknown: true } }, 'nick', 'custom-unknown-refused'],
  ])('are refused by name: %j', async (custom, key, reason) => {
    await expect(create(custom)).rejects.toMatchObject({ fields: [{ field: `custom.${key}`, reason }] });
  });

  it('name no record that the caller does not see, and say so in the caller’s language', async () => {
    const hidden = await create({}, {}, stranger);
    const request = { customer: { kind: 'company', name: 'X', custom: { parent: hidden.id } } };
    await expect(call(seller, 'CreateCustomer', request, 'ru')).rejects.toMatchObject({
      fields: [{ field: 'custom.parent' }],
      problem: { fields: [{ message: expect.stringMatching(/Такой записи нет/) }] },
    });
  });

  it('are asked for at their stage, where “unknown” is an answer, and not before', async () => {
    const { id } = await create();
    await change(id, undefined, { status: 'interested' });
    await expect(change(id, undefined, { status: 'negotiating' })).rejects.toMatchObject({
      fields: [{ field: 'custom.industry', reason: 'custom-required' }],
    });
    const unknown = { industry: { unknown: true } };
    const changed = await change(id, unknown, { status: 'negotiating' });
    expect(changed.custom).toMatchObject(unknown);
    await expect(change(id, { industry: null })).rejects.toMatchObject({
      fields: [{ reason: 'custom-required' }],
    });
    await change(id, undefined, { note: 'still the same stage' });
    const other = await create(undefined, { status: 'interested' });
    const interaction = { manner: 'call', content: 'We negotiate', customerStatus: 'negotiating' };
    await expect(
      call(seller, 'CreateInteraction', { customerId: other.id, interaction }),
    ).rejects.toMatchObject({ fields: [{ field: 'custom.industry', reason: 'custom-required' }] });
  });

  it('stand in contacts too', async () => {
    const { id } = await create();
    const contact = await call<Contact>(seller, 'CreateContact', {
      customerId: id,
      contact: { name: 'Lee', custom: { birthday: '1990-05-17' } },
    });
    expect(contact.custom).toEqual({ birthday: '1990-05-17' });
  });

  it('leave audit rows and events that name each field', async () => {
    const { id } = await create({ nick: 'A' });
    await change(id, { nick: 'B' });
    const rows = await service.ownerQuery<{ changes: string }>(
      `SELECT changes FROM audit WHERE object_id = $1 AND action = 'update'`,
      [id],
    );
    expect(rows.map(({ changes }) => JSON.parse(changes) as unknown)).toEqual([
      { 'custom.nick': ['A', 'B'] },
    ]);
    const told = await service.events('kontor.customer.v1.CustomerChanged');
    expect(told.at(-1)).toMatchObject({ changed: ['custom.nick'], customer: { custom: { nick: 'B' } } });
  });
});

describe('lists', () => {
  const tag = 'list-of-custom';
  const names = async (request: object, person = seller) => {
    const { customers } = await call<ListCustomersResponse>(person, 'ListCustomers', request);
    return customers.map(({ website }) => website.slice('https://'.length));
  };
  const where = (name: string, op: string, value: unknown) => ({
    filter: JSON.stringify({
      and: [
        { field: 'segment', op: 'eq', value: tag },
        { field: `custom.${name}`, op, value },
      ],
    }),
    orderBy: 'custom.margin',
  });

  beforeAll(async () => {
    const site = (name: string) => ({ website: `https://${name}`, segment: tag });
    await create(
      { margin: '9', vip: true, founded: '2001-01-01', tags: ['red'], nick: 'Привет' },
      site('nine'),
    );
    await create({ margin: '10', industry: 'steel', budget: { amount: 70, currency: 'CNY' } }, site('ten'));
    await create({ industry: { unknown: true }, tags: ['red', 'green'] }, site('none'));
    await create({ margin: '8' }, site('other'), stranger);
  });

  it.each([
    ['margin', 'lt', 10, ['nine']],
    ['margin', 'ge', '10.0', ['ten']],
    ['margin', 'isNull', true, ['none']],
    ['budget', 'gt', '69.5', ['ten']],
    ['founded', 'le', '2001-01-01', ['nine']],
    ['vip', 'eq', true, ['nine']],
    ['industry', 'eq', 'steel', ['ten']],
    ['industry', 'isNull', false, ['ten']],
    ['tags', 'contains', 'red', ['nine', 'none']],
    ['nick', 'contains', 'прИВ', ['nine']],
    ['region', 'eq', 'north', ['nine', 'ten', 'none']],
  ])('filter by %s %s %j', async (name, op, value, found) => {
    expect(await names(where(name, op, value))).toEqual(found);
  });

  it('order by them, page by page, each row once', async () => {
    const filter = JSON.stringify({ field: 'segment', op: 'eq', value: tag });
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const request = { filter, orderBy: 'custom.margin desc', pageSize: 1, ...(pageToken && { pageToken }) };
      const page = await call<ListCustomersResponse>(seller, 'ListCustomers', request);
      seen.push(...page.customers.map(({ website }) => website.slice('https://'.length)));
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(seen).toEqual(['none', 'ten', 'nine']);
  });

  it('refuse fields that are not there, and those that the caller does not see', async () => {
    await expect(names(where('nothing', 'eq', 1))).rejects.toMatchObject({ code: 'invalid' });
    await expect(names(where('vip', 'eq', true), clerk)).rejects.toMatchObject({ reason: 'field-hidden' });
    await expect(names({ filter: where('margin', 'eq', 1).filter }, clerk)).rejects.toMatchObject({
      code: 'forbidden',
      reason: 'field-hidden',
    });
    await expect(names({ orderBy: 'custom.nick' }, clerk)).rejects.toMatchObject({ reason: 'field-hidden' });
  });
});

describe('somebody whose roles limit custom fields', () => {
  it('does not see what is hidden, sees of what is masked that it is there, and changes only the rest', async () => {
    const { id } = await create({ nick: 'Secret', margin: '5', vip: true });
    const seen = await call<Customer>(clerk, 'GetCustomer', { id });
    expect(seen.custom).toEqual({ nick: '•••', vip: true, region: 'north' });
    for (const custom of [{ margin: '6' }, { nick: 'x' }, { vip: false }, { margin: null }])
      await expect(change(id, custom, {}, clerk)).rejects.toMatchObject({
        code: 'forbidden',
        fields: [{ field: `custom.${Object.keys(custom)[0]}`, reason: 'field-not-writable' }],
      });
    const changed = await change(id, { region: 'south' }, {}, clerk);
    expect(changed.custom).toEqual({ nick: '•••', vip: true, region: 'south' });
    expect((await call<Customer>(seller, 'GetCustomer', { id })).custom).toMatchObject({
      margin: '5',
      nick: 'Secret',
    });
  });
});

describe('an import', () => {
  const run = async (file: string, columns: Record<string, string>, person = seller) => {
    const imports = '/kontor.customer.v1.ImportService';
    const { id } = await service.call<Import>(person, `${imports}/CreateImport`, {
      import: {
        fileName: 'customers.csv',
        columns: Object.entries(columns).map(([column, filled]) => ({ column, field: filled })),
      },
    });
    const data = Buffer.from(file).toString('base64');
    await service.call(person, `${imports}/WriteImportChunk`, { id, index: 0, data });
    await service.call(person, `${imports}/StartImport`, { id, chunks: 1 });
    await until('the end of the import', async () => {
      const { state } = await service.call<Import>(person, `${imports}/GetImport`, { id });
      return state === 'done';
    });
    return service.call<ListImportBadRowsResponse>(person, `${imports}/ListImportBadRows`, { id });
  };

  it('fills them as their types have it, and names the column of what makes no sense', async () => {
    const columns = {
      Name: 'name',
      Margin: 'custom.margin',
      Branch: 'custom.industry',
      Budget: 'custom.budget',
    };
    const { badRows } = await run(
      'Name,Margin,Branch,Budget\nImported One,"12,5",STEEL,70 cny\nImported Two,many,,\nImported Three,,,\n',
      columns,
    );
    expect(badRows).toMatchObject([{ column: 'Margin', reason: 'not-a-decimal' }]);
    const filter = JSON.stringify({ field: 'name', op: 'startsWith', value: 'Imported' });
    const request = { filter, orderBy: 'name' };
    const { customers } = await call<ListCustomersResponse>(seller, 'ListCustomers', request);
    expect(customers.map(({ custom }) => custom)).toEqual([
      { margin: '12.5', industry: 'steel', budget: { amount: '70', currency: 'CNY' }, region: 'north' },
      { region: 'north' },
    ]);
  });

  it('takes no column for what is not there, and none that its starter may not fill', async () => {
    await expect(run('', { Name: 'name', X: 'custom.nothing' })).rejects.toMatchObject({
      fields: [{ field: 'columns[1].field', reason: 'import-field-unknown' }],
    });
    const importer = await service.person({ roles: ['clerk', 'salesperson'] });
    await expect(run('', { Name: 'name', X: 'custom.margin' }, importer)).rejects.toMatchObject({
      code: 'forbidden',
      fields: [{ field: 'columns[1].column' }],
    });
  });
});

describe('the nightly count', () => {
  it('tells of each field how many values are empty, unknown and junk, once a day', async () => {
    const before = await service.ownerQuery<{ id: string }>('SELECT 1 FROM field_count');
    expect(before).toEqual([]);
    await create({ nick: 'xxx', industry: { unknown: true } }, { note: 'test' });
    await create({ nick: 'Fine', founded: '1900-01-01' }, { note: 'a good friend' });
    const { unitOfWork, customFields } = service.running;
    const errors: unknown[] = [];
    const count = () =>
      new FieldCount({
        service: 'customer',
        work: unitOfWork,
        dataSource: unitOfWork.dataSource,
        fields: customFields,
        // A zone in which it is past three in the morning now.
        companyTimeZone: new Date().getUTCHours() >= 3 ? 'UTC' : 'Etc/GMT-12',
        onError: (error) => errors.push(error),
      }).run();
    await Promise.all([count(), count()]);
    const told = await service.events('kontor.identity.v1.FieldQualityMeasured');
    expect(told.map(({ object }) => object).sort()).toEqual(['contact', 'customer', 'interaction']);
    const of = (name: string) =>
      told.find(({ object }) => object === 'customer')?.fields.find((one) => one.field === name);
    const records = Number(of('note')?.records);
    expect(of('note')).toMatchObject({ junk: '1', empty: String(records - 3) });
    expect(of('custom.nick')).toMatchObject({ junk: '1' });
    expect(of('custom.founded')).toMatchObject({ junk: '0' });
    expect(Number(of('custom.industry')?.unknown)).toBeGreaterThan(0);
    expect(of('custom.old')).toBeUndefined();
    await count();
    expect(await service.events('kontor.identity.v1.FieldQualityMeasured')).toHaveLength(told.length);
    expect(errors).toEqual([]);
  });
});
