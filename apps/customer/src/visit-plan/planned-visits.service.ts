import { Inject, Injectable } from '@nestjs/common';
import type { PlannedVisit as PlannedVisitAnswer } from '@kontor/contracts/gen/kontor/customer/v1/visit_plan';
import type {
  GetVisitCoverageRequest,
  GetVisitCoverageResponse,
  ListPlannedVisitsRequest,
  ListPlannedVisitsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/visit_plan_service';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { queryFields } from '@kontor/query/fields';
import type { ListOptions, ListRequest } from '@kontor/query/list';
import { listRows, type CountedPage } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { sectionRows, type SectionAsked } from '@kontor/service/sections';
import { Customer } from '../customer/customer.entity.js';
import { coverageOf } from './coverage.js';
import { PlannedVisit } from './planned-visit.entity.js';
import { dayOf, monthOf } from './rules/periods.js';

const never = { nullable: false };
const fields = queryFields(contract.fields('kontor.customer.v1.PlannedVisit'), {
  id: never,
  planId: never,
  customerId: never,
  periodStart: never,
  dueDate: never,
});

/** Planned visits, and how many of them took place. */
@Injectable()
export class PlannedVisitsService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret' | 'companyTimeZone'>,
  ) {}

  list(
    { ownerId, segment, overdue, ...request }: ListPlannedVisitsRequest,
    call: Call,
  ): Promise<ListPlannedVisitsResponse> {
    return this.work.read(call, async (tx) => {
      const today = dayOf(tx.now, this.settings.companyTimeZone);
      const params: unknown[] = [];
      const conditions = ['TRUE'];
      if (ownerId) {
        const owner = `$${params.push(ownerId)}::uuid`;
        conditions.push(visitsOf(`c.guardian_id = ${owner} AND c.owner_id = ${owner}`));
      } else if (reachesFew(tx)) conditions.push(visitsOf(tx.visible(Customer, 'c', params)));
      if (segment) {
        conditions.push(
          `EXISTS (SELECT 1 FROM customer c WHERE c.id = r.customer_id AND c.segment = $${params.push(segment)})`,
        );
      }
      if (overdue) conditions.push(`r.done_time IS NULL AND r.due_date < $${params.push(today)}::date`);
      const means = [ownerId, segment, overdue, today];
      const scope = { where: conditions.join(' AND '), params, means };
      const { rows, ...page } = await this.pageIn(tx, request, call.method, scope);
      const ids = [...new Set(rows.map(({ customerId }) => customerId))];
      const customers = ids.length > 0 ? await tx.select(Customer, 'r.id = ANY ($1::uuid[])', [ids]) : [];
      const customerOf = new Map(customers.map((customer) => [customer.id, customer]));
      return {
        plannedVisits: rows.map((row) => answer(row, customerOf.get(row.customerId), today)),
        ...page,
      };
    });
  }

  /** The visits of one customer, as list() narrowed to it by its filter answers them; pages go on there. */
  async ofCustomer(
    tx: Transaction,
    { id, method, record }: SectionAsked<Customer | undefined>,
  ): Promise<ListPlannedVisitsResponse> {
    const today = dayOf(tx.now, this.settings.companyTimeZone);
    const filter = JSON.stringify({ field: 'customerId', op: 'eq', value: id });
    const scope = { where: 'TRUE', params: [], means: [undefined, undefined, undefined, today] };
    const { rows, ...page } = await this.pageIn(tx, { pageSize: sectionRows, filter }, method, scope);
    const customer = await record;
    return { plannedVisits: rows.map((row) => answer(row, customer, today)), ...page };
  }

  private pageIn(
    tx: Transaction,
    request: ListRequest,
    method: string,
    scope: NonNullable<ListOptions['scope']>,
  ): Promise<CountedPage<PlannedVisit>> {
    const { secret } = this.settings;
    return listRows(tx, PlannedVisit, 'planned_visit', request, {
      ...{ fields, defaultOrder: 'dueDate', method, secret, scope },
    });
  }

  /** Counts of what was due in a month, by the owners and segments that the customers have now. */
  coverage({ month }: GetVisitCoverageRequest, call: Call): Promise<GetVisitCoverageResponse> {
    return this.work.read(call, async (tx) => {
      const today = dayOf(tx.now, this.settings.companyTimeZone);
      return { rows: await coverageOf(tx, monthOf(month ?? today), today) };
    });
  }
}

/** Whoever reaches so few people asks their customers; whoever reaches more, the visits in their order. */
const fewOwners = 10;

function reachesFew(tx: Transaction): boolean {
  const { owners } = tx.reach('customer');
  return owners !== 'all' && owners.length <= fewOwners;
}

/** Condition that a visit is with one of some customers, who are looked for first: an array, asked for once. */
const visitsOf = (condition: string): string =>
  `r.customer_id = ANY (ARRAY(SELECT c.id FROM customer c WHERE ${condition}))`;

function answer(
  { slot: _, startTime: __, endTime: ___, ...visit }: PlannedVisit,
  customer: Customer | undefined,
  today: string,
): PlannedVisitAnswer {
  return {
    ...visit,
    customerName: customer?.name ?? '',
    ownerId: customer?.ownerId ?? '',
    overdue: visit.doneTime === undefined && visit.dueDate < today,
  };
}
