import { v7 as uuidv7 } from 'uuid';
import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Metric, MetricValue } from '@kontor/contracts/gen/kontor/customer/v1/metric';
import type { Rotation } from '@kontor/contracts/gen/kontor/customer/v1/rotation';
import type { Segment } from '@kontor/contracts/gen/kontor/customer/v1/segment';
import type { VisitPlan } from '@kontor/contracts/gen/kontor/customer/v1/visit_plan';
import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import { copyCustomField } from '@kontor/custom-fields/custom-field-copy';
import { copyRole } from '@kontor/people/role-copy';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';
import { exportFolder, exportStage, type ExportStage } from './export-stage.js';

let service: TestService;
let exports: ExportStage;
let admin: TestPerson;
let anna: TestPerson;
/** May do all that there is with customers, and does not see their secret. */
let blind: TestPerson;
let one: Customer;
let other: Customer;

const text = (en: string) => ({ zh: en, ru: en, en });
const field = (key: string, facts: Partial<CustomField>): CustomField => ({
  ...{ id: uuidv7(), object: 'customer', key, type: 'text', label: text(key), options: [] },
  ...{ referenceObject: '', requiredStages: [], unknownAllowed: false, minimum: '', maximum: '' },
  ...{ defaultValue: '', position: 0, searchable: false, retired: false, etag: '1' },
  ...{ createTime: new Date().toISOString(), updateTime: new Date().toISOString() },
  ...facts,
});
const options = (...keys: string[]) => keys.map((key) => ({ key, label: text(key), retired: false }));
const fields = [
  field('motto', {}),
  field('size', { type: 'number' }),
  field('budget', { type: 'money' }),
  field('founded', { type: 'date' }),
  field('vip', { type: 'boolean' }),
  field('trade', { type: 'choice', options: options('steel', 'paper') }),
  field('tags', { type: 'multi_choice', options: options('red', 'green') }),
  field('expert', { type: 'person' }),
  field('parent', { type: 'reference', referenceObject: 'customer' }),
  field('secret', {}),
  field('rank', { object: 'contact', type: 'number' }),
  field('mood', { object: 'interaction', type: 'choice', options: options('good', 'bad') }),
];
const role: Role = {
  ...{
    id: 'blind',
    name: 'blind',
    description: '',
    deniedPermissions: [],
    names: [],
    builtIn: false,
    etag: '1',
  },
  permissions: [
    ...['customer.read', 'customer.write', 'customer.rotate', 'customer.export', 'metric.manage'],
    ...['segment.read', 'segment.write', 'visit-plan.manage', 'strategy.read', 'strategy.manage'],
  ],
  reaches: [{ object: 'customer', reach: 'all' }],
  fields: [{ object: 'customer', field: 'custom.secret', right: 'none' }],
};

const call = <T>(person: TestPerson, path: string, request: object) =>
  service.call<T>(person, `/kontor.customer.v1.${path}`, request);
const create = (custom: object, facts: object = {}, more: object = {}) =>
  call<Customer>(anna, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: `Ruled ${uuidv7()}`, custom, ...facts },
    ...more,
  });

beforeAll(async () => {
  const folder = await exportFolder();
  service = await testService('customer', customerService);
  exports = exportStage(service, folder);
  await service.know(async (tx) => {
    for (const each of fields) await copyCustomField(tx, each);
    await copyRole(tx, role);
  });
  admin = await service.person({ name: 'Administrator', roles: ['administrator'] });
  anna = await service.person({ name: 'Anna', managerId: admin.id });
  blind = await service.person({ name: 'Blind', roles: ['blind'] });
  one = await create({
    ...{
      motto: '灯塔 Маяк',
      size: '12.5',
      budget: { amount: '900', currency: 'CNY' },
      founded: '1999-02-28',
    },
    ...{ vip: true, trade: 'steel', tags: ['red'], expert: anna.id, secret: 'x' },
  });
  other = await create({ size: '2', trade: 'paper', parent: one.id });
}, 60_000);

afterAll(() => service.dispose());

const where = (key: string, op: string, value: unknown) => ({ field: `custom.${key}`, op, value });
const json = (filter: object) => JSON.stringify(filter);

