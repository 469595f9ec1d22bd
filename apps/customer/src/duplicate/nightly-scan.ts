import { v7 as uuidv7 } from 'uuid';
import { serviceCall } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { checkDue } from '../handover/rules/orphan-hour.js';

/**
 * Begins the look of a night at customers that changed since the last look, or whose contacts did, and at those of open
 * pairs, which may be alike no longer. Once a night over all replicas: who enters the night first does it. Tells whether
 * it did. The list is made by one pass over customers and contacts, which nobody waits for. While keys are made anew
 * there is no such night, and the first one after it looks at all.
 */
export function beginNightlyScan(work: UnitOfWork, night: string): Promise<boolean> {
  return work.write(serviceCall('customer', 'scan for duplicates at night'), async (tx) => {
    const begun = await tx.query(
      `INSERT INTO duplicate_scan (id, state, phase, night, customers_total, customers_done, pairs_found, version,
         create_time, update_time)
       SELECT $1, 'running', 'pairs', $2::date, 0, 0, 0, 1, $3, $3 FROM remake WHERE done
       ON CONFLICT DO NOTHING RETURNING id`,
      [uuidv7(), night, tx.now],
    );
    if (begun.length === 0) return false;
    await tx.query(
      `WITH last AS (
         SELECT coalesce(max(create_time), '-infinity') AS began FROM duplicate_scan
         WHERE state = 'done' AND create_time > (SELECT coalesce(end_time, '-infinity') FROM remake))
       INSERT INTO duplicate_scan_customer
       SELECT id FROM customer, last WHERE update_time >= last.began
       UNION SELECT customer_id FROM contact, last WHERE update_time >= last.began
       UNION SELECT first_id FROM duplicate_pair WHERE state = 'open'
       ON CONFLICT DO NOTHING`,
    );
    await tx.query(
      `UPDATE duplicate_scan SET customers_total = (SELECT count(*) FROM duplicate_scan_customer)
       WHERE night = $1::date`,
      [night],
    );
    return true;
  });
}

/** Begins it from two in the morning by the company's clock, as the database has it. */
export async function scanNightly(work: UnitOfWork, companyTimeZone: string): Promise<boolean> {
  const night = await work.read(serviceCall('customer', 'look at the clock'), async (tx) => {
    const [clock] = await tx.query<{ now: string; done: boolean }>(
      `SELECT to_char(c.now, 'YYYY-MM-DD"T"HH24:MI') AS now,
         EXISTS (SELECT 1 FROM duplicate_scan WHERE night = c.now::date) AS done
       FROM (SELECT clock_timestamp() AT TIME ZONE $1 AS now) c`,
      [companyTimeZone],
    );
    return clock && !clock.done ? checkDue(clock.now) : undefined;
  });
  return night !== undefined && beginNightlyScan(work, night);
}
