import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { staysSql, turn } from './fold.js';

/** From here on spans are complete where all are. */
const completeSince = '0001-01-01';

const key = 'guardian_id, grain, day, assignment_state, status';

/**
 * Sets kept weeks and months whose first days lie from `from` to before `to`, two first days of months as SQL, right by their
 * days; nobody may fold meanwhile. Resolves to a row for each that was wrong.
 */
export function mendSpans(tx: Pick<Transaction, 'query'>, from: string, to: string): Promise<object[]> {
  const inSpan = `grain, first_day`;
  const grains = `CROSS JOIN LATERAL (
         SELECT grain, date_trunc(grain, t.day::timestamp)::date AS first_day FROM unnest(ARRAY['week', 'month']) grain) g`;
  const within = `first_day >= ${from} AND first_day < ${to}`;
  // Guardian by guardian: the index has the days of each.
  const read = (table: string) =>
    `whose w CROSS JOIN LATERAL (SELECT * FROM ${table} t WHERE t.guardian_id = w.id AND day >= ${from} AND day < ${to} + 6) t`;
  return tx.query(
    `WITH RECURSIVE whose AS (
       (SELECT guardian_id AS id FROM customer_flow ORDER BY guardian_id LIMIT 1)
       UNION ALL
       SELECT (SELECT guardian_id FROM customer_flow WHERE guardian_id > w.id ORDER BY guardian_id LIMIT 1)
       FROM whose w WHERE w.id IS NOT NULL
     ), one AS (
       SELECT guardian_id, ${inSpan}, assignment_state, status, entered, "left", other, NULL::integer AS stayed_days, 0 AS steps
       FROM ${read('customer_flow')} ${grains} WHERE ${within}
       UNION ALL
       SELECT guardian_id, ${inSpan}, assignment_state, status, 0, 0, 0, stays[at][1], stays[at][2]
       FROM ${read('customer_flow')} ${grains} CROSS JOIN LATERAL generate_subscripts(stays, 1) at WHERE ${within}
       UNION ALL
       SELECT guardian_id, ${inSpan}, 'assigned', status, 0, 0, 0, stayed_days, count::integer
       FROM ${read('customer_stay')} ${grains} WHERE ${within}
     ), stayed AS (
       SELECT guardian_id, grain, first_day, assignment_state, status, stayed_days, sum(steps)::integer AS steps,
         sum(entered) AS entered, sum("left") AS "left", sum(other) AS other FROM one GROUP BY 1, 2, 3, 4, 5, 6
     ), meant AS (
       SELECT guardian_id, grain, first_day AS day, assignment_state, status, sum(entered) AS entered, sum("left") AS "left",
         sum(other) AS other, ${staysSql('stayed_days', 'steps')} AS stays
       FROM stayed GROUP BY 1, 2, 3, 4, 5
     )
     INSERT INTO customer_span (${key}, entered, "left", other, stays)
       SELECT ${key}, coalesce(meant.entered, 0), coalesce(meant."left", 0), coalesce(meant.other, 0), coalesce(meant.stays, '{}')
       FROM meant FULL JOIN (
         SELECT t.* FROM whose w CROSS JOIN unnest(ARRAY['week', 'month']) g CROSS JOIN LATERAL (
           SELECT * FROM customer_span t WHERE t.guardian_id = w.id AND t.grain = g AND day >= ${from} AND day < ${to}) t
       ) kept USING (${key})
       WHERE (coalesce(meant.entered, 0), coalesce(meant."left", 0), coalesce(meant.other, 0), coalesce(meant.stays, '{}'))
         <> (coalesce(kept.entered, 0), coalesce(kept."left", 0), coalesce(kept.other, 0), coalesce(kept.stays, '{}'))
     ON CONFLICT (${key}) DO UPDATE SET entered = excluded.entered, "left" = excluded."left", other = excluded.other,
       stays = excluded.stays
     RETURNING grain`,
  );
}

/**
 * Makes the spans of one month more of the past, of a base that is older than they are: one replica at a time, and nobody
 * folds meanwhile. Returns whether there are more at once.
 */
export function fillStep(work: UnitOfWork): Promise<boolean> {
  return work.write(serviceCall('customer', 'fill counts'), async (tx) => {
    const [fill] = await tx.query<{ from: string; to: string; last: boolean; mine: boolean }>(
      `SELECT "from"::text, since::text AS to, "from" <= first - 31 AS last, pg_try_advisory_xact_lock(${turn}) AS mine
       FROM (SELECT *, (since - interval '1 month')::date AS "from" FROM span_fill) fill WHERE since > '${completeSince}'`,
    );
    if (!fill?.mine) return false;
    await mendSpans(tx, `'${fill.from}'::date`, `'${fill.to}'::date`);
    await tx.query('UPDATE span_fill SET since = $1::date', [fill.last ? completeSince : fill.from]);
    return !fill.last;
  });
}

/** Spans that begin on this day or later are complete. */
export async function spansSince(tx: Pick<Transaction, 'query'>): Promise<string> {
  const [fill] = await tx.query<{ since: string }>('SELECT since::text FROM span_fill');
  return fill?.since ?? completeSince;
}
