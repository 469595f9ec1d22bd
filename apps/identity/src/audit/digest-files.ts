import type { Transaction } from '@kontor/database/transaction';
import type { Store } from '@kontor/files/store';
import { AuditDigestRow } from './audit-digest.entity.js';
import { newestFirst } from './audit-keys.js';
import { digestFileName } from './rules/digest.js';

/** Files written in one turn at most. */
const filesAtOnce = 100;

/** The last entry that a digest in the store speaks of, behind `after`; '0' where there is none. Names are in that order. */
export async function newestFiled(store: Store, after: string): Promise<string> {
  let newest = after;
  const behind = after === '0' ? undefined : digestFileName({ toSeq: after });
  for await (const { name } of store.list('audit-digest-', behind)) {
    const seq = /^audit-digest-0*(\d+)\.json$/.exec(name)?.[1];
    if (seq) newest = seq;
  }
  return newest;
}

/**
 * The oldest digests that are newer than the newest file, each as a file of its own with the key that verifies it. None is
 * ever written again: what was taken from the folder stays taken.
 */
export async function nextDigestFiles(
  tx: Transaction,
  newest: string,
): Promise<{ toSeq: string; name: string; text: string }[]> {
  const digests = await tx.select(
    AuditDigestRow,
    'r.to_seq > $1',
    [newest],
    `ORDER BY r.to_seq LIMIT ${filesAtOnce}`,
  );
  if (digests.length === 0) return [];
  const keys = new Map((await newestFirst(tx)).map(({ id, publicKey }) => [id, publicKey]));
  return digests.map((digest) => ({
    toSeq: digest.toSeq,
    name: digestFileName(digest),
    text: `${JSON.stringify({ ...digest, publicKey: keys.get(digest.keyId) }, null, 2)}\n`,
  }));
}
