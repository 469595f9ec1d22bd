import { v7 as uuidv7 } from 'uuid';
import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { serviceCall } from '@kontor/access/call';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { salesPipelineService } from '../src/definition.js';
import { productSearch } from '../src/product/product-search.js';
import { catalogueOf } from './catalogue.js';
import { customerOf, CustomerVoice, dealsOf } from './deals.js';

let service: TestService;
let voice: CustomerVoice;
let deals: ReturnType<typeof dealsOf>;
let anna: TestPerson;
let boris: TestPerson;

beforeAll(async () => {
  service = await testService('sales-pipeline', salesPipelineService);
  voice = await CustomerVoice.of(service);
  deals = dealsOf(service);
  anna = await service.person({ name: 'Anna' });
  boris = await service.person({ name: 'Борис' });
}, 60_000);

afterAll(async () => {
  await voice?.close();
  await service?.dispose();
});

async function known(owner: TestPerson): Promise<Customer> {
  const customer = customerOf(owner);
  await voice.customer(customer);
  return customer;
}

/** A contact that the service has heard of. */
async function contactOf(
  { id: customerId, ownerId = '' }: Customer,
  etag = '1',
  id = uuidv7(),
): Promise<string> {
  const contact = { id, customerId, name: 'Ada', etag } as Contact;
  await voice.tell('kontor.customer.v1.ContactChanged', { contact, ownerId });
  return id;
}

const unknown = { code: 'invalid', fields: [{ field: 'contactId', reason: 'contact-of-another' }] };
const contactIn = async (id: string) => (await deals.get(anna, id)).contactId;

