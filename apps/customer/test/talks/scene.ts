import type { Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ListInteractionsResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { customerService } from '../../src/definition.js';

export const base = '/kontor.customer.v1';

export let service: TestService;
export let admin: TestPerson;
export let boss: TestPerson;
export let anna: TestPerson;
export let boris: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  admin = await service.person({ name: 'Admin', roles: ['administrator'] });
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  boris = await service.person({ name: 'Борис' });
}, 60_000);

afterAll(() => service.dispose());

export const ask = <T>(person: TestPerson, path: string, request: object = {}) =>
  service.call<T>(person, `${base}.${path}`, request);

export const create = (person: TestPerson, customer: Partial<Customer> = {}) =>
  ask<Customer>(person, 'CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: `Customer ${Math.random()}`, ...customer },
  });

export const log = (person: TestPerson, customerId: string, interaction: Partial<Interaction> = {}) =>
  ask<Interaction>(person, 'CustomerService/CreateInteraction', {
    customerId,
    interaction: { manner: 'call', content: 'Talked.', ...interaction },
  });

export const get = (person: TestPerson, id: string) =>
  ask<Customer>(person, 'CustomerService/GetCustomer', { id });

export const talks = async (person: TestPerson, customerId: string) =>
  (await ask<ListInteractionsResponse>(person, 'CustomerService/ListInteractions', { customerId }))
    .interactions;

export let phoneCount = 0;
/** A Chinese mobile number that nobody else in this file has. */
export const freshPhone = () => `+86138${String(10_000_000 + phoneCount++)}`;
export const phone = (raw: string) => ({ raw, number: '', kind: 'mobile' as const });
