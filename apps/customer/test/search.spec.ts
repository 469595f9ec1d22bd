import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { PublicSearchSetting } from '@kontor/contracts/gen/kontor/customer/v1/search';
import type {
  SearchCustomersResponse,
  SearchPublicResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/search_service';
import { copyRole } from '@kontor/people/role-copy';
import { fieldRights, roleOf } from '@kontor/testing/identity-records';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';

const customers = '/kontor.customer.v1.CustomerService';
const calls = '/kontor.customer.v1.SearchService';

let service: TestService;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;
let blind: TestPerson;
let admin: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  await service.know((tx) => copyRole(tx, blindRole));
  admin = await service.person({ name: 'Administrator', roles: ['administrator'] });
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  boris = await service.person({ name: 'Борис', managerId: boss.id });
  blind = await service.person({ name: 'Blind', managerId: boss.id, roles: ['blind'] });
}, 60_000);

afterAll(() => service.dispose());

const blindRole = roleOf('blind', {
  permissions: ['customer.read', 'customer.write', 'customer.search'],
  fields: [...fieldRights('customer', { phones: 'none' }), ...fieldRights('contact', { phones: 'none' })],
});

const create = (person: TestPerson, customer: Partial<Customer>) =>
  service.call<Customer>(person, `${customers}/CreateCustomer`, {
    customer: { kind: 'company', ...customer },
  });

const search = async (person: TestPerson, q: string) =>
  (await service.call<SearchCustomersResponse>(person, `${calls}/SearchCustomers`, { q })).hits;

const names = async (person: TestPerson, q: string) =>
  (await search(person, q)).map(({ customerName }) => customerName);

const everywhere = (person: TestPerson, q: string) =>
  service.call<SearchPublicResponse>(person, `${calls}/SearchPublic`, { q });

const setting = (change: Partial<PublicSearchSetting>, person = admin) =>
  service.call<PublicSearchSetting>(person, `${calls}/UpdatePublicSearchSetting`, {
    publicSearchSetting: change,
    updateMask: Object.keys(change),
  });

const phone = (raw: string, kind: 'work' | 'fax' = 'work') => ({ raw, number: '', kind });

describe('search', () => {
  beforeAll(async () => {
    await create(anna, {
      name: '北京灯塔科技有限公司',
      phones: [phone('010-8888 6666')],
      emails: ['li.wei@dengta.example'],
      source: 'erp',
      externalId: 'K-77',
    });
    await create(anna, { name: 'ООО «Ёлка и Маяк»' });
    await create(anna, { name: 'Müller & Söhne GmbH' });
    await create(boris, { name: '上海灯塔贸易有限公司', phones: [phone('021-8888 6666')] });
  });

  it.each([
    ['two Chinese signs in the middle', '灯塔', '北京灯塔科技有限公司'],
    ['the beginning', '北京灯', '北京灯塔科技有限公司'],
    ['full width', '北京 灯塔', '北京灯塔科技有限公司'],
    ['е for ё, small letters', 'елка', 'ООО «Ёлка и Маяк»'],
    ['a part of a Russian word', 'аяк', 'ООО «Ёлка и Маяк»'],
    ['Latin letters that look like Cyrillic ones', 'мaяк', 'ООО «Ёлка и Маяк»'],
    ['words in another order', 'маяк ооо', 'ООО «Ёлка и Маяк»'],
    ['no accents', 'muller sohne', 'Müller & Söhne GmbH'],
    ['the beginning of a word, two letters', 'so', 'Müller & Söhne GmbH'],
    ['the end of a phone', '8888-6666', '北京灯塔科技有限公司'],
    ['a national number', '010 88886666', '北京灯塔科技有限公司'],
    ['an international number', '+86 10 8888 6666', '北京灯塔科技有限公司'],
    ['an e-mail address', 'Li.Wei@dengta.example', '北京灯塔科技有限公司'],
    ['the beginning of an address', 'li.we', '北京灯塔科技有限公司'],
    ['the id in another system', 'k-77', '北京灯塔科技有限公司'],
  ])('finds by %s, and only what the caller reaches', async (_, q, name) => {
    expect(await names(anna, q)).toEqual([name]);
    expect(await names(boris, q)).not.toContain(name);
  });

  it('finds a customer by its number', async () => {
    const { number, name } = await create(anna, { name: 'Number & Co' });
    expect(await names(anna, number.toLowerCase())).toEqual([name]);
    expect(await names(boris, number)).toEqual([]);
  });

  it('finds what is below, the beginning before the middle and the short before the long', async () => {
    await create(anna, { name: 'Rank' });
    await create(boris, { name: 'Rankings' });
    await create(anna, { name: 'Crankshaft' });
    expect(await names(boss, 'rank')).toEqual(['Rank', 'Rankings', 'Crankshaft']);
  });

  it('finds contacts with their customer, by name and phone', async () => {
    const customer = await create(anna, { name: 'Contacted' });
    const contact = await service.call<Contact>(anna, `${customers}/CreateContact`, {
      customerId: customer.id,
      contact: { name: 'Пётр Сидоров', phones: [phone('+7 495 123-45-67')] },
    });
    const hit = { customerId: customer.id, contactId: contact.id, contactName: 'Пётр Сидоров' };
    expect(await search(anna, 'сидоров')).toMatchObject([{ ...hit, matched: 'contact_name' }]);
    expect(await search(anna, '1234567')).toMatchObject([{ ...hit, matched: 'phone' }]);
    expect(await search(boris, 'сидоров')).toEqual([]);
  });

  it('follows a new name and a new owner, contacts included', async () => {
    const customer = await create(anna, { name: 'Before Ltd' });
    await service.call(anna, `${customers}/CreateContact`, {
      customerId: customer.id,
      contact: { name: 'Wanderer' },
    });
    await service.call(anna, `${customers}/UpdateCustomer`, {
      id: customer.id,
      customer: { name: 'Afterwards Ltd' },
      updateMask: ['name'],
    });
    expect(await names(anna, 'before')).toEqual([]);
    expect(await names(anna, 'afterw')).toEqual(['Afterwards Ltd']);
    await service.call(boss, `${customers}/TransferCustomer`, { id: customer.id, ownerId: boris.id });
    expect(await names(anna, 'afterw')).toEqual([]);
    expect(await names(boris, 'afterw')).toEqual(['Afterwards Ltd']);
    expect(await search(anna, 'wanderer')).toEqual([]);
    expect(await search(boris, 'wanderer')).toHaveLength(1);
  });

  it('does not find by a field that the caller does not see', async () => {
    await create(blind, { name: 'Silent' });
    const [silent] = await search(blind, 'silent');
    await service.call(boss, `${customers}/UpdateCustomer`, {
      id: silent?.customerId,
      customer: { phones: [phone('+86 755 1234 9876')] },
      updateMask: ['phones'],
    });
    expect(await names(boss, '12349876')).toEqual(['Silent']);
    expect(await names(blind, '12349876')).toEqual([]);
  });

  it.each(['a', '灯', '!!', '%'])('refuses %s, which says too little', async (q) => {
    await expect(search(anna, q)).rejects.toMatchObject({
      fields: [{ field: 'q', reason: 'query-too-short' }],
    });
  });

  it.each(["o'neill & 'x' | !y:*", '\\', 'a\\b', '100% sure_'])('takes %s as text', async (q) => {
    await expect(search(anna, q.padEnd(3, 'z'))).resolves.toEqual([]);
  });
});

