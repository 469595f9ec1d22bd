import type { Call } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { removeAll } from '@kontor/files/pieces';
import type { Store } from '@kontor/files/store';
import { File } from './file.entity.js';
import { storedPrefix } from './stored-name.js';
import { piecesPrefix, UploadArea } from './upload-area.js';

/** How long an upload may take, in milliseconds, and the same for the database. */
const uploadAge = 3_600_000;
const uploadTime = `interval '1 hour'`;
/** For how long a leftover that cannot be removed is left alone, lest it keep the others waiting. */
const retryAfter = `interval '10 minutes'`;

/**
 * Removes one upload that broke off, or the bytes of one removed file; resolves to whether there was one. It is marked
 * first, so that nobody finishes it meanwhile, then its bytes go, then its row: who dies in between begins again with the
 * row. No transaction waits for the store. What the store does not let go is put off, and its error thrown.
 */
export async function removeLeftover(work: UnitOfWork, store: Store, call: Call): Promise<boolean> {
  const leftover = await work.write(call, async (tx) => {
    const [file] = await tx.select(
      File,
      `r.state <> 'stored' AND (r.retry_time IS NULL OR r.retry_time <= now()) AND (r.state = 'removed' OR r.update_time < now() - ${uploadTime})`,
      [],
      'LIMIT 1 FOR UPDATE OF r SKIP LOCKED',
    );
    return file?.state === 'uploading' ? tx.update(File, file, { state: 'removed' }) : file;
  });
  if (!leftover) return false;
  try {
    await new UploadArea(store).remove(leftover.id);
    await removeAll(store, storedPrefix(leftover.id));
  } catch (error) {
    await work.write(call, (tx) =>
      tx.query(`UPDATE file SET retry_time = now() + ${retryAfter} WHERE id = $1`, [leftover.id]),
    );
    throw error;
  }
  await work.write(call, async (tx) => {
    const [file] = await tx.select(
      File,
      `r.id = $1 AND r.state = 'removed'`,
      [leftover.id],
      'FOR UPDATE OF r',
    );
    if (file) tx.delete(File, file);
  });
  return true;
}

/** Removes pieces whose file is whole already, or gone: of replicas that died, `now` in milliseconds. Again changes nothing. */
export async function tidyPieces(
  work: UnitOfWork,
  store: Store,
  call: Call,
  now = Date.now(),
): Promise<void> {
  const newest = new Map<string, number>();
  for await (const { name, time } of store.list(piecesPrefix)) {
    const id = name.slice(piecesPrefix.length, name.lastIndexOf('/'));
    newest.set(id, Math.max(newest.get(id) ?? 0, time));
  }
  const old = [...newest].flatMap(([id, time]) => (now - time > uploadAge ? [id] : []));
  if (old.length === 0) return;
  const coming = await work.read(call, (tx) =>
    tx.query<{ id: string }>(`SELECT id FROM file WHERE state <> 'stored' AND id = ANY ($1::uuid[])`, [old]),
  );
  const kept = new Set(coming.map(({ id }) => id));
  const area = new UploadArea(store);
  for (const id of old) if (!kept.has(id)) await area.remove(id);
}
