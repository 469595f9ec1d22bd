import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { filterSql } from '@kontor/query/filter-sql';
import type { CustomerFilters } from '../customer/customer-filters.js';
import { fulfilsSql } from './fulfil-visits.js';
import { dayOf, periodOf, type Period } from './rules/periods.js';
import { VisitPlanRun } from './visit-plan-run.entity.js';
import { unplan, unplanRetired } from './unplan.js';
import { VisitPlan } from './visit-plan.entity.js';

/** Customers whose visits are planned in one transaction. */
const batchSize = 500;

/** For how long a plan that cannot be gone through is left alone, lest it keep the others waiting. */
const retryAfter = `interval '10 minutes'`;

/**
 * For how long a step waits for a customer whom somebody is changing, before it begins anew: it holds others meanwhile
 * (their visits are counted), and must let go before Postgres looks for who waits in a circle, which takes a second.
 */
const patience = '200ms';

/**
 * Plans the visits of one batch of customers for the present period of one plan; progress is in the same transaction, so
 * that a replica that dies loses nothing and none is planned twice. Each day every plan is gone through again, for
 * customers that are new in its class or left it, and so is one that was changed. A plan that fails is put off, and the
 * error thrown. Returns whether there may be more to do at once.
 */
export async function planStep(
  work: UnitOfWork,
  timeZone: string,
  filters: CustomerFilters,
): Promise<boolean> {
  const call = serviceCall('customer', 'plan visits');
  let tried: string | undefined;
  try {
    return await work.write(call, async (tx) => {
      // A plan of Postgres that was kept while there were few visits would read all of them for each, once they are many.
      await tx.query(
        `SELECT set_config('lock_timeout', $1, true), set_config('plan_cache_mode', 'force_custom_plan', true)`,
        [patience],
      );
      const plan = await nextPlan(tx, dayOf(tx.now, timeZone));
      tried = plan?.id;
      return plan ? goThrough(tx, plan, timeZone, filters) : false;
    });
  } catch (error) {
    if (error instanceof AppError && error.reason === 'request-in-progress') return true;
    if (tried === undefined) throw error;
    await work.write(call, (tx) =>
      tx.query(`UPDATE visit_plan SET retry_time = now() + ${retryAfter} WHERE id = $1`, [tried]),
    );
    throw error;
  }
}

/** A plan that was not gone through today as it is now; one that was retired, until its visits are gone. */
async function nextPlan(tx: Transaction, today: string): Promise<VisitPlan | undefined> {
  const run = (condition: string) =>
    `EXISTS (SELECT 1 FROM visit_plan_run n WHERE n.plan_id = r.id AND ${condition})`;
  const [plan] = await tx.select(
    VisitPlan,
    `(r.retry_time IS NULL OR r.retry_time <= now() OR r.update_time > r.retry_time - ${retryAfter})
       AND CASE WHEN r.retired THEN ${run('NOT (n.done AND n.plan_version = r.version)')}
         ELSE NOT ${run('n.day >= $1::date AND n.done AND n.plan_version = r.version')} END`,
    [today],
    'ORDER BY r.id LIMIT 1 FOR NO KEY UPDATE OF r SKIP LOCKED',
  );
  return plan;
}

async function goThrough(
  tx: Transaction,
  plan: VisitPlan,
  timeZone: string,
  filters: CustomerFilters,
): Promise<boolean> {
  const today = dayOf(tx.now, timeZone);
  if (plan.retired) {
    await unplanRetired(tx, plan, today);
    return true;
  }
  const period = periodOf(today, plan.months, plan.visits, timeZone);
  const afterId = await begun(tx, plan, period, today);
  const customers = await nextCustomers(tx, plan, afterId, filters);
  const done = customers.length < batchSize;
  const upTo = done ? undefined : customers.at(-1);
  await unplan(tx, plan, period, { after: afterId, upTo, customers });
  await planVisits(tx, plan, period, customers);
  await tx.query(
    'UPDATE visit_plan_run SET after_id = $3, done = $4 WHERE plan_id = $1 AND period_start = $2::date',
    [plan.id, period.start, customers.at(-1) ?? afterId ?? null, done],
  );
  return true;
}

