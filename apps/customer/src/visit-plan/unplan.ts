import type { Transaction } from '@kontor/database/transaction';
import type { Period } from './rules/periods.js';
import type { VisitPlan } from './visit-plan.entity.js';

/** Visits of a retired plan that are removed in one transaction. */
const batchSize = 5_000;

/** The customers that a step went through: behind `after`, up to `upTo`; absent ends are open. */
export interface Stretch {
  after: string | undefined;
  upTo: string | undefined;
  /** Those of them that are in the class. */
  customers: readonly string[];
}

/**
 * Removes the open visits of a stretch that the plan, as it is now, does not ask for: of customers that left its class, of
 * another period, beyond the number of visits. What is over stays as it was, and so does what took place.
 */
export async function unplan(
  tx: Transaction,
  { id, visits }: VisitPlan,
  { start }: Period,
  { after, upTo, customers }: Stretch,
): Promise<void> {
  await tx.query(
    `DELETE FROM planned_visit v WHERE v.plan_id = $1 AND v.done_time IS NULL AND v.end_time > $2
       AND ($3::uuid IS NULL OR v.customer_id > $3) AND ($4::uuid IS NULL OR v.customer_id <= $4)
       AND (v.customer_id <> ALL ($5::uuid[]) OR v.period_start <> $6::date OR v.slot >= $7)`,
    [id, tx.now, after ?? null, upTo ?? null, customers, start, visits],
  );
}

/** Removes the open visits of a retired plan; resolves to whether there may be more. */
export async function unplanRetired(
  tx: Transaction,
  { id, version }: VisitPlan,
  today: string,
): Promise<boolean> {
  const gone = await tx.query(
    `DELETE FROM planned_visit WHERE id IN (SELECT v.id FROM planned_visit v
       WHERE v.plan_id = $1 AND v.done_time IS NULL AND v.end_time > $2 LIMIT ${batchSize}) RETURNING id`,
    [id, tx.now],
  );
  if (gone.length === batchSize) return true;
  await tx.query(
    'UPDATE visit_plan_run SET done = true, day = $2::date, plan_version = $3 WHERE plan_id = $1',
    [id, today, version],
  );
  return false;
}
