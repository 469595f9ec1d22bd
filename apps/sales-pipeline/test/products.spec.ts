import { v7 as uuidv7 } from 'uuid';
import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import { copyCustomField } from '@kontor/custom-fields/custom-field-copy';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { salesPipelineService } from '../src/definition.js';
import { catalogueOf, type Catalogue } from './catalogue.js';

let service: TestService;
let products: Catalogue;
let admin: TestPerson;
let manager: TestPerson;
let anna: TestPerson;
let boris: TestPerson;

beforeAll(async () => {
  service = await testService('sales-pipeline', salesPipelineService);
  products = catalogueOf(service);
  admin = await service.person({ name: 'Admin', roles: ['administrator'] });
  manager = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: manager.id });
  boris = await service.person({ name: 'Борис' });
}, 60_000);

afterAll(() => service?.dispose());

/** Ids of the listed products among those given, in the order of the list. */
const found = async (person: TestPerson, among: string[], request: object) => {
  const page = await products.list(person, { pageSize: 200, ...request });
  return page.products.map(({ id }) => id).filter((id) => among.includes(id));
};

describe('a product', () => {
  it('has a number, an exact margin and the digits that were written, and is seen by everybody who sells', async () => {
    const made = await products.create(admin, {
      name: '台灯 Лампа Lamp 💡',
      price: '10.00',
      standardCost: '7.5',
      weight: '-0.00',
      specification: '12 W\n💡 тёплый свет',
    });
    expect(made).toMatchObject({
      price: '10.00',
      standardCost: '7.5',
      margin: '2.50',
      marginPercent: '25.00',
    });
    expect(made).toMatchObject({ status: 'active', etag: '1', weight: '0.00', sku: '' });
    expect(made.number).toMatch(/^P-\d{4}-\d{6}$/);
    expect(await products.get(admin, made.id)).toEqual(made);
    for (const person of [anna, boris]) expect((await products.get(person, made.id)).name).toBe(made.name);
    await expect(products.get(undefined, made.id)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('is made once for one idempotency key', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => products.create(manager, {}, { idempotencyKey: 'lamp-1' })),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  });

  it('has custom fields, filtered and asked for at their stage', async () => {
    const text = { zh: 'x', ru: 'x', en: 'x' };
    const field = (key: string, facts: Partial<CustomField>): CustomField => ({
      ...{
        id: uuidv7(),
        object: 'product',
        key,
        type: 'number',
        label: text,
        options: [],
        referenceObject: '',
      },
      ...{
        requiredStages: [],
        unknownAllowed: false,
        minimum: '',
        maximum: '',
        defaultValue: '',
        position: 0,
      },
      ...{ searchable: false, retired: false, etag: '1', createTime: '', updateTime: '' },
      ...facts,
    });
    const reason = field('reason', { type: 'text', requiredStages: ['retired'] });
    await service.know(async (tx) => {
      await copyCustomField(tx, field('lumen', {}));
      await copyCustomField(tx, reason);
    });
    const [bright, dim] = await Promise.all(
      ['800', '90'].map((lumen) => products.create(manager, { custom: { lumen } })),
    );
    const ids = [bright?.id ?? '', dim?.id ?? ''];
    const filter = JSON.stringify({ field: 'custom.lumen', op: 'gt', value: 100 });
    expect(await found(anna, ids, { filter })).toEqual([bright?.id]);
    expect(await found(anna, ids, { orderBy: 'custom.lumen' })).toEqual([dim?.id, bright?.id]);
    await expect(products.create(manager, { custom: { lumen: 'much' } })).rejects.toMatchObject({
      fields: [{ field: 'custom.lumen', reason: 'not-a-decimal' }],
    });
    const retire = () => products.step(manager, 'Retire', ids[0] ?? '');
    await expect(retire()).rejects.toMatchObject({ fields: [{ field: 'custom.reason' }] });
    await products.update(manager, ids[0] ?? '', { custom: { reason: 'too bright' } });
    expect(await retire()).toMatchObject({
      status: 'retired',
      custom: { lumen: '800', reason: 'too bright' },
    });
    await service.know((tx) => copyCustomField(tx, { ...reason, retired: true, etag: '2' }));
  });

  it('is made and changed by managers and administrators only', async () => {
    await expect(products.create(anna)).rejects.toMatchObject({ code: 'forbidden' });
    const { id } = await products.create(manager);
    await expect(products.update(anna, id, { name: 'Mine' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(products.step(anna, 'Retire', id)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await products.get(anna, id)).toMatchObject({ etag: '1', status: 'active' });
  });

  it('follows price and cost with its margin, and has none without one of them', async () => {
    const { id } = await products.create(admin, { price: '3', standardCost: '1' });
    expect(await products.update(admin, id, { price: '3.30' })).toMatchObject({
      margin: '2.30',
      marginPercent: '69.70',
    });
    const without = await products.update(admin, id, { standardCost: undefined });
    expect(without).not.toHaveProperty('margin');
    expect(await products.get(admin, id)).toEqual(without);
    expect(await products.update(admin, id, { standardCost: '0', price: '0' })).toMatchObject({
      margin: '0',
    });
    await expect(products.update(admin, id, { margin: '5' })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('is changed only from the version that the caller saw', async () => {
    const { id } = await products.create(manager);
    expect(await products.update(manager, id, { name: 'Second' }, '1')).toMatchObject({ etag: '2' });
    await expect(products.update(manager, id, { name: 'Third' }, '1')).rejects.toMatchObject({
      code: 'stale',
    });
    expect((await products.get(manager, id)).name).toBe('Second');
  });

  it('is retired and put on sale again, each once', async () => {
    const { id } = await products.create(manager);
    expect(await products.step(manager, 'Retire', id)).toMatchObject({ status: 'retired', etag: '2' });
    await expect(products.step(manager, 'Retire', id)).rejects.toMatchObject({
      code: 'conflict',
      reason: 'product-retired-already',
    });
    const retired = JSON.stringify({ field: 'status', op: 'eq', value: 'retired' });
    expect(await found(anna, [id], { filter: retired })).toEqual([id]);
    expect((await products.step(manager, 'Reactivate', id)).status).toBe('active');
    await expect(products.step(manager, 'Reactivate', id)).rejects.toMatchObject({
      reason: 'product-active-already',
    });
  });

  it('tells the other services how it stands, but never what it costs', async () => {
    const { id } = await products.create(admin, { price: '71', standardCost: '31.4159' });
    await products.update(admin, id, { standardCost: '27.1828', note: 'cheaper' });
    const told = (await service.events('kontor.sales_pipeline.v1.ProductChanged')).filter(
      ({ product }) => product?.id === id,
    );
    expect(told.map(({ product }) => product)).toMatchObject([
      { price: '71', etag: '1', status: 'active' },
      { note: 'cheaper', etag: '2' },
    ]);
    expect(told[1]?.changed).toEqual(['note']);
    expect(JSON.stringify(told)).not.toMatch(/31\.4159|27\.1828|standardCost|margin/);
  });
});

describe('the SKU', () => {
  it('is unique where given, whatever its case and width: of many at once one wins', async () => {
    const skus = ['ab-100 Ё', 'AB-100 Ё', 'ａｂ-100 ё', 'Ab-100 ё ', 'ab-100 ё'];
    const results = await Promise.allSettled(skus.map((sku) => products.create(manager, { sku })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      expect(result.reason).toMatchObject({
        code: 'conflict',
        reason: 'sku-taken',
        fields: [{ field: 'sku', reason: 'sku-taken' }],
      });
    }
    const { id } = await products.create(manager, { sku: 'ab-101' });
    await expect(products.update(manager, id, { sku: 'AB-100 ё' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('may be left out by any number of products', async () => {
    await products.create(manager, { sku: '' });
    await expect(products.create(manager)).resolves.toMatchObject({ sku: '' });
  });
});

describe('the numbers of a product', () => {
  it.each([
    '1e3',
    '１２',
    '12💰',
    '1,5',
    '',
    ' 1',
    '.5',
    '+1',
    '1000000000000000',
    '0.0000001',
    '-1',
    '-0.000001',
    'NaN',
    'Infinity',
    '0x1F',
  ])('are refused as "%s", naming the field', async (price) => {
    await expect(products.create(manager, { price })).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ field: 'price' }],
    });
  });

  it('are refused in a currency that is none', async () => {
    await expect(products.create(manager, { currency: 'RMB' })).rejects.toMatchObject({
      fields: [{ field: 'currency', reason: 'not-a-currency' }],
    });
  });

  it('are kept, compared and ordered to the last digit, however great', async () => {
    const prices = ['999999999999999.999999', '999999999999999.999998', '9', '10.0'];
    const made = await Promise.all(prices.map((price) => products.create(manager, { price })));
    expect(made.map(({ price }) => price)).toEqual(prices);
    const ids = made.map(({ id }) => id);
    const filter = (op: string, value: string) => ({ filter: JSON.stringify({ field: 'price', op, value }) });
    expect(await found(anna, ids, filter('eq', '999999999999999.999999'))).toEqual([ids[0]]);
    expect(await found(anna, ids, filter('gt', '999999999999999.999998'))).toEqual([ids[0]]);
    expect(await found(anna, ids, filter('eq', '10'))).toEqual([ids[3]]);
    expect(await found(anna, ids, { orderBy: 'price' })).toEqual([ids[2], ids[3], ids[1], ids[0]]);
    const first = await products.list(anna, {
      ...filter('ge', '999999999999999.999998'),
      orderBy: 'price',
      pageSize: 1,
    });
    expect(first.products.map(({ id }) => id)).toEqual([ids[1]]);
    const { nextPageToken: pageToken } = first;
    const second = await products.list(anna, {
      ...filter('ge', '999999999999999.999998'),
      orderBy: 'price',
      pageSize: 1,
      pageToken,
    });
    expect(second.products.map(({ id }) => id)).toEqual([ids[0]]);
  });
});

describe('what a product costs', () => {
  it('is shown to managers and hidden from salespeople, in records, lists and the margin', async () => {
    const { id } = await products.create(admin, { price: '90', standardCost: '60' });
    const shown = { standardCost: '60', margin: '30', marginPercent: '33.33' };
    expect(await products.get(manager, id)).toMatchObject(shown);
    for (const person of [anna, boris]) {
      const seen = [
        await products.get(person, id),
        (await products.list(person, { pageSize: 200 })).products.find((one) => one.id === id),
      ];
      for (const product of seen) {
        expect(product).toMatchObject({ id, price: '90' });
        for (const field of Object.keys(shown)) expect(product).not.toHaveProperty(field);
      }
    }
  });

  it.each(['standardCost', 'margin', 'marginPercent'])(
    'gives salespeople no filter and no order by %s',
    async (field) => {
      const filter = JSON.stringify({ field, op: 'gt', value: '1' });
      await expect(products.list(anna, { filter })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(products.list(anna, { orderBy: field })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(products.list(manager, { filter, orderBy: field })).resolves.toBeDefined();
    },
  );

  it('is read by managers and not written, and nothing is stored of a refused change', async () => {
    const { id } = await products.create(admin, { price: '90', standardCost: '60' });
    await expect(products.update(manager, id, { standardCost: '1', name: 'x' })).rejects.toMatchObject({
      code: 'forbidden',
      fields: [{ field: 'standardCost' }],
    });
    await expect(products.create(manager, { standardCost: '1' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await products.get(admin, id)).toMatchObject({ standardCost: '60', etag: '1' });
    expect(await products.update(manager, id, { price: '120' })).toMatchObject({ margin: '60' });
  });
});