describe('the contact of an opportunity', () => {
  it('is one of its customer: no other, none that nobody knows, neither when it is made nor changed', async () => {
    const [customer, others] = [await known(anna), await known(boris)];
    const contactId = await contactOf(customer);
    const foreign = await contactOf(others);
    for (const wrong of [foreign, uuidv7()])
      await expect(deals.create(anna, { customerId: customer.id, contactId: wrong })).rejects.toMatchObject(
        unknown,
      );
    const made = await deals.create(anna, { customerId: customer.id, contactId });
    expect(made.contactId).toBe(contactId);
    expect(made).not.toHaveProperty('toldContactId');
    await expect(deals.update(anna, made.id, { contactId: foreign })).rejects.toMatchObject(unknown);
    expect(await contactIn(made.id)).toBe(contactId);
    expect((await deals.update(anna, made.id, { name: 'Autumn' })).contactId).toBe(contactId);
    await expect(deals.get(boris, made.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is named no more once it is removed, also where an older state of it comes late', async () => {
    const customer = await known(anna);
    const contactId = await contactOf(customer);
    const made = await deals.create(anna, { customerId: customer.id, contactId });
    const kept = await deals.create(anna, { customerId: customer.id, contactId: await contactOf(customer) });
    await voice.tell('kontor.customer.v1.ContactRemoved', {
      contactId,
      customerId: customer.id,
      ownerId: anna.id,
    });
    expect(await deals.get(anna, made.id)).not.toHaveProperty('contactId');
    expect(await contactIn(kept.id)).toBe(kept.contactId);
    await contactOf(customer, '7', contactId);
    await expect(deals.create(anna, { customerId: customer.id, contactId })).rejects.toMatchObject(unknown);
  });

  it('goes along when customers merge and contacts are joined, and comes back', async () => {
    const [winner, loser] = [await known(anna), await known(anna)];
    const [kept, dropped, own] = [await contactOf(winner), await contactOf(loser), await contactOf(loser)];
    const joined = await deals.create(anna, { customerId: loser.id, contactId: dropped });
    const other = await deals.create(anna, { customerId: loser.id, contactId: own });
    const merge = {
      mergeId: uuidv7(),
      winnerId: winner.id,
      loserId: loser.id,
      ownerId: anna.id,
      loserOwnerId: anna.id,
      contacts: [{ keptId: kept, droppedId: dropped }],
      loserContactIds: [dropped, own],
    };
    await voice.tell('kontor.customer.v1.CustomersMerged', merge);
    expect([await contactIn(joined.id), await contactIn(other.id)]).toEqual([kept, own]);
    // Of the one that went somebody may have a page open: the one that stays is meant.
    const late = await deals.create(anna, { customerId: winner.id, contactId: dropped });
    expect(late.contactId).toBe(kept);
    const third = await deals.create(anna, { customerId: winner.id, contactId: own });
    await contactOf(winner, '2', own);
    await voice.tell('kontor.customer.v1.CustomersUnmerged', merge);
    await voice.tell('kontor.customer.v1.CustomersMerged', merge);
    expect([await contactIn(joined.id), await contactIn(late.id)]).toEqual([dropped, dropped]);
    expect(await contactIn(third.id)).toBe(own);
    expect((await deals.create(anna, { customerId: loser.id, contactId: own })).contactId).toBe(own);
    await expect(deals.create(anna, { customerId: winner.id, contactId: own })).rejects.toMatchObject(
      unknown,
    );
  });
});

it('a read that a superior granted of a customer shows its opportunities as long, and beside a share', async () => {
  const customer = await known(anna);
  const { id } = await deals.create(anna, { customerId: customer.id });
  const guest = await service.person({ name: 'Guest' });
  const soon = new Date(Date.now() + 3_600_000).toISOString();
  const past = new Date(Date.now() - 1_000).toISOString();
  await voice.share(customer.id, guest, { source: 'grant', endTime: past });
  await expect(deals.get(guest, id)).rejects.toMatchObject({ code: 'not_found' });
  const granted = uuidv7();
  await voice.share(customer.id, guest, { id: granted, source: 'grant', endTime: soon });
  expect((await deals.get(guest, id)).id).toBe(id);
  await expect(deals.update(guest, id, { name: 'X' })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(deals.get(boris, id)).rejects.toMatchObject({ code: 'not_found' });
  const shared = uuidv7();
  await voice.share(customer.id, guest, { id: shared });
  await voice.share(customer.id, guest, { id: shared }, true);
  expect((await deals.get(guest, id)).id).toBe(id);
  await voice.share(customer.id, guest, { id: granted, source: 'grant', endTime: soon }, true);
  await expect(deals.get(guest, id)).rejects.toMatchObject({ code: 'not_found' });
});

it('products are searched by what stands in name, number or SKU, in any script, case and width, by an index', async () => {
  const boss = await service.person({ roles: ['manager'] });
  const products = catalogueOf(service);
  const make = (name: string, sku = '') => products.create(boss, { name, sku });
  const steel = await make('不锈钢阀门 Клапан DN50', 'ＡＢ-77');
  await make('铜管 Труба', 'XY-1');
  const found = async (search: string) =>
    (
      await service.call<{ products: { id: string }[] }>(
        anna,
        '/kontor.sales_pipeline.v1.ProductService/ListProducts',
        { search },
      )
    ).products.map(({ id }) => id);
  for (const text of ['阀门', 'КЛАПАН', 'dn50', 'ab-77', steel.number])
    expect(await found(text)).toEqual([steel.id]);
  for (const text of ['阀管', 'DN50AB', '阀', '%%', 'XY-2']) expect(await found(text)).toEqual([]);
  const plan = await service.running.unitOfWork.write(serviceCall('sales-pipeline', 'test'), async (tx) => {
    await tx.query(
      `INSERT INTO product (id, number, name, sku, kind, unit, specification, size, currency, status, note, version,
         create_time, update_time)
       SELECT uuidv7(), 'N-' || i, md5(i::text), '', 'goods', '', '', '', 'CNY', 'active', '', 1, now(), now()
       FROM generate_series(1, 5000) i`,
    );
    await tx.query('ANALYZE product_search');
    const { where, params } = await productSearch(tx, '阀门');
    return [
      await tx.query(`EXPLAIN SELECT s.id FROM product_search s WHERE s.pairs @> text_pairs('阀门')`),
      await tx.query(`EXPLAIN SELECT id FROM product r WHERE ${where} ORDER BY number LIMIT 10`, params),
    ];
  });
  expect(JSON.stringify(plan[0])).toContain('product_search_pairs');
  expect(JSON.stringify(plan[1])).toContain('product_pkey');
});
