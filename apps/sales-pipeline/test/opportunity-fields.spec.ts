import { v7 as uuidv7 } from 'uuid';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import { copyCustomField } from '@kontor/custom-fields/custom-field-copy';
import { FieldCount } from '@kontor/custom-fields/field-count';
import { copyRole } from '@kontor/people/role-copy';
import { customFieldOf, fieldRights, optionsOf, reachesAll, roleOf } from '@kontor/testing/identity-records';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { salesPipelineService } from '../src/definition.js';
import { opportunityOf } from '../src/opportunity/conversion.consumer.js';
import { customerOf, CustomerVoice, dealsOf } from './deals.js';

let service: TestService;
let voice: CustomerVoice;
let deals: ReturnType<typeof dealsOf>;
let anna: TestPerson;
let boris: TestPerson;
/** Sees all deals, and not what they weigh. */
let clerk: TestPerson;
let customer: Customer;

const field = (key: string, facts: Partial<CustomField>) =>
  customFieldOf(key, { object: 'opportunity', ...facts });
const fields = [
  field('rival', {}),
  field('weight', { type: 'number', minimum: '0' }),
  field('budget', { type: 'money' }),
  field('shipping', { type: 'date' }),
  field('terms', {
    ...{ type: 'choice', options: optionsOf('prepaid', 'credit') },
    ...{ requiredStages: ['won', 'proposal'], unknownAllowed: true },
  }),
  field('needs', { type: 'multi_choice', options: optionsOf('crane', 'setup') }),
  field('engineer', { type: 'person' }),
  field('sample', { type: 'reference', referenceObject: 'product' }),
];
const role = roleOf('clerk', {
  permissions: ['opportunity.read'],
  reaches: reachesAll('customer', 'opportunity'),
  fields: fieldRights('opportunity', { 'custom.weight': 'none' }),
});

beforeAll(async () => {
  service = await testService('sales-pipeline', salesPipelineService);
  voice = await CustomerVoice.of(service);
  deals = dealsOf(service);
  await service.know(async (tx) => {
    for (const one of fields) await copyCustomField(tx, one);
    await copyRole(tx, role);
  });
  anna = await service.person({ name: 'Anna' });
  boris = await service.person({ name: 'Борис' });
  clerk = await service.person({ name: 'Clerk', roles: ['clerk'] });
  customer = customerOf(anna);
  await voice.customer(customer);
}, 60_000);

afterAll(async () => {
  await voice?.close();
  await service?.dispose();
});

const add = (custom: object = {}, facts: object = {}) =>
  deals.create(anna, { customerId: customer.id, custom, ...facts });
const found = async (person: TestPerson, filter: object, orderBy?: string) =>
  (
    await deals.list(person, { filter: JSON.stringify(filter), ...(orderBy && { orderBy }) })
  ).opportunities.map(({ id }) => id);

it('a deal has values of every kind, and what makes no sense is refused by name', async () => {
  const custom = {
    rival: 'Ромашка',
    weight: '12.5',
    budget: { amount: '100', currency: 'CNY' },
    shipping: '2027-02-28',
    terms: { unknown: true },
    needs: ['crane'],
    engineer: boris.id,
  };
  const made = await add(custom);
  expect((await deals.get(anna, made.id)).custom).toEqual(custom);
  expect((await deals.update(anna, made.id, { custom: { rival: null, needs: ['setup'] } })).custom).toEqual({
    ...custom,
    rival: undefined,
    needs: ['setup'],
  });
  const refused = add({ weight: '-1', shipping: 'soon', engineer: uuidv7(), sample: uuidv7(), other: 1 });
  await expect(refused).rejects.toMatchObject({ code: 'invalid' });
  const faults = await refused.catch((error: { fields: { field: string }[] }) =>
    error.fields.map((one) => one.field),
  );
  expect(faults).toEqual(expect.arrayContaining(['custom.weight', 'custom.shipping', 'custom.other']));
  await expect(deals.get(boris, made.id)).rejects.toMatchObject({ code: 'not_found' });
});

it('a stage asks for its fields however a deal gets there, and takes “unknown” where the field allows it', async () => {
  const made = await add();
  const asked = { fields: [expect.objectContaining({ field: 'custom.terms', reason: 'custom-required' })] };
  await expect(deals.win(anna, made.id)).rejects.toMatchObject(asked);
  await expect(deals.update(anna, made.id, { stage: 'proposal' })).rejects.toMatchObject(asked);
  await deals.update(anna, made.id, { stage: 'qualified' });
  await deals.update(anna, made.id, { stage: 'proposal', custom: { terms: { unknown: true } } });
  expect((await deals.win(anna, made.id)).stage).toBe('won');
});

