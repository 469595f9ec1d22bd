import { Inject, Injectable } from '@nestjs/common';
import type {
  CoverageRow,
  PlannedVisit as PlannedVisitAnswer,
} from '@kontor/contracts/gen/kontor/customer/v1/visit_plan';
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
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Customer } from '../customer/customer.entity.js';
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
      const { rows, ...page } = await listRows(tx, PlannedVisit, 'planned_visit', request, {
        fields,
        defaultOrder: 'dueDate',
        method: call.method,
        secret: this.settings.secret,
        scope: { where: conditions.join(' AND '), params, means: [ownerId, segment, overdue, today] },
      });
      const ids = [...new Set(rows.map(({ customerId }) => customerId))];
      const customers = ids.length > 0 ? await tx.select(Customer, 'r.id = ANY ($1::uuid[])', [ids]) : [];
      const customerOf = new Map(customers.map((customer) => [customer.id, customer]));
      return {
        plannedVisits: rows.map((row) => answer(row, customerOf.get(row.customerId), today)),
        ...page,
      };
    });
  }

  /** Counts of what was due in a month, by the owners and segments that the customers have now. */
  coverage({ month }: GetVisitCoverageRequest, call: Call): Promise<GetVisitCoverageResponse> {
    return this.work.read(call, async (tx) => {
      const today = dayOf(tx.now, this.settings.companyTimeZone);
      const { first, last } = monthOf(month ?? today);
      const params: unknown[] = [first, last, today];
      const rows = await tx.query<CoverageRow>(
        `SELECT coalesce(c.owner_id::text, '') AS "ownerId", c.segment, v.plan_id AS "planId",
           count(*)::int AS planned, count(v.done_time)::int AS done,
           (count(*) FILTER (WHERE v.done_time IS NULL AND v.due_date < $3::date))::int AS overdue
         FROM customer c ${dueVisits(tx)} WHERE ${tx.visible(Customer, 'c', params)}
         GROUP BY c.owner_id, c.segment, v.plan_id ORDER BY c.owner_id, c.segment, v.plan_id`,
        params,
      );
      return { rows };
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

/**
 * The visits of a month, joined to the customers `c`. OFFSET 0 keeps Postgres from reading the visits of everybody for
 * somebody who reaches some: it looks them up by the customer.
 */
function dueVisits(tx: Transaction): string {
  const due = 'v.due_date BETWEEN $1::date AND $2::date';
  if (tx.reach('customer').owners === 'all') return `JOIN planned_visit v ON v.customer_id = c.id AND ${due}`;
  return `CROSS JOIN LATERAL (SELECT * FROM planned_visit v WHERE v.customer_id = c.id AND ${due} OFFSET 0) v`;
}

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
