import { v7 as uuidv7 } from 'uuid';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { copyCustomField } from '@kontor/custom-fields/custom-field-copy';
import { copyRole } from '@kontor/people/role-copy';
import { customFieldOf as field, optionsOf, reachesAll, roleOf } from '@kontor/testing/identity-records';
import { testService, type TestPerson } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';

const fields = [
  field('motto', {}),
  field('size', { type: 'number' }),
  field('budget', { type: 'money' }),
  field('founded', { type: 'date' }),
  field('vip', { type: 'boolean' }),
  field('trade', { type: 'choice', options: optionsOf('steel', 'paper') }),
  field('tags', { type: 'multi_choice', options: optionsOf('red', 'green') }),
  field('expert', { type: 'person' }),
  field('parent', { type: 'reference', referenceObject: 'customer' }),
  field('secret', {}),
  field('rank', { object: 'contact', type: 'number' }),
  field('lot', { object: 'opportunity', requiredStages: ['open'], type: 'number' }),
  field('margin', { object: 'opportunity' }),
  field('mood', { object: 'interaction', type: 'choice', options: optionsOf('good', 'bad') }),
];
const role = roleOf('blind', {
  permissions: [
    ...['customer.read', 'customer.write', 'customer.rotate', 'customer.export', 'metric.manage'],
    ...['segment.read', 'segment.write', 'visit-plan.manage', 'strategy.read', 'strategy.manage'],
    'opportunity.write',
  ],
  reaches: reachesAll('customer'),
  fields: [
    { object: 'customer', field: 'custom.secret', right: 'none' },
    { object: 'opportunity', field: 'custom.margin', right: 'read' },
  ],
});

/** A service with custom fields of every kind, two customers that have values in them, and people. */
export async function customStage() {
  const service = await testService('customer', customerService);
  await service.know(async (tx) => {
    for (const each of fields) await copyCustomField(tx, each);
    await copyRole(tx, role);
  });
  const admin = await service.person({ name: 'Administrator', roles: ['administrator'] });
  const anna = await service.person({ name: 'Anna', managerId: admin.id });
  /** May do all that there is with customers, and does not see their secret. */
  const blind = await service.person({ name: 'Blind', roles: ['blind'] });
  const call = <T>(person: TestPerson, path: string, request: object) =>
    service.call<T>(person, `/kontor.customer.v1.${path}`, request);
  const create = (custom: object, facts: object = {}, more: object = {}) =>
    call<Customer>(anna, 'CustomerService/CreateCustomer', {
      customer: { kind: 'company', name: `Ruled ${uuidv7()}`, custom, ...facts },
      ...more,
    });
  const one = await create({
    ...{
      motto: '灯塔 Маяк',
      size: '12.5',
      budget: { amount: '900', currency: 'CNY' },
      founded: '1999-02-28',
    },
    ...{ vip: true, trade: 'steel', tags: ['red'], expert: anna.id, secret: 'x' },
  });
  const other = await create({ size: '2', trade: 'paper', parent: one.id });
  return { service, admin, anna, blind, call, create, one, other };
}

/** What `customStage` makes. */
export type CustomStage = Awaited<ReturnType<typeof customStage>>;

/** A condition on a custom field. */
export const where = (key: string, op: string, value: unknown) => ({ field: `custom.${key}`, op, value });
/** The text of a filter. */
export const json = (filter: object) => JSON.stringify(filter);
