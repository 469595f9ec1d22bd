import { v7 as uuidv7 } from 'uuid';
import type { Conversion } from '@kontor/contracts/gen/kontor/customer/v1/convert';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Metric, MetricValue } from '@kontor/contracts/gen/kontor/customer/v1/metric';
import type { Rotation } from '@kontor/contracts/gen/kontor/customer/v1/rotation';
import type { Segment } from '@kontor/contracts/gen/kontor/customer/v1/segment';
import type { VisitPlan } from '@kontor/contracts/gen/kontor/customer/v1/visit_plan';
import type { TestPerson } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customStage, json, where, type CustomStage } from './custom-stage.js';

let stage: CustomStage;

beforeAll(async () => {
  stage = await customStage();
}, 60_000);

afterAll(() => stage.service.dispose());

describe('rules', () => {
  const steel = json(where('trade', 'eq', 'steel'));
  const secret = json(where('secret', 'eq', 'x'));
  const metric = (person: TestPerson, filter: string) =>
    stage.call<Metric>(person, 'MetricService/CreateMetric', {
      metric: { code: `m-${uuidv7()}`, nameZhCn: 'm', nameRu: 'm', nameEn: 'm', filter },
    });

  it('metrics count by them', async () => {
    const { service, admin, call } = stage;
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
    const { admin, call, one } = stage;
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
    const { service, admin, call } = stage;
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
    const { service, admin, call, create } = stage;
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
    const { admin, anna, blind, call } = stage;
    const hidden = { code: 'forbidden', reason: 'field-hidden' };
    await expect(metric(blind, secret)).rejects.toMatchObject(hidden);
    await expect(metric(blind, json({ field: 'custom.none', op: 'eq', value: 'x' }))).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(
      call(blind, 'VisitPlanService/CreateVisitPlan', { visitPlan: { name: 'x', customerFilter: secret } }),
    ).rejects.toMatchObject({ ...hidden, fields: [{ field: 'customerFilter' }] });
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
    const { service, admin, call } = stage;
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

describe('a conversion', () => {
  const convert = (person: TestPerson, id: string, custom?: object, worth: object = {}) =>
    stage.call<Conversion>(person, 'ConvertService/ConvertCustomer', {
      id,
      opportunity: { name: 'Spring', ...worth, ...(custom && { custom }) },
    });

  it('asks at once for what is wrong with the amount, naming it, and what is required of an opportunity when it opens, and hands the values on', async () => {
    const { service, anna, call, create } = stage;
    const { id } = await create({});
    const fault = (field: string, reason: string) => ({
      code: 'invalid',
      fields: [{ field: `opportunity.custom.${field}`, reason }],
    });
    await expect(convert(anna, id)).rejects.toMatchObject(fault('lot', 'custom-required'));
    await expect(convert(anna, id, { lot: 'many' })).rejects.toMatchObject({
      fields: [{ field: 'opportunity.custom.lot' }],
    });
    await expect(convert(anna, id, { lot: '3', none: 'x' })).rejects.toMatchObject(
      fault('none', 'unknown-field'),
    );
    for (const [worth, field, reason] of [
      [{ amount: '-5', currency: 'CNY' }, 'amount', 'too-small'],
      [{ amount: '5' }, 'currency', 'currency-needed'],
    ] as const)
      await expect(convert(anna, id, { lot: '3' }, worth)).rejects.toMatchObject({
        fields: [{ field: `opportunity.${field}`, reason }],
      });
    expect(await call<Customer>(anna, 'CustomerService/GetCustomer', { id })).toMatchObject({
      status: 'prospect',
    });
    const { id: conversionId } = await convert(anna, id, { lot: '3' });
    const asked = (await service.events('kontor.customer.v1.ConversionAsked')).filter(
      (event) => event.customer?.id === id,
    );
    expect(asked).toMatchObject([{ conversionId, opportunity: { custom: { lot: '3' } } }]);
  });

  it('takes no value from who may not fill the field', async () => {
    const { id } = await stage.create({});
    await expect(convert(stage.blind, id, { lot: '3', margin: 'x' })).rejects.toMatchObject({
      code: 'forbidden',
      reason: 'field-not-writable',
    });
  });
});