/** Where the going through of today stands; begins it where it has not begun. */
async function begun(
  tx: Transaction,
  plan: VisitPlan,
  period: Period,
  today: string,
): Promise<string | undefined> {
  await tx.query(
    `INSERT INTO visit_plan_run AS n (plan_id, period_start, day, done, plan_version)
     VALUES ($1, $2::date, $3::date, false, $4)
     ON CONFLICT (plan_id, period_start) DO UPDATE
       SET day = excluded.day, after_id = NULL, done = false, plan_version = excluded.plan_version
       WHERE n.day < excluded.day OR n.plan_version <> excluded.plan_version`,
    [plan.id, period.start, today, plan.version],
  );
  const [run] = await tx.select(VisitPlanRun, 'r.plan_id = $1 AND r.period_start = $2::date', [
    plan.id,
    period.start,
  ]);
  return run?.afterId;
}

/**
 * Ids of customers of the class behind `afterId`, who are not merged away before their visits stand. Who decided against us
 * is not visited.
 */
async function nextCustomers(
  tx: Transaction,
  plan: VisitPlan,
  afterId: string | undefined,
  filters: CustomerFilters,
): Promise<string[]> {
  const params: unknown[] = [afterId ?? null];
  const conditions = [`r.status <> 'lost'`, '($1::uuid IS NULL OR r.id > $1)'];
  if (plan.segment) conditions.push(`r.segment = $${params.push(plan.segment)}`);
  if (plan.customerFilter) {
    const filter = filters.read(plan.customerFilter);
    conditions.push(filterSql(filter, filters.fields, params, 'r'));
  }
  const rows = await tx.query<{ id: string }>(
    `SELECT r.id FROM customer r WHERE ${conditions.join(' AND ')}
     ORDER BY r.id LIMIT ${batchSize} FOR KEY SHARE OF r`,
    params,
  );
  return rows.map(({ id }) => id);
}

/** Adds the visits that are not there, moves those that are due otherwise now, and marks those that talks of the period have fulfilled already. */
async function planVisits(
  tx: Transaction,
  plan: VisitPlan,
  { start, startTime, endTime, dueDates }: Period,
  customers: readonly string[],
): Promise<void> {
  if (customers.length === 0) return;
  await tx.query(
    `INSERT INTO planned_visit AS v (id, plan_id, customer_id, period_start, slot, start_time, end_time, due_date)
     SELECT uuidv7(), $1, c.id, $2::date, d.slot - 1, $3, $4, d.due
     FROM unnest($5::uuid[]) AS c (id), unnest($6::date[]) WITH ORDINALITY AS d (due, slot)
     ON CONFLICT (customer_id, plan_id, period_start, slot) DO UPDATE
     SET start_time = excluded.start_time, end_time = excluded.end_time, due_date = excluded.due_date
     WHERE v.done_time IS NULL AND (v.end_time, v.due_date) <> (excluded.end_time, excluded.due_date)`,
    [plan.id, start, startTime, endTime, customers, dueDates],
  );
  await tx.query(
    `UPDATE planned_visit v SET done_time = t.talk_time, interaction_id = t.id, done_by_id = t.author_id
     FROM (
       SELECT i.id, i.customer_id, i.talk_time, i.author_id,
         row_number() OVER (PARTITION BY i.customer_id ORDER BY i.talk_time, i.id) - 1 AS slot
       FROM unnest($5::uuid[]) AS c (id)
       JOIN interaction i ON i.customer_id = c.id AND i.talk_time >= $3 AND i.talk_time < $4
       WHERE ${fulfilsSql('i', '$6::jsonb')}
     ) t
     WHERE v.customer_id = t.customer_id AND v.plan_id = $1 AND v.period_start = $2::date AND v.slot = t.slot
       AND v.done_time IS NULL AND NOT EXISTS (SELECT 1 FROM planned_visit o
         WHERE o.customer_id = t.customer_id AND o.plan_id = $1 AND o.interaction_id = t.id)`,
    [plan.id, start, startTime, endTime, customers, JSON.stringify(plan.manners)],
  );
}
