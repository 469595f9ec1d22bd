import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { DuplicateCandidate, DuplicateScan } from '@kontor/contracts/gen/kontor/customer/v1/duplicate';
import { RpcProblem } from '@kontor/rpc/problem-error';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';

/** The calls that the duplicates of a service are about. */
export function duplicateCalls(service: TestService) {
  const customers = <T>(person: TestPerson, name: string, request: object) =>
    service.call<T>(person, `/kontor.customer.v1.CustomerService/${name}`, request);
  const duplicates = <T>(person: TestPerson, name: string, request: object) =>
    service.call<T>(person, `/kontor.customer.v1.DuplicateService/${name}`, request);
  return {
    customers,
    duplicates,
    create: (person: TestPerson, customer: object, more: object = {}) =>
      customers<Customer>(person, 'CreateCustomer', { customer: { kind: 'company', ...customer }, ...more }),
    addContact: (person: TestPerson, customerId: string, contact: object, more: object = {}) =>
      customers<Contact>(person, 'CreateContact', { customerId, contact, ...more }),
    /** Has somebody go through all customers, and waits for the end. */
    scan: async (person: TestPerson) => {
      const { id } = await duplicates<DuplicateScan>(person, 'CreateDuplicateScan', {});
      return until('the end of the scan', async () => {
        const run = await duplicates<DuplicateScan>(person, 'GetDuplicateScan', { id });
        return run.state === 'done' && run;
      });
    },
  };
}

/** The customer service with a manager, Anna below, and Clara of another line, who sees none of Anna's customers. */
export async function duplicateStage() {
  const service = await testService('customer', customerService);
  const boss = await service.person({ name: '王经理', roles: ['manager'] });
  const anna = await service.person({ name: 'Anna', managerId: boss.id });
  const clara = await service.person({ name: 'Clara' });
  return { service, boss, anna, clara, ...duplicateCalls(service) };
}

/** What a call is refused with. */
export async function problem(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RpcProblem)) throw new Error(`Not refused: ${String(error)}`);
  return { ...error.problem, candidates: (error.problem.candidates ?? []) as DuplicateCandidate[] };
}
