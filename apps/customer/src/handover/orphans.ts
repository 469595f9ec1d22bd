import { v7 as uuidv7 } from 'uuid';
import type { Orphans } from '@kontor/contracts/gen/kontor/identity/v1/handover_events';
import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { checkDue } from './rules/orphan-hour.js';

/**
 * Looks for records of people who left, and tells identity, which sees to it that somebody gets them. What a hand-over
 * is moving just now is none of them. Returns what it found.
 */
export async function findOrphans(tx: Transaction): Promise<Orphans[]> {
  const orphans = await tx.query<Orphans>(
    `SELECT p.id AS "personId", 'customer' AS object, owned.count
     FROM person_copy p CROSS JOIN LATERAL (SELECT count(*)::int AS count FROM customer c WHERE c.owner_id = p.id) owned
     WHERE p.status = 'left' AND owned.count > 0
       AND NOT EXISTS (SELECT 1 FROM handover_task t WHERE t.person_id = p.id AND t.state = 'running')
     ORDER BY p.id`,
  );
  if (orphans.length === 0) return [];
  const check = { id: uuidv7(), version: 1 };
  tx.emit('kontor.identity.v1.OrphansFound', check, { service: 'customer', orphans });
  return orphans;
}

/**
 * The nightly check, once a day over all replicas by the database's clock: who enters the day first does it, in the
 * same transaction, so that one who dies in the middle has not done it.
 */
export function checkNightly(work: UnitOfWork, companyTimeZone: string): Promise<void> {
  return work.write(serviceCall('customer', 'check owners'), async (tx) => {
    const [clock] = await tx.query<{ now: string }>(
      `SELECT to_char(clock_timestamp() AT TIME ZONE $1, 'YYYY-MM-DD"T"HH24:MI') AS now`,
      [companyTimeZone],
    );
    const day = checkDue(clock?.now ?? '');
    if (!day) return;
    const entered = await tx.query(
      'INSERT INTO ownership_check (day) VALUES ($1) ON CONFLICT DO NOTHING RETURNING day',
      [day],
    );
    if (entered.length > 0) await findOrphans(tx);
  });
}
