import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type {
  SearchCustomersResponse,
  SearchPublicResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/search_service';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { remakeStep } from '../src/duplicate/remake-step.js';
import { keysVersion } from '../src/duplicate/rules/match-keys.js';
import { simplified, simplifiedOf } from '../src/duplicate/rules/simplified.js';
import { customerService } from '../src/definition.js';

let service: TestService;
let anna: TestPerson;
let clara: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  const boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  clara = await service.person({ name: 'Clara' });
}, 60_000);

afterAll(() => service.dispose());

const create = (person: TestPerson, name: string, more: object = {}) =>
  service.call<Customer>(person, '/kontor.customer.v1.CustomerService/CreateCustomer', {
    customer: { kind: 'company', name },
    ...more,
  });
const search = async (person: TestPerson, q: string) =>
  (
    await service.call<SearchCustomersResponse>(person, '/kontor.customer.v1.SearchService/SearchCustomers', {
      q,
    })
  ).hits;
const found = async (person: TestPerson, q: string) =>
  (await search(person, q)).map(({ customerName }) => customerName);
/** In the name of the service, as its jobs work. */

describe('traditional and simplified characters', () => {
  it('are one company: whoever enters it the other way is shown what is there', async () => {
    const { id } = await create(anna, '台灣機械有限公司');
    await expect(create(clara, '台湾机械股份有限公司')).rejects.toMatchObject({
      code: 'conflict',
      reason: 'possible-duplicate',
      candidates: [{ customerId: id }],
    });
    await create(anna, '广东灯塔集团');
    await expect(create(anna, '廣東燈塔有限公司')).rejects.toMatchObject({ reason: 'possible-duplicate' });
  });

  it('find each other, of customers and contacts, in part and in whole, for those who reach them', async () => {
    for (const q of ['台湾机械', '台灣機械有限公司', '灣機', '湾机'])
      expect(await found(anna, q)).toEqual(['台灣機械有限公司']);
    for (const q of ['燈塔', '灯塔', '廣東燈']) expect(await found(anna, q)).toEqual(['广东灯塔集团']);
    expect(await found(clara, '台湾机械')).toEqual([]);
    const { id: customerId } = await create(anna, 'Tower');
    await service.call<Contact>(anna, '/kontor.customer.v1.CustomerService/CreateContact', {
      customerId,
      contact: { name: '張偉傑' },
    });
    expect(await search(anna, '张伟杰')).toMatchObject([{ contactName: '張偉傑' }]);
    expect(await search(anna, '偉傑')).toMatchObject([{ contactName: '張偉傑' }]);
  });

  it('are shown as they were written, and found so in the whole base, too', async () => {
    const everywhere = (q: string) =>
      service.call<SearchPublicResponse>(clara, '/kontor.customer.v1.SearchService/SearchPublic', { q });
    for (const q of ['台湾机械', '台灣機械'])
      expect((await everywhere(q)).hits.map(({ name }) => name)).toEqual(['台灣機械有限公司']);
  });

  it('are folded alike by the service and by its database', async () => {
    const texts = [
      ...simplifiedOf.keys(),
      ...simplifiedOf.values(),
      '台灣 機械',
      'Ромашка',
      'a𠮷b',
      '',
      '東方abc後',
    ];
    const rows = await service.rows<{ text: string; folded: string }>(
      'SELECT t AS text, search_simplified(t) AS folded FROM unnest($1::text[]) t',
      [texts],
    );
    expect(rows).toHaveLength(texts.length);
    expect(rows.filter(({ text, folded }) => folded !== simplified(text))).toEqual([]);
  });
});

describe('records from before the rule', () => {
  const keysOf = (id: string) =>
    service.rows<{ key: string; claimed: boolean }>(
      `SELECT key, claimed FROM match_key WHERE customer_id = $1 AND kind = 'name'`,
      [id],
    );

  it('are made anew batch by batch, also by another replica after a kill, and then never again', async () => {
    const ids: string[] = [];
    for (const [name, old] of [
      ['東海船務有限公司', '東海船務'],
      ['龍門書店', '龍門書店'],
      ['Vega', 'vega'],
    ] as const) {
      const { id } = await create(anna, name);
      ids.push(id);
      await service.rows('UPDATE match_key SET key = $2 WHERE customer_id = $1', [id, old]);
      await service.rows(
        `UPDATE search_document SET folded = search_fold_letters($2),
           tokens = array_to_tsvector(array_remove(ARRAY(
             SELECT search_tokens_of_words('n', search_fold_letters($2))), NULL)) WHERE id = $1`,
        [id, name],
      );
    }
    expect(await found(anna, '东海')).toEqual([]);
    const version = keysVersion + 1;
    const step = () => remakeStep(service.running.unitOfWork, version, 2);
    expect(await step()).toBe(true);
    // What was begun and not committed is as if it had not been: the place stands in the same transaction.
    const [{ after_id: place = '' } = {}] = await service.rows<{ after_id: string }>(
      'SELECT after_id FROM remake',
    );
    expect(place).not.toBe('');
    const results = await Promise.all([step(), step()]);
    expect(results.some(Boolean)).toBe(true);
    while (await step());
    expect(await service.rows('SELECT version, done FROM remake')).toEqual([{ version, done: true }]);
    expect(await found(anna, '东海')).toEqual(['東海船務有限公司']);
    expect(await found(anna, '龙门书店')).toEqual(['龍門書店']);
    expect(await keysOf(ids[0] ?? '')).toEqual([{ key: '东海船务', claimed: true }]);
    await expect(create(clara, '东海船务集团')).rejects.toMatchObject({ reason: 'possible-duplicate' });
    // A replica of the version before finds nothing to do, and spoils nothing.
    expect(await remakeStep(service.running.unitOfWork, keysVersion)).toBe(false);
    expect(await step()).toBe(false);
  });
});
