import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Transaction } from '@kontor/database/transaction';
import { AuditDigestRow } from './audit-digest.entity.js';
import { newestFirst } from './audit-keys.js';
import { digestFileName } from './rules/digest.js';

/** Files written in one turn at most. */
const filesAtOnce = 100;

/**
 * Writes each digest that is newer than the newest file as a file of its own, with the key that verifies it, oldest
 * first. Nothing is ever written again: what was taken from the folder stays taken. Resolves to whether there are more.
 * Replicas that do it at once write the same.
 */
export async function writeDigestFiles(tx: Transaction, folder: string): Promise<boolean> {
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  const written = names.flatMap((name) => /^audit-digest-(\d+)\.json$/.exec(name)?.[1] ?? []).map(BigInt);
  const newest = written.reduce((a, b) => (a > b ? a : b), 0n);
  const digests = await tx.select(
    AuditDigestRow,
    'r.to_seq > $1',
    [newest.toString()],
    `ORDER BY r.to_seq LIMIT ${filesAtOnce}`,
  );
  if (digests.length === 0) return false;
  const keys = new Map((await newestFirst(tx)).map(({ id, publicKey }) => [id, publicKey]));
  for (const digest of digests) {
    const text = `${JSON.stringify({ ...digest, publicKey: keys.get(digest.keyId) }, null, 2)}\n`;
    const path = join(folder, digestFileName(digest));
    // Whoever copies the folder meanwhile finds whole files only.
    const draft = `${path}.${process.pid}.draft`;
    await writeFile(draft, text, { flush: true });
    await rename(draft, path);
  }
  return digests.length === filesAtOnce;
}
