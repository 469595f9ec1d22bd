import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ListOwnersResponse } from '@kontor/contracts/gen/kontor/customer/v1/ownership_service';
import type { Pool } from '@kontor/contracts/gen/kontor/customer/v1/pool';
import type { StrategySetting, StrategyValues } from '@kontor/contracts/gen/kontor/customer/v1/strategy';
import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { PersonFacts, TestPerson } from '@kontor/testing/service';
import { endConversion } from '../src/convert/end-conversion.js';
import { CustomerFilters } from '../src/customer/customer-filters.js';
import { reclaimStep } from '../src/strategy/reclaim.js';
import { StrategyBook } from '../src/strategy/strategy-book.js';
import type { WarningStage } from '../src/strategy/risk-sql.js';
import { warnStep } from '../src/strategy/warn.js';
import { importStage } from './import-stage.js';

export const day = 24 * 3_600_000;

/** The customer service with imports, people of two bosses, and what strategies do in it when a test says so. */
export type StrategyStage = Awaited<ReturnType<typeof strategyStage>>;

/** Starts the service. */
export async function strategyStage() {
  const imports = await importStage();
  const { service } = imports;
  const { unitOfWork, customFields } = service.running;
  const book = new StrategyBook(unitOfWork, { warn: () => undefined }, new CustomerFilters(customFields));
  const admin = await service.person({ name: 'Root', roles: ['administrator'] });
  const boss = await service.person({ name: '王经理', roles: ['manager'] });
  const anna = await service.person({ name: 'Anna', managerId: boss.id });
  const boris = await service.person({ name: 'Борис', managerId: boss.id });
  const otherBoss = await service.person({ name: 'Other boss', roles: ['manager'] });
  const other = await service.person({ name: 'Other', managerId: otherBoss.id });
  const call = <T>(person: TestPerson, path: string, request: object) =>
    service.call<T>(person, `/kontor.customer.v1.${path}`, request);
  const asService = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    unitOfWork.write(serviceCall('customer', 'test'), work);
  const rows = <R extends object>(text: string, params: unknown[] = []): Promise<R[]> =>
    asService((tx) => tx.query<R>(text, params));
  const get = (person: TestPerson, id: string) =>
    call<Customer>(person, 'CustomerService/GetCustomer', { id });
  const daysAgo = (column: string) => (id: string, days: number) =>
    rows(`UPDATE customer SET ${column} = now() - make_interval(days => $2) WHERE id = $1`, [id, days]);
  const warn = async (stage: WarningStage = 'owner') => {
    await book.refresh();
    while (await warnStep(unitOfWork, book, stage)) continue;
  };
  const reclaim = async () => {
    while (await reclaimStep(unitOfWork, book)) continue;
  };
  let names = 0;
  const unlike = () => {
    const word = ['Amber', 'Birch', 'Cobalt', 'Dune', 'Ember', 'Fjord'][names % 6];
    return `${word} ${(Math.imul(++names, 0x9e3779b1) >>> 0).toString(16)}`;
  };
  let pools = 0;
  return {
    ...{ imports, service, book, admin, boss, anna, boris, otherBoss, other },
    ...{ call, asService, rows, get, unlike, warn, reclaim },
    create: (person: TestPerson, customer: Partial<Customer> = {}, request: object = {}) =>
      call<Customer>(person, 'CustomerService/CreateCustomer', {
        customer: { kind: 'company', name: unlike(), ...customer },
        acceptDuplicates: true,
        ...request,
      }),
    sees: (person: TestPerson, id: string) =>
      get(person, id).then(
        () => true,
        () => false,
      ),
    claim: (person: TestPerson, id: string) => call<Customer>(person, 'PoolService/ClaimCustomer', { id }),
    release: (person: TestPerson, id: string, poolId?: string) =>
      call<{ poolId?: string }>(person, 'PoolService/ReleaseCustomer', { id, reason: 'No match', poolId }),
    /** A pool of prospects that the boss keeps. */
    pool: (facts: Partial<Pool> = {}) =>
      call<Pool>(admin, 'PoolService/CreatePool', {
        pool: {
          ...{ name: `Pool ${++pools}`, kind: 'prospect', managerId: boss.id, unitIds: [], open: true },
          ...facts,
        },
      }),
    /** Somebody below the boss. */
    rep: (facts: PersonFacts = {}) => service.person({ managerId: boss.id, ...facts }),
    /** Sets values for one person, so that tests do not meet each other's. */
    set: (person: TestPerson, values: StrategyValues, more: Partial<StrategySetting> = {}) =>
      call<StrategySetting>(admin, 'StrategyService/CreateStrategySetting', {
        setting: { scope: 'person', scopeId: person.id, values, ...more },
      }),
    /** The sales pipeline refuses a conversion. */
    refuse: async (conversionId: string) => {
      await book.refresh();
      await asService((tx) => endConversion(tx, book, conversionId, { state: 'failed', reason: 'refused' }));
    },
    assignedAgo: daysAgo('assign_time'),
    talkedAgo: daysAgo('last_contact_time'),
    /** Makes what was told of a customer older. */
    warnedAgo: (id: string, days: number) =>
      rows(`UPDATE reclaim_warning SET time = now() - make_interval(secs => $2) WHERE customer_id = $1`, [
        id,
        days * 86_400,
      ]),
    /** Takes back what is due, as if everybody had been warned long before. */
    reclaimWarned: async () => {
      await warn();
      await rows(`UPDATE reclaim_warning SET time = time - interval '1 year'`);
      await reclaim();
    },
    ownerOf: async (id: string) =>
      (await rows<{ owner: string | null }>('SELECT owner_id AS owner FROM customer WHERE id = $1', [id]))[0]
        ?.owner ?? undefined,
    causes: async (person: TestPerson, customerId: string) =>
      (await call<ListOwnersResponse>(person, 'OwnershipService/ListOwners', { customerId })).owners.map(
        ({ cause }) => cause,
      ),
    /** How many prospects a person holds by the counter. */
    held: async ({ id }: TestPerson) =>
      (await rows<{ held: number }>('SELECT held FROM holding WHERE person_id = $1', [id]))[0]?.held ?? 0,
    /** The same by the rows. */
    really: async ({ id }: TestPerson) =>
      (
        await rows<{ n: number }>(
          'SELECT count(*)::int AS n FROM customer WHERE owner_id = $1 AND counts_as_held(status)',
          [id],
        )
      )[0]?.n,
    outcome: (work: Promise<unknown>) =>
      work.then(
        () => 'done',
        (error: { reason: string }) => error.reason,
      ),
  };
}
