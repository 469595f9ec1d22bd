import { v7 as uuidv7 } from 'uuid';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import { copyCustomField } from '@kontor/custom-fields/custom-field-copy';
import { copyRole } from '@kontor/people/role-copy';
import { testService, type TestPerson } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';

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
  field('lot', { object: 'opportunity', requiredStages: ['open'], type: 'number' }),
  field('margin', { object: 'opportunity' }),
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
    'opportunity.write',
  ],
  reaches: [{ object: 'customer', reach: 'all' }],
  fields: [
    { object: 'customer', field: 'custom.secret', right: 'none' },
    { object: 'opportunity', field: 'custom.margin', right: 'read' },
  ],
};

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
