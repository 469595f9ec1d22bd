import type { Person, PersonStatus } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { Transaction } from '@kontor/database/transaction';

/**
 * Takes over the newest state of a person, and works out anew who is below whom when the manager changed. Every
 * change that rights hang on counts the organisation's version up, by which the replicas notice it.
 * The version row is locked first, so that two changes of the organisation follow each other.
 */
export async function copyPerson(tx: Transaction, person: Person): Promise<void> {
  const version = Number(person.etag);
  await tx.query('SELECT version FROM organisation_version FOR UPDATE');
  const [before] = await tx.query<CopiedBefore>(
    'SELECT manager_id, unit_id, roles, status, person_version FROM person_copy WHERE id = $1',
    [person.id],
  );
  if (before?.person_version === version) await addCalendar(tx, person);
  if (before && before.person_version >= version) return;
  const { id, email, name, managerId, unitId, roles, status, language, timeZone, calendarId } = person;
  await tx.query(
    `INSERT INTO person_copy (id, email, name, manager_id, roles, status, language, time_zone, person_version, unit_id,
       calendar_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (id) DO UPDATE SET email = excluded.email, name = excluded.name, manager_id = excluded.manager_id,
       roles = excluded.roles, status = excluded.status, language = excluded.language,
       time_zone = excluded.time_zone, person_version = excluded.person_version,
       unit_id = excluded.unit_id, calendar_id = excluded.calendar_id`,
    [
      id,
      email,
      name,
      managerId ?? null,
      JSON.stringify(roles),
      status,
      language,
      timeZone,
      version,
      unitId ?? null,
      calendarId ?? null,
    ],
  );
  if ((before?.manager_id ?? undefined) !== managerId) await rebuildReportingLines(tx);
  if (before && !rightsChange(before, person)) return;
  await tx.query('UPDATE organisation_version SET version = version + 1');
}

/** The same version once more changes nothing but what was not copied yet when it was told first. */
async function addCalendar(tx: Transaction, { id, calendarId }: Person): Promise<void> {
  if (!calendarId) return;
  await tx.query('UPDATE person_copy SET calendar_id = $2 WHERE id = $1 AND calendar_id IS NULL', [
    id,
    calendarId,
  ]);
}

interface CopiedBefore {
  manager_id: string | null;
  unit_id: string | null;
  roles: string[];
  status: PersonStatus;
  person_version: number;
}

function rightsChange(before: CopiedBefore, { managerId, unitId, roles, status }: Person): boolean {
  return (
    before.manager_id !== (managerId ?? null) ||
    before.unit_id !== (unitId ?? null) ||
    before.status !== status ||
    before.roles.join() !== roles.join()
  );
}

/** UNION (not UNION ALL) ends the recursion even if the copies of two people form a cycle for a moment. */
async function rebuildReportingLines(tx: Transaction): Promise<void> {
  const line = `
    WITH RECURSIVE line (superior_id, person_id) AS (
      SELECT manager_id, id FROM person_copy WHERE manager_id IS NOT NULL
      UNION
      SELECT above.manager_id, line.person_id FROM line
      JOIN person_copy above ON above.id = line.superior_id WHERE above.manager_id IS NOT NULL
    )`;
  await tx.query(`${line} DELETE FROM reporting_line r
    WHERE NOT EXISTS (SELECT 1 FROM line WHERE (line.superior_id, line.person_id) = (r.superior_id, r.person_id))`);
  await tx.query(`${line} INSERT INTO reporting_line (superior_id, person_id)
    SELECT superior_id, person_id FROM line WHERE superior_id <> person_id ON CONFLICT DO NOTHING`);
}
