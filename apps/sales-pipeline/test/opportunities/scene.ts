import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { salesPipelineService } from '../../src/definition.js';
import { customerOf, CustomerVoice, dealsOf } from '../deals.js';

export let service: TestService;
export let voice: CustomerVoice;
export let deals: ReturnType<typeof dealsOf>;
export let boss: TestPerson;
export let anna: TestPerson;
export let boris: TestPerson;

beforeAll(async () => {
  service = await testService('sales-pipeline', salesPipelineService);
  voice = await CustomerVoice.of(service);
  deals = dealsOf(service);
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  boris = await service.person({ name: 'Борис' });
}, 60_000);

afterAll(async () => {
  await voice?.close();
  await service?.dispose();
});

export const unseen = { code: 'not_found', reason: 'opportunity-not-found' };
/** A merge that joins no contacts. */
export const noContacts = { contacts: [], loserContactIds: [] };
export const noCustomer = { code: 'not_found', reason: 'customer-not-found' };

/** A customer that the service has heard of. */
export async function known(owner: TestPerson, about: Partial<Customer> = {}): Promise<Customer> {
  const customer = customerOf(owner, about);
  await voice.customer(customer);
  return customer;
}

export const listed = async (person: TestPerson, customerId: string): Promise<string[]> => {
  const filter = JSON.stringify({ field: 'customerId', op: 'eq', value: customerId });
  return (await deals.list(person, { filter })).opportunities.map(({ id }) => id);
};
