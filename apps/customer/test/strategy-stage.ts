import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { StrategySetting, StrategyValues } from '@kontor/contracts/gen/kontor/customer/v1/strategy';
import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { testService, type PersonFacts, type TestPerson, type TestService } from '@kontor/testing/service';
import { CustomerFilters } from '../src/customer/customer-filters.js';
import { customerService } from '../src/definition.js';
import { reclaimStep } from '../src/strategy/reclaim.js';
import { StrategyBook } from '../src/strategy/strategy-book.js';
import type { WarningStage } from '../src/strategy/risk-sql.js';
import { warnStep } from '../src/strategy/warn.js';

export const day = 24 * 3_600_000;

/** The customer service, and what strategies do in it when a test says so. */
export interface StrategyStage {
  service: TestService;
  book: StrategyBook;
  admin: TestPerson;
  boss: TestPerson;
  call<T>(person: TestPerson, path: string, request: object): Promise<T>;
  create(person: TestPerson, customer?: Partial<Customer>, request?: object): Promise<Customer>;
  get(person: TestPerson, id: string): Promise<Customer>;
  /** Somebody below the boss. */
  rep(facts?: PersonFacts): Promise<TestPerson>;
  /** Sets values for one person, so that tests do not meet each other's. */
  set(person: TestPerson, values: StrategyValues, more?: Partial<StrategySetting>): Promise<StrategySetting>;
  rows<R extends object>(text: string, params?: unknown[]): Promise<R[]>;
  asService<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  assignedAgo(id: string, days: number): Promise<unknown>;
  /** Makes what was told of a customer older. */
  warnedAgo(id: string, days: number): Promise<unknown>;
  warn(stage?: WarningStage): Promise<void>;
  reclaim(): Promise<void>;
  ownerOf(id: string): Promise<string | undefined>;
}

export async function strategyStage(): Promise<StrategyStage> {
  const service = await testService('customer', customerService);
  const { unitOfWork, customFields } = service.running;
  const book = new StrategyBook(unitOfWork, { warn: () => undefined }, new CustomerFilters(customFields));
  const admin = await service.person({ name: 'Root', roles: ['administrator'] });
  const boss = await service.person({ name: '王经理', roles: ['manager'] });
  const call = <T>(person: TestPerson, path: string, request: object) =>
    service.call<T>(person, `/kontor.customer.v1.${path}`, request);
  const asService = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    unitOfWork.write(serviceCall('customer', 'test'), work);
  const rows = <R extends object>(text: string, params: unknown[] = []): Promise<R[]> =>
    asService((tx) => tx.query<R>(text, params));
  let names = 0;
  const unlike = () => `Firm ${(Math.imul(++names, 0x9e3779b1) >>> 0).toString(16)}`;
  return {
    service,
    book,
    admin,
    boss,
    call,
    asService,
    rows,
    create: (person, customer = {}, request = {}) =>
      call<Customer>(person, 'CustomerService/CreateCustomer', {
        customer: { kind: 'company', name: unlike(), ...customer },
        acceptDuplicates: true,
        ...request,
      }),
    get: (person, id) => call<Customer>(person, 'CustomerService/GetCustomer', { id }),
    rep: (facts = {}) => service.person({ managerId: boss.id, ...facts }),
    set: (person, values, more = {}) =>
      call<StrategySetting>(admin, 'StrategyService/CreateStrategySetting', {
        setting: { scope: 'person', scopeId: person.id, values, ...more },
      }),
    assignedAgo: (id, days) =>
      rows(`UPDATE customer SET assign_time = now() - make_interval(days => $2) WHERE id = $1`, [id, days]),
    warnedAgo: (id, days) =>
      rows(`UPDATE reclaim_warning SET time = now() - make_interval(secs => $2) WHERE customer_id = $1`, [
        id,
        days * 86_400,
      ]),
    warn: async (stage = 'owner') => {
      await book.refresh();
      while (await warnStep(unitOfWork, book, stage)) continue;
    },
    reclaim: async () => {
      while (await reclaimStep(unitOfWork, book)) continue;
    },
    ownerOf: async (id) =>
      (await rows<{ owner: string | null }>('SELECT owner_id AS owner FROM customer WHERE id = $1', [id]))[0]
        ?.owner ?? undefined,
  };
}
