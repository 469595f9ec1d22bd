import { serviceCall } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { everyones } from './cells.js';
import { turn } from './fold.js';

/** Hour of the company's day from which kept counts are compared with the rows. */
const checkHour = 3;

/**
 * Compares kept counts with the rows, once a night of the company, and sets right what differs, such as after a restore
 * without triggers. One statement is one snapshot, in which rows and open deltas belong together, and nobody folds
 * meanwhile, so that what it sets is exact while people work. Resolves to how many cells were wrong; undefined where it
 * was not due.
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
    const wrong = await tx.query(mend);
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
