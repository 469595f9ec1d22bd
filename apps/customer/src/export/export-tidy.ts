import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { serviceCall } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';

/** Files that nobody claims are left alone while they are younger: a replica may be about to write its first row. */
const youngest = 3_600_000;
const fileName = /^([0-9a-f-]{36})\.[0-9a-f-]{36}\.(csv|rows|xlsx)$/;

/** Removes files whose week is over, and what killed replicas and cancelled exports left. Again changes nothing. */
export async function tidyExports(work: UnitOfWork, folder: string, now = Date.now()): Promise<void> {
  const call = serviceCall('customer', 'tidy exports');
  await work.write(call, (tx) =>
    tx.query(
      `UPDATE export SET file = '', spool = '', version = version + 1
       WHERE file <> '' AND expire_time < clock_timestamp() RETURNING id`,
    ),
  );
  const names = await readdir(folder).catch(() => []);
  const byExport = Map.groupBy(
    names.filter((name) => fileName.test(name)),
    (name) => name.slice(0, 36),
  );
  if (byExport.size === 0) return;
  const claimed = await work.read(call, (tx) =>
    tx.query<{ id: string; names: string[] }>(
      `SELECT id, ARRAY[file, CASE WHEN state IN ('waiting', 'running') THEN spool ELSE '' END,
         CASE WHEN state = 'running' THEN id || '.' || runner || '.' ELSE '' END] AS names
       FROM export WHERE id = ANY ($1::uuid[])`,
      [[...byExport.keys()]],
    ),
  );
  const kept = new Map(claimed.map((row) => [row.id, row.names.filter((name) => name !== '')]));
  for (const [id, files] of byExport) {
    for (const file of files) {
      if (kept.get(id)?.some((name) => file.startsWith(name))) continue;
      const path = join(folder, file);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now }));
      if (now - mtimeMs >= youngest) await rm(path, { force: true });
    }
  }
}
