import { serviceCall } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { everyones } from './cells.js';

/** Deltas that are folded in one transaction. */
const batchSize = 20_000;

/** One replica folds at a time: two would wait for one another's cells. Any number nobody else locks by. */
export const turn = 7_263_051;

/**
 * Folds a batch of deltas into cells, days, weeks and months, in one transaction: a kill leaves all as it was. Days are
 * those of the company. Steps between hands that leave a status as it is cancel out in the company's own cells. Returns whether there
 * may be more at once.
 */
export function foldStep(work: UnitOfWork, timeZone: string): Promise<boolean> {
  return work.write(serviceCall('customer', 'fold counts'), async (tx) => {
    const [open] = await tx.query<{ mine: boolean }>(
      `SELECT pg_try_advisory_xact_lock(${turn}) AS mine
       WHERE EXISTS (SELECT FROM customer_delta) OR EXISTS (SELECT FROM visit_delta)
         OR EXISTS (SELECT FROM segment_delta)`,
    );
    if (!open?.mine) return false;
    const [customers] = await tx.query<{ count: number }>(fold, [timeZone, batchSize]);
    const [visits] = await tx.query<{ count: number }>(foldVisits, [batchSize]);
    const [members] = await tx.query<{ count: number }>(foldMembers, [batchSize]);
    return [customers, visits, members].some((folded) => folded?.count === batchSize);
  });
}

/** Pairs of whole days and how many stayed for so many, in the order of the days. */
export const staysSql = (days: string, steps: string): string =>
  `coalesce(array_agg(ARRAY[${days}, ${steps}] ORDER BY ${days}) FILTER (WHERE ${days} IS NOT NULL), '{}')`;

/** Adds movements to those that are kept of the same days, or of the same weeks or months. */
const added = (key: string) => `
    ON CONFLICT (${key}) DO UPDATE
      SET entered = f.entered + excluded.entered, "left" = f."left" + excluded."left", other = f.other + excluded.other,
        stays = CASE WHEN excluded.stays = '{}' THEN f.stays ELSE joined_stays(f.stays, excluded.stays) END`;

const fold = `
  WITH taken AS (
    DELETE FROM customer_delta WHERE ctid = ANY (ARRAY(SELECT ctid FROM customer_delta LIMIT $2)) RETURNING *
  ), told AS (
    SELECT guardian_id, assignment_state, status, kind, change, stayed_days, (time AT TIME ZONE $1)::date AS day FROM taken
    UNION ALL
    SELECT '${everyones}', assignment_state, status, kind, change, stayed_days, (time AT TIME ZONE $1)::date FROM taken
  ), cells AS (
    INSERT INTO customer_cell AS c (guardian_id, assignment_state, status, count)
      SELECT guardian_id, assignment_state, status, sum(change) FROM told GROUP BY 1, 2, 3 HAVING sum(change) <> 0
    ON CONFLICT (guardian_id, assignment_state, status) DO UPDATE SET count = c.count + excluded.count
  ), stayed AS (
    SELECT guardian_id, assignment_state, status, grain, date_trunc(grain, day::timestamp)::date AS day, stayed_days,
      count(*)::integer AS steps,
      coalesce(sum(change) FILTER (WHERE kind <> 'other' AND change > 0), 0) AS entered,
      coalesce(-sum(change) FILTER (WHERE kind <> 'other' AND change < 0), 0) AS "left",
      coalesce(sum(change) FILTER (WHERE kind = 'other'), 0) AS other
    FROM told CROSS JOIN unnest(ARRAY['day', 'week', 'month']) grain GROUP BY 1, 2, 3, 4, 5, 6
  ), moved AS (
    SELECT guardian_id, assignment_state, status, grain, day, sum(entered) AS entered, sum("left") AS "left",
      sum(other) AS other, ${staysSql('stayed_days', 'steps')} AS stays
    FROM stayed GROUP BY 1, 2, 3, 4, 5
  ), flows AS (
    INSERT INTO customer_flow AS f (guardian_id, assignment_state, status, day, entered, "left", other, stays)
      SELECT guardian_id, assignment_state, status, day, entered, "left", other, stays FROM moved WHERE grain = 'day'
    ${added('guardian_id, day, assignment_state, status')}
  ), spans AS (
    INSERT INTO customer_span AS f (guardian_id, assignment_state, status, grain, day, entered, "left", other, stays)
      SELECT * FROM moved WHERE grain <> 'day'
    ${added('guardian_id, grain, day, assignment_state, status')}
  )
  SELECT count(*)::int AS count FROM taken`;

const foldVisits = `
  WITH taken AS (
    DELETE FROM visit_delta WHERE ctid = ANY (ARRAY(SELECT ctid FROM visit_delta LIMIT $1)) RETURNING *
  ), cells AS (
    INSERT INTO visit_cell AS c (guardian_id, assignment_state, segment, plan_id, due_date, planned, done)
      SELECT guardian_id, assignment_state, segment, plan_id, due_date, sum(planned), sum(done)
      FROM taken GROUP BY 1, 2, 3, 4, 5 HAVING sum(planned) <> 0 OR sum(done) <> 0
    ON CONFLICT (guardian_id, due_date, plan_id, segment, assignment_state) DO UPDATE
      SET planned = c.planned + excluded.planned, done = c.done + excluded.done
  )
  SELECT count(*)::int AS count FROM taken`;

const foldMembers = `
  WITH taken AS (
    DELETE FROM segment_delta WHERE ctid = ANY (ARRAY(SELECT ctid FROM segment_delta LIMIT $1)) RETURNING *
  ), cells AS (
    INSERT INTO segment_cell AS c (segment_id, count)
      SELECT segment_id, sum(change) FROM taken GROUP BY 1 HAVING sum(change) <> 0
    ON CONFLICT (segment_id) DO UPDATE SET count = c.count + excluded.count
  )
  SELECT count(*)::int AS count FROM taken`;