describe('lists of customers', () => {
  it.each<[string, string, unknown]>([
    ['motto', 'contains', 'маяк'],
    ['size', 'gt', '10'],
    ['budget', 'ge', '900.00'],
    ['founded', 'lt', '2000-01-01'],
    ['vip', 'eq', true],
    ['trade', 'in', ['steel']],
    ['tags', 'contains', 'red'],
    ['parent', 'isNull', true],
  ])('find by a field of every kind: %s %s %j', async (key, op, value) => {
    const both = { field: 'id', op: 'in', value: [one.id, other.id] };
    const filter = json({ and: [both, where(key, op, value)] });
    const { customers } = await call<{ customers: Customer[] }>(anna, 'CustomerService/ListCustomers', {
      filter,
    });
    expect(customers.map(({ id }) => id)).toEqual([one.id]);
  });

  it.each([
    ['StrategyService/ListFollowUps', 'followUps', {}],
    ['VisitPlanService/ListNextContacts', 'nextContacts', { team: true }],
    ['OwnershipService/ListDossiers', 'dossiers', { since: '2020-01-01T00:00:00Z' }],
  ] as const)(
    'of another kind take the same filters and orders, and hide the same: %s',
    async (path, rows, more) => {
      const mine = await service.person({ name: 'Mine', managerId: admin.id });
      const customer = await create({ size: '5', trade: 'steel' });
      await create({ size: '6', trade: 'paper' });
      await service.know(async (tx) => {
        await tx.query(`UPDATE customer SET next_contact_time = now() WHERE id = $1`, [customer.id]);
      });
      await call(admin, 'CustomerService/TransferCustomer', {
        id: customer.id,
        ownerId: mine.id,
        reason: 'x',
      });
      const ask = (person: TestPerson, filter: object, orderBy = 'custom.size desc') =>
        call<Record<string, { customer: Customer }[]>>(person, path, {
          filter: json(filter),
          orderBy,
          ...more,
        });
      const found = await ask(mine, where('trade', 'eq', 'steel'));
      expect(found[rows]?.map((row) => row.customer.id)).toEqual([customer.id]);
      expect((await ask(mine, where('trade', 'eq', 'paper')))[rows]).toEqual([]);
      const hidden = { reason: 'field-hidden' };
      await expect(ask(blind, where('secret', 'eq', 'x'))).rejects.toMatchObject(hidden);
      await expect(ask(blind, where('size', 'gt', '1'), 'custom.secret')).rejects.toMatchObject(hidden);
    },
  );
});

describe('rules', () => {
  const steel = json(where('trade', 'eq', 'steel'));
  const secret = json(where('secret', 'eq', 'x'));
  const metric = (person: TestPerson, filter: string) =>
    call<Metric>(person, 'MetricService/CreateMetric', {
      metric: { code: `m-${uuidv7()}`, nameZhCn: 'm', nameRu: 'm', nameEn: 'm', filter },
    });

  it('metrics count by them', async () => {
    const person = await service.person({ name: 'Counting', managerId: admin.id });
    await call(person, 'CustomerService/CreateCustomer', {
      customer: { kind: 'company', name: `Counted ${uuidv7()}`, custom: { trade: 'steel' } },
    });
    const { id } = await metric(admin, steel);
    const value = await call<MetricValue>(admin, 'MetricService/GetMetricValue', { id, personId: person.id });
    expect(value.value).toBe(1);
    const company = await call<MetricValue>(admin, 'MetricService/GetMetricValue', { id, scope: 'company' });
    expect(company.value).toBeGreaterThan(1);
  });

  it('visit plans and segments take in whom they say', async () => {
    const plan = await call<VisitPlan>(admin, 'VisitPlanService/CreateVisitPlan', {
      visitPlan: {
        name: 'Steel',
        customerFilter: json({ and: [where('trade', 'eq', 'steel'), where('size', 'gt', '10')] }),
      },
    });
    await until('the planned visit', async () => {
      const { plannedVisits } = await call<{ plannedVisits: { customerId: string; planId: string }[] }>(
        admin,
        'VisitPlanService/ListPlannedVisits',
        { filter: json({ field: 'planId', op: 'eq', value: plan.id }) },
      );
      return (
        plannedVisits.length > 0 &&
        expect(plannedVisits.map(({ customerId }) => customerId)).toEqual([one.id]) === undefined
      );
    });
    const segment = await call<Segment>(admin, 'SegmentService/CreateSegment', {
      segment: {
        name: `Steel ${uuidv7()}`,
        kind: 'dynamic',
        rule: json({ and: [where('trade', 'eq', 'steel'), where('size', 'gt', '10')] }),
      },
    });
    await until('the member', async () => {
      const { members } = await call<{ members: { customer?: Customer }[] }>(
        admin,
        'SegmentService/ListSegmentMembers',
        {
          segmentId: segment.id,
        },
      );
      return members.length === 1 && members[0]?.customer?.id === one.id;
    });
  });

  it('rotations note whom they find, and list them by such fields', async () => {
    const [from, to] = [
      await service.person({ managerId: admin.id }),
      await service.person({ managerId: admin.id }),
    ];
    const own = (custom: object) =>
      call<Customer>(from, 'CustomerService/CreateCustomer', {
        customer: { kind: 'company', name: `Turned ${uuidv7()}`, custom },
      });
    const steely = await own({ trade: 'steel', size: '1' });
    await own({ trade: 'paper', size: '2' });
    const rotation = await call<Rotation>(admin, 'RotationService/CreateRotation', {
      rotation: { name: 'Steel', moves: [{ fromId: from.id, toId: to.id }], filter: steel },
    });
    const { items } = await call<{ items: { customer: Customer }[] }>(
      admin,
      'RotationService/ListRotationItems',
      {
        rotationId: rotation.id,
        orderBy: 'custom.size',
        filter: json(where('size', 'lt', '9')),
      },
    );
    expect(items.map(({ customer }) => customer.id)).toEqual([steely.id]);
  });

  it('assignment chooses by them, of what is being made', async () => {
    const person = await service.person({ name: 'Steelman', managerId: admin.id });
    await call(admin, 'AssignmentService/CreateAssignmentRule', {
      rule: {
        name: 'Steel',
        place: 1,
        filter: json(where('motto', 'eq', 'to the steelman')),
        personIds: [person.id],
        active: true,
      },
    });
    const made = await create({ motto: 'to the steelman' }, {}, { unassigned: true });
    expect(made.ownerId).toBe(person.id);
    const rest = await create({ motto: 'to nobody' }, {}, { unassigned: true });
    expect(rest.ownerId).toBeUndefined();
  });

  it('no rule asks by a field that its author does not see', async () => {
    const hidden = { code: 'forbidden', reason: 'field-hidden' };
    await expect(metric(blind, secret)).rejects.toMatchObject(hidden);
    await expect(metric(blind, json({ field: 'custom.none', op: 'eq', value: 'x' }))).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(
      call(blind, 'VisitPlanService/CreateVisitPlan', { visitPlan: { name: 'x', customerFilter: secret } }),
    ).rejects.toMatchObject(hidden);
    await expect(
      call(blind, 'AssignmentService/CreateAssignmentRule', {
        rule: { name: 'x', filter: secret, personIds: [anna.id] },
      }),
    ).rejects.toMatchObject(hidden);
    await expect(
      call(blind, 'RotationService/CreateRotation', {
        rotation: { name: 'x', moves: [{ fromId: anna.id, toId: blind.id }], filter: secret },
      }),
    ).rejects.toMatchObject(hidden);
    await expect(
      call(blind, 'SegmentService/CreateSegment', { segment: { name: 'x', kind: 'dynamic', rule: secret } }),
    ).rejects.toMatchObject(hidden);
    const { id } = await metric(admin, secret);
    await expect(call(blind, 'MetricService/GetMetricValue', { id })).rejects.toMatchObject(hidden);
  });
});

