import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { PublicSearchSetting } from '@kontor/contracts/gen/kontor/customer/v1/search';
import type {
  SearchCustomersResponse,
  SearchPublicResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/search_service';
import { serviceCall } from '@kontor/access/call';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';

const customers = '/kontor.customer.v1.CustomerService';
const calls = '/kontor.customer.v1.SearchService';

let service: TestService;
let boss: TestPerson;
let anna: TestPerson;
/** Of another line: sees none of Anna's customers. */
let clara: TestPerson;
let admin: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  admin = await service.person({ name: 'Administrator', roles: ['administrator'] });
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  clara = await service.person({ name: 'Clara' });
}, 60_000);

afterAll(() => service.dispose());

const create = (person: TestPerson, customer: object, more: object = {}) =>
  service.call<Customer>(person, `${customers}/CreateCustomer`, {
    customer: { kind: 'company', ...customer },
    ...more,
  });
const addContact = (person: TestPerson, customerId: string, contact: object) =>
  service.call<Contact>(person, `${customers}/CreateContact`, { customerId, contact });
const names = async (person: TestPerson, q: string) =>
  (await service.call<SearchCustomersResponse>(person, `${calls}/SearchCustomers`, { q })).hits.map(
    ({ customerName }) => customerName,
  );
const everywhere = (person: TestPerson, q: string) =>
  service.call<SearchPublicResponse>(person, `${calls}/SearchPublic`, { q });
const phone = (raw: string, kind: 'work' | 'fax' = 'work') => ({ raw, number: '', kind });

describe('a name that thousands of others begin with', () => {
  const crowd = 6_000;

  beforeAll(async () => {
    const { id } = await create(anna, { name: 'Orion Trade 0' });
    await service.running.unitOfWork.write(serviceCall('customer', 'test'), async (tx) => {
      const [{ columns = '' } = {}] = await tx.query<{ columns: string }>(
        `SELECT string_agg(column_name, ', ') AS columns FROM information_schema.columns
         WHERE table_name = 'customer' AND is_generated = 'NEVER'`,
      );
      for (let last = 1_000; last <= crowd; last += 1_000) {
        await tx.query(
          `INSERT INTO customer (${columns}) SELECT ${columns} FROM (
             SELECT (jsonb_populate_record(c, jsonb_build_object(
               'id', uuidv7(), 'name', 'Orion Trade ' || n, 'number', 'X-2026-' || n))).*
             FROM customer c, generate_series($2::integer - 999, $2::integer) n WHERE c.id = $1) copies`,
          [id, last],
        );
      }
    });
    await create(anna, { name: 'Orion' });
    await create(anna, { name: 'ООО «Orion Тrаdе»' });
    const late = await create(anna, { name: 'Later' });
    await addContact(anna, late.id, { name: 'Orion Trade' });
    await service.ownerQuery('ANALYZE search_document');
  }, 120_000);

  it('is found first when it is typed as a whole, by those who reach it and in the whole base', async () => {
    for (const person of [anna, boss]) expect((await names(person, 'Orion'))[0]).toBe('Orion');
    expect((await everywhere(clara, 'orion')).hits[0]?.name).toBe('Orion');
    expect(await names(clara, 'Orion')).toEqual([]);
  });

  it('is found of a contact, too, and however it is spaced and written', async () => {
    expect((await names(boss, 'ORION   trade'))[0]).toBe('Later');
    expect((await names(boss, '«Orion»'))[0]).toBe('Orion');
    expect((await names(boss, `Orion Trade ${crowd - 1}`))[0]).toBe(`Orion Trade ${crowd - 1}`);
  });

  it('is found whatever its legal form, before those that only begin so', async () => {
    for (const q of ['orion trade', 'Orion Trade LLC', 'OOO Orion Trade'])
      expect((await names(anna, q)).slice(0, 2)).toContain('ООО «Orion Тrаdе»');
    expect((await everywhere(clara, 'orion trade')).hits[0]?.name).toBe('ООО «Orion Тrаdе»');
    expect(await names(clara, 'orion trade')).toEqual([]);
  });

  it('is found where it is longer than what the index keeps', async () => {
    const long = `Orion Trade ${'and so on '.repeat(12)}end`;
    await create(anna, { name: long });
    expect(await names(anna, long)).toEqual([long]);
  });
});

describe('a number', () => {
  beforeAll(async () => {
    await create(anna, {
      name: '李 伟',
      phones: [phone('010-8888 6666')],
      taxNumber: '7707083893',
      addresses: [{ country: 'RU' }],
    });
    await create(anna, { name: '東方貿易' });
    await create(anna, { name: '王小明工厂' });
  });

  it.each([
    ['010/8888 6666', '李 伟'],
    ['010–8888–6666', '李 伟'],
    ['+86 10/88886666', '李 伟'],
    ['+86 10 8888 6666 ext 3', '李 伟'],
    ['（010）8888－6666', '李 伟'],
    ['8888/6666', '李 伟'],
    ['7707 083 893', '李 伟'],
    ['7707-083-893', '李 伟'],
    ['ИНН 7707083893', '李 伟'],
    ['李伟', '李 伟'],
    ['李 伟', '李 伟'],
    ['王 小明', '王小明工厂'],
    ['东方', '東方貿易'],
    ['東方 貿易', '東方貿易'],
  ])('and a name are found as people type them: %s', async (q, name) => {
    expect(await names(anna, q)).toEqual([name]);
    expect(await names(clara, q)).toEqual([]);
  });
});

describe('the search of the whole base', () => {
  const setting = (change: Partial<PublicSearchSetting>) =>
    service.call<PublicSearchSetting>(admin, `${calls}/UpdatePublicSearchSetting`, {
      publicSearchSetting: change,
      updateMask: Object.keys(change),
    });

  it('finds a customer by phones and e-mails of its contacts, once, and shows none of them', async () => {
    const { id } = await create(anna, { name: 'Switchboard', phones: [phone('+86 21 7777 0001')] });
    await addContact(anna, id, {
      name: 'Secret person',
      phones: [phone('+86 21 7777 0002'), phone('+86 21 7777 0003', 'fax')],
      emails: ['secret.person@switchboard.example'],
    });
    await addContact(anna, id, { name: 'Another', phones: [phone('+86 21 7777 0004')] });
    await setting({ scope: 'customers', fields: ['phone', 'email'], dailyLimit: 1000 });
    for (const q of ['021 7777 0002', '+862177770002', 'secret.person@switchboard.example', '7777 00']) {
      const { hits } = await everywhere(clara, q);
      expect(hits.map(({ customerId }) => customerId)).toEqual([id]);
      expect(JSON.stringify(hits)).not.toMatch(/secret|Secret|77770002/);
    }
    expect((await everywhere(clara, '+862177770003')).hits).toEqual([]);
    await setting({ fields: ['fax'] });
    expect((await everywhere(clara, '+862177770003')).hits).toHaveLength(1);
    expect((await everywhere(clara, '+862177770002')).hits).toEqual([]);
    await setting({ fields: [] });
    expect((await everywhere(clara, '+862177770003')).hits).toEqual([]);
    expect((await everywhere(clara, 'secret.person@switchboard.example')).hits).toEqual([]);
  });
});
