import { setTimeout as sleep } from 'node:timers/promises';
import type { Tally } from '../claim.ts';
import type { Stage } from '../stage/stage.ts';

/** How long the last rows may be under way when all else is quiet, in milliseconds. */
const patienceMs = 60_000;

/** Both sides as one text a row, so that any difference shows. */
const columns = `
  concat_ws('|', id, to_char(date_trunc('milliseconds', time) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS'), action,
    object, object_id, coalesce(version::text, '-'), coalesce(md5(changes), '-'), outcome, request_id,
    coalesce(nullif(person_id::text, ''), '-'), coalesce(on_behalf_of::text, '-')) AS row`;

/** Each audit row of each service is in the central audit once, as it stands, and the audit holds nothing else. */
export async function compareAudits(stage: Stage, tally: Tally): Promise<void> {
  for (const service of stage.services) {
    let [written, central] = await both(stage, service);
    for (const end = Date.now() + patienceMs; central.length < written.length && Date.now() < end;) {
      await sleep(500);
      [written, central] = await both(stage, service);
    }
    const stored = new Set(central);
    const kept = new Set(written);
    for (const row of written) {
      tally.check(
        stored.has(row) ? undefined : `${service}: ${row} is not in the central audit`,
        `${service} lost`,
      );
    }
    // Rows may have come between the two looks; those have their own trial the next time.
    const later = new Set(central.length > written.length ? (await both(stage, service))[0] : []);
    for (const row of stored) {
      const known = kept.has(row) || later.has(row);
      tally.check(known ? undefined : `${row} is in no audit of ${service}`, `${service} made up`);
    }
    tally.check(stored.size === central.length ? undefined : `${service} has entries twice`);
  }
}

async function both(stage: Stage, service: string): Promise<[string[], string[]]> {
  const own = await stage.database(service, (query) =>
    query<{ row: string }>(`SELECT ${columns} FROM audit`),
  );
  const central = await stage.database('identity', (query) =>
    query<{ row: string }>(`SELECT ${columns} FROM audit_entry WHERE service = $1`, [service]),
  );
  return [own.map(({ row }) => row), central.map(({ row }) => row)];
}