describe('what rules ask by', () => {
  it('is told, so that no such field is retired, until they ask by it no more', async () => {
    const name = `Told ${uuidv7()}`;
    const told = async () =>
      (await service.events('kontor.identity.v1.FieldUseChanged'))
        .filter((event) => event.name === name)
        .map(({ kind, ruleVersion, fields }) => [kind, ruleVersion, fields ?? []]);
    const segment = await call<Segment>(admin, 'SegmentService/CreateSegment', {
      segment: { name, kind: 'dynamic', rule: json(where('size', 'gt', '1')) },
    });
    const rule = (filter: object) => ({ segment: { rule: json(filter) }, updateMask: ['rule'] });
    await call(admin, 'SegmentService/UpdateSegment', {
      id: segment.id,
      ...rule(where('trade', 'eq', 'steel')),
    });
    await call(admin, 'SegmentService/DeleteSegment', { id: segment.id });
    const { id } = await call<VisitPlan>(admin, 'VisitPlanService/CreateVisitPlan', {
      visitPlan: { name, customerFilter: json(where('vip', 'eq', true)) },
    });
    await call(admin, 'VisitPlanService/UpdateVisitPlan', {
      id,
      visitPlan: { customerFilter: '', segment: 'A' },
      updateMask: ['customerFilter', 'segment'],
    });
    await call(admin, 'VisitPlanService/UpdateVisitPlan', {
      id,
      visitPlan: { segment: 'B' },
      updateMask: ['segment'],
    });
    expect(await told()).toEqual([
      ['segment', 1, ['custom.size']],
      ['segment', 2, ['custom.trade']],
      ['segment', 3, []],
      ['visit-plan', 1, ['custom.vip']],
      ['visit-plan', 2, []],
    ]);
  });
});

describe('exports', () => {
  it('have a column for each field of customers, contacts and talks, without what the starter does not see', async () => {
    const contact = await call<Contact>(anna, 'CustomerService/CreateContact', {
      customerId: one.id,
      contact: { name: 'Ранг', custom: { rank: '7' } },
    });
    await call(anna, 'CustomerService/CreateInteraction', {
      customerId: one.id,
      interaction: { manner: 'visit', content: 'Talked.', custom: { mood: 'good' } },
    });
    const read = async (person: TestPerson, wanted: object) =>
      (await exports.export(person, wanted)).file.toString('utf8');
    const contacts = await read(admin, { object: 'contact', columns: ['name', 'custom.rank'] });
    expect(contacts).toContain(`${contact.name},7`);
    const talks = await read(admin, { object: 'interaction', columns: ['content', 'custom.mood'] });
    expect(talks).toContain('Talked.,good');
    const filter = json(where('size', 'gt', '10'));
    const customers = await read(admin, {
      filter,
      orderBy: 'custom.size',
      columns: ['custom.size', 'custom.secret', 'custom.tags'],
    });
    expect(customers.trim().split(/\r?\n/).slice(1)).toEqual(['12.5,x,red']);
    await expect(exports.start(blind, { columns: ['custom.secret'] })).rejects.toMatchObject({
      fields: [expect.anything()],
    });
    await expect(exports.start(blind, { filter: json(where('secret', 'eq', 'x')) })).rejects.toMatchObject({
      reason: 'field-hidden',
    });
  }, 60_000);
});
