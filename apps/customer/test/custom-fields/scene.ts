import { v7 as uuidv7 } from 'uuid';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { copyCustomField } from '@kontor/custom-fields/custom-field-copy';
import { copyRole } from '@kontor/people/role-copy';
import {
  customFieldOf as field,
  fieldRights,
  optionsOf,
  reachesAll,
  roleOf,
} from '@kontor/testing/identity-records';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { customerService } from '../../src/definition.js';

export const calls = '/kontor.customer.v1.CustomerService';

export let service: TestService;
export let seller: TestPerson;
export let stranger: TestPerson;
/** Sees all customers, and neither the margin nor what the nick is. */
export let clerk: TestPerson;

export const fields = [
  field('nick', { maximum: '10' }),
  field('margin', { type: 'number', minimum: '0', maximum: '100' }),
  field('budget', { type: 'money' }),
  field('founded', { type: 'date' }),
  field('opens', { type: 'time' }),
  field('vip', { type: 'boolean' }),
  field('industry', {
    type: 'choice',
    options: optionsOf('steel', 'paper', 'coal').map((one) => ({ ...one, retired: one.key === 'coal' })),
    requiredStages: ['negotiating'],
    unknownAllowed: true,
  }),
  field('tags', { type: 'multi_choice', options: optionsOf('red', 'green', 'blue') }),
  field('expert', { type: 'person' }),
  field('parent', { type: 'reference', referenceObject: 'customer' }),
  field('region', { defaultValue: 'north' }),
  field('old', { retired: true }),
];

export const clerkRole = roleOf('clerk', {
  permissions: ['customer.read', 'customer.write'],
  reaches: reachesAll('customer'),
  fields: fieldRights('customer', { 'custom.margin': 'none', 'custom.nick': 'mask', 'custom.vip': 'read' }),
});

beforeAll(async () => {
  service = await testService('customer', customerService);
  await service.know(async (tx) => {
    for (const one of fields) await copyCustomField(tx, one);
    await copyCustomField(tx, field('birthday', { object: 'contact', type: 'date' }));
    await copyRole(tx, clerkRole);
  });
  seller = await service.person();
  stranger = await service.person();
  clerk = await service.person({ roles: ['clerk'] });
}, 60_000);
afterAll(() => service.dispose());

export const call = <T>(person: TestPerson, name: string, request: object, language: 'en' | 'ru' = 'en') =>
  service.call<T>(person, `${calls}/${name}`, request, { language });
export let made = 0;
export const create = (custom?: object, facts: object = {}, person = seller) =>
  call<Customer>(person, 'CreateCustomer', {
    customer: { kind: 'company', name: `Works ${++made} ${uuidv7()}`, ...facts, ...(custom && { custom }) },
  });
export const change = (id: string, custom: object | undefined, facts: object = {}, person = seller) =>
  call<Customer>(person, 'UpdateCustomer', {
    id,
    customer: { ...facts, ...(custom && { custom }) },
    updateMask: [...Object.keys(facts), ...(custom ? ['custom'] : [])],
  });
