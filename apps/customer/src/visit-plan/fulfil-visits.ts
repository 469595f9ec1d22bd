import type { Transaction } from '@kontor/database/transaction';
import type { Interaction } from '../interaction/interaction.entity.js';

/**
 * A talk fulfils, in each plan that its manner counts for, the planned visit of its period that is due first. One
 * statement over the few open visits of the customer.
 */
export async function fulfilVisits(
  tx: Transaction,
  { id, customerId, manner, talkTime, authorId }: Interaction,
): Promise<void> {
  await tx.query(
    `UPDATE planned_visit v SET done_time = $3, interaction_id = $4, done_by_id = $5
     WHERE v.id IN (
       SELECT DISTINCT ON (o.plan_id) o.id FROM planned_visit o
       JOIN visit_plan p ON p.id = o.plan_id
       WHERE o.customer_id = $1 AND o.done_time IS NULL
         AND o.start_time <= $3 AND o.end_time > $3
         AND (p.manners = '[]' OR p.manners ? $2)
       ORDER BY o.plan_id, o.due_date, o.id)
     AND v.done_time IS NULL`,
    [customerId, manner, talkTime, id, authorId],
  );
}
