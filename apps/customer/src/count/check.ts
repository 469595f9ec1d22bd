import { serviceCall } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { everyones } from './cells.js';
import { turn } from './fold.js';
import { mendSpans } from './spans.js';

/** Only the days of now are written: what is longer ago was compared before. */
const lately = `date_trunc('month', now() - interval '7 days')::date`;
const always = `'infinity'::date`;

/** Hour of the company's day from which kept counts are compared with the rows. */
const checkHour = 3;

/**
 * Compares kept counts of customers, planned visits and members of segments with the rows, and weeks and months with their
 * days, once a night of the company, and sets right what differs, such as after a restore without triggers. One statement is one snapshot, in which rows and open deltas belong
 * together, and nobody folds meanwhile, so that what it sets is exact while people work. Resolves to how many cells were
 * wrong; undefined where it was not due.
 */
export function checkStep(work: UnitOfWork, timeZone: string): Promise<number | undefined> {
  return work.write(serviceCall('customer', 'check counts'), async (tx) => {
    const [due] = await tx.query<{ day: string }>(
      `SELECT to_char(local, 'YYYY-MM-DD') AS day FROM (SELECT clock_timestamp() AT TIME ZONE $1 AS local) clock
       WHERE extract(hour FROM local) >= ${checkHour}
         AND NOT EXISTS (SELECT FROM count_check WHERE day = local::date)`,
      [timeZone],
    );
    if (!due) return undefined;
    const [lock] = await tx.query<{ mine: boolean }>(`SELECT pg_try_advisory_xact_lock(${turn}) AS mine`);
    if (!lock?.mine) return undefined;
    const wrong = [
      ...(await tx.query(mend)),
      ...(await mendSpans(tx, lately, always)),
      ...(await tx.query(mendVisits)),
      ...(await tx.query(mendMembers)),
    ];
    await tx.query(
      `INSERT INTO count_check (day, mended) VALUES ($1::date, $2) ON CONFLICT (day) DO UPDATE
         SET mended = count_check.mended + excluded.mended`,
      [due.day, wrong.length],
    );
    return wrong.length;
  });
}

const mend = `
  WITH counted AS (
    SELECT guardian_id, assignment_state, status, sum(count) AS count FROM (
      SELECT guardian_id, assignment_state, status, count(*) AS count FROM customer GROUP BY 1, 2, 3
      UNION ALL
      SELECT guardian_id, assignment_state, status, -change FROM customer_delta
    ) one GROUP BY 1, 2, 3
  ), meant AS (
    SELECT * FROM counted
    UNION ALL
    SELECT '${everyones}', assignment_state, status, sum(count) FROM counted GROUP BY 2, 3
  )
  INSERT INTO customer_cell (guardian_id, assignment_state, status, count)
    SELECT guardian_id, assignment_state, status, coalesce(meant.count, 0)
    FROM meant FULL JOIN customer_cell kept USING (guardian_id, assignment_state, status)
    WHERE coalesce(meant.count, 0) <> coalesce(kept.count, 0)
  ON CONFLICT (guardian_id, assignment_state, status) DO UPDATE SET count = excluded.count
  RETURNING status`;

const visitKey = 'guardian_id, due_date, plan_id, segment, assignment_state';

const mendVisits = `
  WITH meant AS (
    SELECT ${visitKey}, sum(planned) AS planned, sum(done) AS done FROM (
      SELECT c.guardian_id, v.due_date, v.plan_id, c.segment, c.assignment_state, count(*) AS planned,
        count(v.done_time) AS done
      FROM planned_visit v JOIN customer c ON c.id = v.customer_id GROUP BY 1, 2, 3, 4, 5
      UNION ALL
      SELECT ${visitKey}, -planned, -done FROM visit_delta
    ) one GROUP BY 1, 2, 3, 4, 5
  )
  INSERT INTO visit_cell (${visitKey}, planned, done)
    SELECT ${visitKey}, coalesce(meant.planned, 0), coalesce(meant.done, 0)
    FROM meant FULL JOIN visit_cell kept USING (${visitKey})
    WHERE (coalesce(meant.planned, 0), coalesce(meant.done, 0)) <> (coalesce(kept.planned, 0), coalesce(kept.done, 0))
  ON CONFLICT (${visitKey}) DO UPDATE SET planned = excluded.planned, done = excluded.done
  RETURNING due_date`;

const mendMembers = `
  WITH meant AS (
    SELECT segment_id, sum(count) AS count FROM (
      SELECT segment_id, count(*) AS count FROM segment_member GROUP BY 1
      UNION ALL
      SELECT segment_id, -change FROM segment_delta
    ) one GROUP BY 1
  )
  INSERT INTO segment_cell (segment_id, count)
    SELECT segment_id, coalesce(meant.count, 0) FROM meant FULL JOIN segment_cell kept USING (segment_id)
    WHERE coalesce(meant.count, 0) <> coalesce(kept.count, 0)
  ON CONFLICT (segment_id) DO UPDATE SET count = excluded.count
  RETURNING segment_id`;
