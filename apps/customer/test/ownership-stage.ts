import type { Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { OwnershipChange } from '@kontor/contracts/gen/kontor/customer/v1/ownership';
import type { ListOwnersResponse } from '@kontor/contracts/gen/kontor/customer/v1/ownership_service';
import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { testService, type TestPerson } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';

const calls = '/kontor.customer.v1';
const day = 24 * 3_600_000;

/** The customer service with a team of three, somebody outside it, and what people do with customers of each other. */
export type OwnershipStage = Awaited<ReturnType<typeof ownershipStage>>;

/** Starts the service. */
export async function ownershipStage() {
  const service = await testService('customer', customerService);
  const boss = await service.person({ name: '王经理', roles: ['manager'] });
  const anna = await service.person({ name: 'Anna', managerId: boss.id });
  const boris = await service.person({ name: 'Борис', managerId: boss.id });
  const chen = await service.person({ name: 'Chen', managerId: boss.id });
  const stranger = await service.person({ name: 'Stranger', roles: ['manager'] });
  const call = <T>(person: TestPerson, path: string, request: object) =>
    service.call<T>(person, `${calls}.${path}`, request);
  const create = (person: TestPerson, customer: Partial<Customer> = {}) =>
    call<Customer>(person, 'CustomerService/CreateCustomer', {
      customer: { kind: 'company', name: 'Lighthouse', ...customer },
      acceptDuplicates: true,
      duplicateReason: 'Twins of the test.',
    });
  const get = (person: TestPerson, id: string) =>
    call<Customer>(person, 'CustomerService/GetCustomer', { id });
  const transfer = (person: TestPerson, id: string, ownerId: string, reason = 'Closer by') =>
    call<Customer>(person, 'CustomerService/TransferCustomer', { id, ownerId, reason });
  const talk = (person: TestPerson, customerId: string, interaction: Partial<Interaction> = {}) =>
    call<Interaction>(person, 'CustomerService/CreateInteraction', {
      customerId,
      interaction: { manner: 'call', content: 'Talked about the spring order.', ...interaction },
    });
  const ownersOf = async (person: TestPerson, customerId: string): Promise<OwnershipChange[]> =>
    (await call<ListOwnersResponse>(person, 'OwnershipService/ListOwners', { customerId })).owners;
  const wallTime = (days: number) => new Date(Date.now() + days * day).toISOString().slice(0, 16);
  const asService = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    service.running.unitOfWork.write(serviceCall('customer', 'test'), work);
  const rows = <R extends object>(text: string, params: unknown[] = []): Promise<R[]> =>
    asService((tx) => tx.query<R>(text, params));
  const setStatus = async (id: string, status: string): Promise<void> => {
    await rows(`UPDATE person_copy SET status = $2 WHERE id = $1`, [id, status]);
    await rows('UPDATE organisation_version SET version = version + 1');
    await service.running.organisation.refresh();
  };
  const people = { boss, anna, boris, chen, stranger };
  return {
    service,
    ...people,
    call,
    create,
    get,
    transfer,
    talk,
    ownersOf,
    wallTime,
    asService,
    rows,
    setStatus,
  };
}
