import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ListOwnersResponse } from '@kontor/contracts/gen/kontor/customer/v1/ownership_service';
import type { Pool } from '@kontor/contracts/gen/kontor/customer/v1/pool';
import type { StrategySetting, StrategyValues } from '@kontor/contracts/gen/kontor/customer/v1/strategy';
import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { TestPerson } from '@kontor/testing/service';
import { reclaimStep } from '../src/strategy/reclaim.js';
import { CustomerFilters } from '../src/customer/customer-filters.js';
import { StrategyBook } from '../src/strategy/strategy-book.js';
import { warnStep } from '../src/strategy/warn.js';
import { importStage } from './import-stage.js';

const hex = (n: number) => n.toString(16);

/** The customer service with imports, people of two bosses, and what they do with prospects. */
export type ProspectStage = Awaited<ReturnType<typeof prospectStage>>;

/** Starts the service. */
export async function prospectStage() {
  const stage = await importStage();
  const { service } = stage;
  const admin = await service.person({ name: 'Root', roles: ['administrator'] });
  const boss = await service.person({ name: '王经理', roles: ['manager'] });
  const anna = await service.person({ name: 'Anna', managerId: boss.id });
  const boris = await service.person({ name: 'Борис', managerId: boss.id });
  const otherBoss = await service.person({ name: 'Other boss', roles: ['manager'] });
  const other = await service.person({ name: 'Other', managerId: otherBoss.id });
  const filters = new CustomerFilters(service.running.customFields);
  const book = new StrategyBook(service.running.unitOfWork, { warn: () => undefined }, filters);
  const call = <T>(person: TestPerson, path: string, request: object) =>
    service.call<T>(person, `/kontor.customer.v1.${path}`, request);
  let names = 0;
  const unlike = () =>
    `${['Amber', 'Birch', 'Cobalt', 'Dune', 'Ember', 'Fjord'][names % 6]} ${hex(Math.imul(++names, 0x9e3779b1) >>> 0)}`;
  const create = (person: TestPerson, customer: Partial<Customer> = {}, request: object = {}) =>
    call<Customer>(person, 'CustomerService/CreateCustomer', {
      customer: { kind: 'company', name: unlike(), ...customer },
      ...request,
    });
  const get = (person: TestPerson, id: string) =>
    call<Customer>(person, 'CustomerService/GetCustomer', { id });
  const sees = async (person: TestPerson, id: string) =>
    get(person, id).then(
      () => true,
      () => false,
    );
  const claim = (person: TestPerson, id: string) =>
    call<Customer>(person, 'PoolService/ClaimCustomer', { id });
  const release = (person: TestPerson, id: string, poolId?: string) =>
    call<{ poolId?: string }>(person, 'PoolService/ReleaseCustomer', { id, reason: 'No match', poolId });
  const asService = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    service.running.unitOfWork.write(serviceCall('customer', 'test'), work);
  const rows = <R extends object>(text: string, params: unknown[] = []): Promise<R[]> =>
    asService((tx) => tx.query<R>(text, params));
  /** Sets values for one person, so that tests do not meet each other's. */
  const set = (person: TestPerson, values: StrategyValues, more: Partial<StrategySetting> = {}) =>
    call<StrategySetting>(admin, 'StrategyService/CreateStrategySetting', {
      setting: { scope: 'person', scopeId: person.id, values, ...more },
    });
  const rep = (managerId = boss.id) => service.person({ managerId });
  const assignedAgo = (id: string, days: number) =>
    rows(`UPDATE customer SET assign_time = now() - make_interval(days => $2) WHERE id = $1`, [id, days]);
  const talkedAgo = (id: string, days: number) =>
    rows(`UPDATE customer SET last_contact_time = now() - make_interval(days => $2) WHERE id = $1`, [
      id,
      days,
    ]);
  /** As if everybody had been warned long before. */
  const reclaim = async () => {
    await book.refresh();
    while (await warnStep(service.running.unitOfWork, book, 'owner')) continue;
    await rows(`UPDATE reclaim_warning SET time = time - interval '1 year'`);
    while (await reclaimStep(service.running.unitOfWork, book)) continue;
  };
  const causes = async (person: TestPerson, customerId: string) =>
    (await call<ListOwnersResponse>(person, 'OwnershipService/ListOwners', { customerId })).owners.map(
      ({ cause }) => cause,
    );
  const held = async ({ id }: TestPerson) =>
    (await rows<{ held: number }>('SELECT held FROM holding WHERE person_id = $1', [id]))[0]?.held ?? 0;
  const really = async ({ id }: TestPerson) =>
    (
      await rows<{ n: number }>(
        'SELECT count(*)::int AS n FROM customer WHERE owner_id = $1 AND counts_as_held(status)',
        [id],
      )
    )[0]?.n;
  let pools = 0;
  const pool = (facts: Partial<Pool> = {}) =>
    call<Pool>(admin, 'PoolService/CreatePool', {
      pool: {
        name: `Pool ${++pools}`,
        kind: 'prospect',
        managerId: boss.id,
        unitIds: [],
        open: true,
        ...facts,
      },
    });
  const outcome = async (work: Promise<unknown>) =>
    work.then(
      () => 'done',
      (error: { reason: string }) => error.reason,
    );
  const people = { admin, boss, anna, boris, otherBoss, other };
  return {
    stage,
    service,
    book,
    ...people,
    call,
    unlike,
    create,
    get,
    sees,
    claim,
    release,
    asService,
    rows,
    set,
    rep,
    assignedAgo,
    talkedAgo,
    reclaim,
    causes,
    held,
    really,
    pool,
    outcome,
  };
}
