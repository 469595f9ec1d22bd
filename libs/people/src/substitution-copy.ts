import type { SubstitutionChanged } from '@kontor/contracts/gen/kontor/identity/v1/substitution_events';
import type { Transaction } from '@kontor/database/transaction';

/** Takes over the newest state of a substitution; see copyRole for the version row. */
export async function copySubstitution(tx: Transaction, event: SubstitutionChanged): Promise<void> {
  const {
    id,
    personId,
    substituteId,
    startTime,
    endTime,
    objects,
    cancelled,
    etag,
    unapproved = false,
  } = event;
  await tx.query('SELECT version FROM organisation_version FOR UPDATE');
  const stored = await tx.query<{ id: string }>(
    `INSERT INTO substitution_copy
       (id, person_id, substitute_id, start_time, end_time, objects, cancelled, substitution_version,
        unapproved)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (id) DO UPDATE SET person_id = excluded.person_id, substitute_id = excluded.substitute_id,
       start_time = excluded.start_time, end_time = excluded.end_time, objects = excluded.objects,
       cancelled = excluded.cancelled, substitution_version = excluded.substitution_version,
       unapproved = excluded.unapproved
     WHERE substitution_copy.substitution_version < excluded.substitution_version
     RETURNING id`,
    [id, personId, substituteId, startTime, endTime, objects, cancelled, Number(etag), unapproved],
  );
  if (stored.length > 0) await tx.query('UPDATE organisation_version SET version = version + 1');
}