it('deals are found and ordered by them, by whoever sees the field and the deal', async () => {
  const [light, heavy] = [
    await add({ weight: '3', needs: ['crane'] }),
    await add({ weight: '20', rival: '灯塔' }),
  ];
  const byWeight = {
    and: [
      { field: 'customerId', op: 'eq', value: customer.id },
      { field: 'custom.weight', op: 'in', value: ['3', '20'] },
    ],
  };
  expect(await found(anna, byWeight, 'custom.weight desc')).toEqual([heavy.id, light.id]);
  expect(await found(anna, { field: 'custom.rival', op: 'contains', value: '灯' })).toEqual([heavy.id]);
  expect(
    await found(anna, { and: [byWeight, { field: 'custom.needs', op: 'contains', value: 'crane' }] }),
  ).toEqual([light.id]);
  expect(await found(boris, byWeight)).toEqual([]);
  await expect(found(clerk, byWeight)).rejects.toMatchObject({ code: 'forbidden', reason: 'field-hidden' });
  await expect(deals.list(clerk, { orderBy: 'custom.weight' })).rejects.toMatchObject({
    reason: 'field-hidden',
  });
  const seen = await deals.get(clerk, heavy.id);
  expect(seen.custom).toEqual({ rival: '灯塔' });
});

it('a field that is called searchable gets a column, and finds the same', async () => {
  const made = await add({ weight: '77.5' });
  const weight = fields.find(({ key }) => key === 'weight') as CustomField;
  await service.know((tx) => copyCustomField(tx, { ...weight, searchable: true, etag: '2' }));
  await until('the column', async () => {
    const rows = await service.ownerQuery<{ state: string }>(
      `SELECT state FROM search_column WHERE object = 'opportunity'`,
    );
    return rows[0]?.state === 'ready' || undefined;
  });
  await service.running.customFields.refresh();
  expect(await found(anna, { field: 'custom.weight', op: 'gt', value: '50' })).toEqual([made.id]);
}, 60_000);

it('a conversion makes a deal with its values, and is refused where one is wrong or, by now, missing', async () => {
  const convert = async (custom?: object) => {
    const conversionId = uuidv7();
    await voice.tell('kontor.customer.v1.ConversionAsked', {
      conversionId,
      customer,
      opportunity: { name: 'Converted', ...(custom && { custom }) } as never,
      personId: anna.id,
    });
    const refused = await service.events('kontor.sales_pipeline.v1.ConversionRefused');
    const why = refused.filter((answer) => answer.conversionId === conversionId).map(({ reason }) => reason);
    return { id: opportunityOf(conversionId), why };
  };
  expect((await deals.get(anna, (await convert()).id)).custom).toBeUndefined();
  await service.know((tx) => copyCustomField(tx, field('lot', { type: 'number', requiredStages: ['open'] })));
  const made = await convert({ lot: '3', rival: 'Ромашка' });
  expect(made.why).toEqual([]);
  expect((await deals.get(anna, made.id)).custom).toEqual({ lot: '3', rival: 'Ромашка' });
  const missing = await convert();
  expect(missing.why).toEqual(['custom-required']);
  await expect(deals.get(anna, missing.id)).rejects.toMatchObject({ code: 'not_found' });
  expect((await convert({ lot: '3', sample: uuidv7() })).why).toEqual(['custom-record-unknown']);
});

it('what values are worth is counted of opportunities and products, and not of copies of customers', async () => {
  const { unitOfWork, customFields } = service.running;
  await new FieldCount({
    ...{
      service: 'sales-pipeline',
      work: unitOfWork,
      dataSource: unitOfWork.dataSource,
      fields: customFields,
    },
    // A zone in which it is past three in the morning now.
    companyTimeZone: new Date().getUTCHours() >= 3 ? 'UTC' : 'Etc/GMT-12',
    onError: (error) => {
      throw error;
    },
  }).run();
  const told = await service.events('kontor.identity.v1.FieldQualityMeasured');
  expect(told.map(({ object }) => object).sort()).toEqual(['opportunity', 'product']);
});
