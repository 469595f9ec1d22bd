import type { StageMovement } from '@kontor/contracts/gen/kontor/customer/v1/stage_history';
import type { Transaction } from '@kontor/database/transaction';
import { everyones } from './cells.js';

/** Whole days of the company, both inclusive, such as 2026-11-21. */
export interface Days {
  first: string;
  last: string;
  timeZone: string;
}

/**
 * What each day brought as a FROM item `r`: `entered`, `left` and `other` (more than before by another hand, merges and
 * removals) of each `status` and `assignment_state`, for all customers or those of some guardians of then. Sums of several
 * rows, open deltas among them. `firstDay` is the parameter of the first day. Appends to `params`.
 */
export function flowsSql(
  guardians: readonly string[] | null,
  { firstDay, timeZone, byGuardian = false }: { firstDay: string; timeZone: string; byGuardian?: boolean },
  params: unknown[],
): string {
  const given = guardians && `guardian_id = ANY ($${params.push(guardians)}::uuid[])`;
  const company = byGuardian ? `guardian_id <> '${everyones}'` : `guardian_id = '${everyones}'`;
  const from = `$${params.push(firstDay)}::date`;
  const local = `(time AT TIME ZONE $${params.push(timeZone)})::date`;
  return `(
    SELECT *, CASE assignment_state WHEN 'assigned' THEN guardian_id END AS owner_id FROM (
      SELECT guardian_id, assignment_state, status, day, entered, "left", other
      FROM customer_flow WHERE ${given ?? company} AND day >= ${from}
      UNION ALL
      SELECT guardian_id, assignment_state, status, ${local},
        CASE WHEN kind <> 'other' AND change > 0 THEN change ELSE 0 END,
        CASE WHEN kind <> 'other' AND change < 0 THEN -change ELSE 0 END,
        CASE WHEN kind = 'other' THEN change ELSE 0 END
      FROM customer_delta WHERE ${given ?? 'TRUE'} AND ${local} >= ${from}
    ) flow) r`;
}

/** Movements of one part of a period; parts are told by their first days. */
export interface PartMovement extends StageMovement {
  firstDay: string;
}

/** How customers of a scope moved through the stages within days; stages without any movement are left out. */
export async function movementOf(
  tx: Transaction,
  owners: readonly string[] | null,
  days: Days,
): Promise<StageMovement[]> {
  const moved = await movementsOf(tx, owners, days, [days.first]);
  return moved.map(({ firstDay: _, ...movement }) => movement);
}

/**
 * The same by parts of the days, each of which begins with one of `firstDays`, in order; the first of them begins the
 * whole. Oldest part first.
 */
export async function movementsOf(
  tx: Transaction,
  owners: readonly string[] | null,
  { first, last, timeZone }: Days,
  firstDays: readonly string[],
): Promise<PartMovement[]> {
  const params: unknown[] = [last, firstDays];
  const source = flowsSql(owners, { firstDay: first, timeZone }, params);
  const whose = owners ? `AND r.assignment_state = 'assigned'` : '';
  const [moved, medians] = await Promise.all([
    tx.query<Omit<PartMovement, 'medianDays'>>(
      `SELECT ${partSql('r.day', '$2')} AS "firstDay", r.status, sum(r.entered)::int AS entered,
         sum(r."left")::int AS left, sum(r.entered - r."left")::int AS net, sum(r.other)::int AS moved
       FROM ${source} WHERE r.day <= $1::date ${whose} GROUP BY 1, r.status
       HAVING sum(r.entered) <> 0 OR sum(r."left") <> 0 OR sum(r.other) <> 0 ORDER BY 1, r.status`,
      params,
    ),
    mediansOf(tx, owners, { first, last, timeZone }, firstDays),
  ]);
  return moved.map((row) => {
    const medianDays = medians.get(partKey(row));
    return { ...row, ...(medianDays !== undefined && { medianDays }) };
  });
}

/** The first day of the part that a day lies in; `firstDays` is the parameter with those of all parts, in order. */
const partSql = (day: string, firstDays: string): string =>
  `(${firstDays}::text[])[width_bucket(${day}, ${firstDays}::date[])]`;

const partKey = ({ firstDay, status }: { firstDay: string; status: string }) => `${firstDay} ${status}`;

/** Median of whole days in each stage of those who left it: of an even number, the mean of the middle two. */
async function mediansOf(
  tx: Transaction,
  owners: readonly string[] | null,
  { first, last, timeZone }: Days,
  firstDays: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const params: unknown[] = [first, last, timeZone, firstDays];
  const given = owners && `guardian_id = ANY ($${params.push(owners)}::uuid[])`;
  const rows = await tx.query<{ firstDay: string; status: string; median: number }>(
    `WITH stay AS (
       SELECT ${partSql('day', '$4')} AS part, status, stayed_days, sum(count) AS count FROM (
         SELECT day, status, stayed_days, count FROM customer_stay
         WHERE ${given ?? `guardian_id = '${everyones}'`} AND day BETWEEN $1::date AND $2::date
         UNION ALL
         SELECT (time AT TIME ZONE $3)::date, status, stayed_days, 1 FROM customer_delta
         WHERE stayed_days IS NOT NULL AND ${given ?? 'TRUE'}
           AND (time AT TIME ZONE $3)::date BETWEEN $1::date AND $2::date
       ) one GROUP BY 1, status, stayed_days
     ), placed AS (
       SELECT part, status, stayed_days, count, sum(count) OVER (PARTITION BY part, status) / 2.0 AS middle,
         sum(count) OVER (PARTITION BY part, status ORDER BY stayed_days) AS upto
       FROM stay
     )
     SELECT part AS "firstDay", status, avg(stayed_days)::float8 AS median FROM placed
     WHERE middle BETWEEN upto - count AND upto GROUP BY part, status`,
    params,
  );
  return new Map(rows.map((row) => [partKey(row), row.median]));
}
