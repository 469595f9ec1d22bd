import { serviceCall } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import type { Store, StoredObject } from '@kontor/files/store';

/** Files that nobody claims are left alone while they are younger: a replica may be about to write its first row. */
const youngest = 3_600_000;
/** How old what a writer left in the store is before it counts as dead. */
const deadAge = 24 * 3_600_000;
const fileName = /^([0-9a-f-]{36})\.[0-9a-f-]{36}\.(csv|rows|xlsx)(\/\d+)?$/;

/** Removes files whose week is over or whose maker has left, and what killed replicas and cancelled exports left. Again changes nothing. */
export async function tidyExports(work: UnitOfWork, store: Store, now = Date.now()): Promise<void> {
  const call = serviceCall('customer', 'tidy exports');
  await work.write(call, (tx) =>
    tx.query(
      `UPDATE export SET file = '', spool = '', version = version + 1
       WHERE file <> '' AND (expire_time < clock_timestamp()
         OR person_id IN (SELECT id FROM person_copy WHERE status = 'left')) RETURNING id`,
    ),
  );
  let exports: StoredObject[] = [];
  for await (const found of store.list('')) {
    if (!fileName.test(found.name)) continue;
    exports.push(found);
    if (exports.length < objectsAtOnce) continue;
    await removeUnclaimed(work, store, exports, now);
    exports = [];
  }
  await removeUnclaimed(work, store, exports, now);
  await store.tidy(deadAge);
}

/** Objects that are judged by one statement. */
const objectsAtOnce = 1_000;

async function removeUnclaimed(
  work: UnitOfWork,
  store: Store,
  objects: readonly StoredObject[],
  now: number,
): Promise<void> {
  const old = objects.filter(({ time }) => now - time >= youngest);
  if (old.length === 0) return;
  const ids = [...new Set(old.map(({ name }) => name.slice(0, 36)))];
  const claimed = await work.read(serviceCall('customer', 'tidy exports'), (tx) =>
    tx.query<{ id: string; names: string[] }>(
      `SELECT id, ARRAY[file, CASE WHEN state IN ('waiting', 'running') THEN spool ELSE '' END,
         CASE WHEN state = 'running' THEN id || '.' || runner || '.' ELSE '' END] AS names
       FROM export WHERE id = ANY ($1::uuid[])`,
      [ids],
    ),
  );
  const kept = new Map(claimed.map((row) => [row.id, row.names.filter((name) => name !== '')]));
  for (const { name } of old) {
    if (!kept.get(name.slice(0, 36))?.some((one) => name.startsWith(one))) await store.remove(name);
  }
}