describe('search of the whole base', () => {
  let hidden: Customer;

  beforeAll(async () => {
    hidden = await create(boris, {
      name: 'Everywhere Prospect',
      phones: [phone('+86 20 5555 0001'), phone('+86 20 5555 0002', 'fax')],
      emails: ['open@everywhere.example'],
    });
    const won = await create(boris, { name: 'Everywhere Customer' });
    await service.call(boris, `${customers}/UpdateCustomer`, {
      id: won.id,
      customer: { status: 'cooperating' },
      updateMask: ['status'],
    });
  });

  it('shows others’ prospects by what the administrator chose, and nothing else finds them', async () => {
    await setting({ scope: 'prospects', fields: ['fax'], dailyLimit: 100 });
    const { hits } = await everywhere(anna, 'everywhere');
    expect(hits).toEqual([
      expect.objectContaining({
        customerId: hidden.id,
        name: 'Everywhere Prospect',
        state: 'assigned',
        emails: [],
      }),
    ]);
    expect(hits[0]?.phones.map(({ kind }) => kind)).toEqual(['fax']);
    expect(hits[0]).not.toHaveProperty('ownerId');
    expect((await everywhere(anna, '55550002')).hits).toHaveLength(1);
    expect((await everywhere(anna, '55550001')).hits).toEqual([]);
    expect((await everywhere(anna, 'open@everywhere.example')).hits).toEqual([]);
    expect(await search(anna, 'everywhere')).toEqual([]);
  });

  it('shows customers and owners where the administrator says so', async () => {
    await setting({ scope: 'customers', fields: ['owner', 'email'] });
    const { hits } = await everywhere(anna, 'everywhere');
    expect(hits.map(({ name, ownerName }) => [name, ownerName]).sort()).toEqual([
      ['Everywhere Customer', 'Борис'],
      ['Everywhere Prospect', 'Борис'],
    ]);
  });

  it('hides what the caller’s roles hide, whatever is chosen', async () => {
    await setting({ fields: ['phone'] });
    expect((await everywhere(blind, '55550001')).hits).toEqual([]);
    expect((await everywhere(blind, 'everywhere')).hits[0]).not.toHaveProperty('phones');
  });

  it('counts the searches of a day, also of twenty at once, and writes each down', async () => {
    const curious = await service.person({ name: 'Curious' });
    await setting({ dailyLimit: 5 });
    const asked = await Promise.allSettled(
      Array.from({ length: 20 }, () => everywhere(curious, 'everywhere')),
    );
    const refused = asked.flatMap((one) =>
      one.status === 'rejected' ? [one.reason as { reason: string }] : [],
    );
    expect(refused).toHaveLength(15);
    expect(refused.every(({ reason }) => reason === 'public-search-limit')).toBe(true);
    const logged = await service.ownerQuery(
      `SELECT changes FROM audit WHERE action = 'public-search' AND person_id = $1`,
      [curious.id],
    );
    expect(logged).toHaveLength(5);
  });

  it('asks for three letters or two signs, and only administrators set it up', async () => {
    await expect(everywhere(anna, 'ev')).rejects.toMatchObject({ fields: [{ reason: 'query-too-short' }] });
    await expect(setting({ dailyLimit: 1000 }, anna)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
