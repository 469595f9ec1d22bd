import type { Transaction } from '@kontor/database/transaction';
import type { Interaction } from '../interaction/interaction.entity.js';
import { countsAsContact, countsAsContactSql } from '../interaction/rules/counts-as-contact.js';

/**
 * Condition on a row of `interaction` that it fulfils visits of a plan: a contact by us of one of its manners, or a remark
 * where the plan names these. What came in, and what another system brought in, fulfils none. `manners` is their parameter.
 */
export const fulfilsSql = (alias: string, manners: string) =>
  `(${alias}.source = '' AND CASE WHEN ${countsAsContactSql(alias)} THEN ${manners} = '[]' OR ${manners} ? ${alias}.manner
     ELSE NOT ${alias}.draft AND ${alias}.manner = 'other' AND ${manners} ? 'other' END)`;

/**
 * A talk fulfils, in each plan that it counts for, the planned visit of its period that is due first: `fulfilsSql` for one
 * that is not stored yet. One statement over the few open visits of the customer.
 */
export async function fulfilVisits(tx: Transaction, talk: Interaction): Promise<void> {
  const { id, customerId, manner, talkTime, authorId } = talk;
  const counts = countsAsContact(talk);
  if (!counts && (talk.draft || manner !== 'other')) return;
  await tx.query(
    `UPDATE planned_visit v SET done_time = $3, interaction_id = $4, done_by_id = $5
     WHERE v.id IN (
       SELECT DISTINCT ON (o.plan_id) o.id FROM planned_visit o
       JOIN visit_plan p ON p.id = o.plan_id
       WHERE o.customer_id = $1 AND o.done_time IS NULL
         AND o.start_time <= $3 AND o.end_time > $3
         AND (p.manners = '[]' AND $6 OR p.manners ? $2)
       ORDER BY o.plan_id, o.due_date, o.id)
     AND v.done_time IS NULL`,
    [customerId, manner, talkTime, id, authorId, counts],
  );
}

/** A talk that was amended to another time, manner or direction fulfils what it then fulfils, and nothing else any more. */
export async function fulfilAnew(tx: Transaction, before: Interaction, talk: Interaction): Promise<void> {
  const same =
    before.manner === talk.manner &&
    countsAsContact(before) === countsAsContact(talk) &&
    Date.parse(before.talkTime) === Date.parse(talk.talkTime);
  // What another system brought in fulfils nothing.
  if (same || talk.source !== '') return;
  await tx.query(
    `UPDATE planned_visit SET done_time = NULL, interaction_id = NULL, done_by_id = NULL
     WHERE customer_id = $1 AND interaction_id = $2`,
    [talk.customerId, talk.id],
  );
  await fulfilVisits(tx, talk);
}
