import type { CoverageRow } from '@kontor/contracts/gen/kontor/customer/v1/visit_plan';
import { sharedIdsSql } from '@kontor/access/row-policy';
import type { Transaction } from '@kontor/database/transaction';

/** Whole days, both inclusive, such as 2026-11-01. */
export interface DueDays {
  first: string;
  last: string;
}

/**
 * Plan and fact of the visits that are due within days, by the owners and segments that the customers have now, of the
 * customers that the caller reaches: kept counts, and what is shared looked up by its ids. `today` tells what is overdue.
 */
export function coverageOf(tx: Transaction, { first, last }: DueDays, today: string): Promise<CoverageRow[]> {
  const { owners, grantees } = tx.reach('customer');
  const params: unknown[] = [first, last, today];
  const whose = owners === 'all' ? '' : `guardian_id = ANY ($${params.push(owners)}::uuid[]) AND`;
  const kept = (table: 'visit_cell' | 'visit_delta') =>
    `SELECT guardian_id, assignment_state, segment, plan_id, due_date, planned, done FROM ${table}
     WHERE ${whose} due_date BETWEEN $1::date AND $2::date`;
  const counts = [kept('visit_cell'), kept('visit_delta')];
  if (owners !== 'all' && grantees.length > 0) {
    const shared = sharedIdsSql('customer', grantees, params);
    counts.push(
      `SELECT c.guardian_id, c.assignment_state, c.segment, v.plan_id, v.due_date, 1, (v.done_time IS NOT NULL)::integer
       FROM customer c JOIN planned_visit v ON v.customer_id = c.id AND v.due_date BETWEEN $1::date AND $2::date
       WHERE c.id = ANY (ARRAY(${shared})) AND c.guardian_id <> ALL ($${params.push(owners)}::uuid[])`,
    );
  }
  return tx.query<CoverageRow>(
    `SELECT coalesce(owner_id::text, '') AS "ownerId", segment, plan_id AS "planId", sum(planned)::int AS planned,
       sum(done)::int AS done, coalesce(sum(planned - done) FILTER (WHERE due_date < $3::date), 0)::int AS overdue
     FROM (SELECT *, CASE assignment_state WHEN 'assigned' THEN guardian_id END AS owner_id
       FROM (${counts.join(' UNION ALL ')}) one) visit
     GROUP BY owner_id, segment, plan_id HAVING sum(planned) <> 0 ORDER BY owner_id, segment, plan_id`,
    params,
  );
}
