import type pg from 'pg';
import { chainHash, firstHash } from '../../apps/identity/src/audit/rules/chain.ts';
import { isSigned, type SignedDigest } from '../../apps/identity/src/audit/rules/digest.ts';
import { folderFault } from './digest-folder.ts';
import { digests, entries, head, publicKeys } from './rows.ts';

/** What was looked at, and the first thing that is not as it was written. */
export interface Verdict {
  entries: number;
  digests: number;
  /** Files of the folder, where one was given. */
  files: number;
  fault?: string;
}

/** Against what besides itself the database is held. */
export interface Yardsticks {
  /** Folder with digests that were kept elsewhere. */
  folder?: string | undefined;
  /** Public key (`x` of its JSON Web Key) that is known to be the real one: digests must be signed with it. */
  key?: string | undefined;
}

/**
 * Recomputes the chain of the audit and checks its digests, in one state of the database, while the suite may go on.
 * What it cannot see: entries cut off behind the newest digest together with the head, and a digest cut off that no
 * folder holds.
 */
export async function verify(client: pg.ClientBase, yardsticks: Yardsticks = {}): Promise<Verdict> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    // The role that runs sees entries in the name of the service only; others are not hindered by it.
    await client.query(`SET LOCAL kontor.reach = 'service'`);
    return await examine(client, yardsticks);
  } finally {
    await client.query('ROLLBACK');
  }
}

/** Like verify(), in the transaction that is under way. */
export async function examine(client: pg.ClientBase, { folder, key }: Yardsticks = {}): Promise<Verdict> {
  const stored = await digests(client);
  const keys = await publicKeys(client);
  const chain = await chainFault(client, stored);
  const filed = folder === undefined ? { files: 0 } : folderFault(folder, stored, keys);
  const fault = chain.fault ?? digestFault(stored, keys, key) ?? filed.fault;
  return {
    ...{ entries: chain.entries, digests: stored.length, files: filed.files },
    ...(fault !== undefined && { fault }),
  };
}

async function chainFault(
  client: pg.ClientBase,
  stored: readonly SignedDigest[],
): Promise<{ entries: number; fault?: string }> {
  const digestAt = new Map(stored.map((digest) => [digest.toSeq, digest]));
  let seq = 0n;
  let hash = firstHash;
  const found = (fault: string): { entries: number; fault: string } => ({ entries: Number(seq), fault });
  for await (const entry of entries(client)) {
    if (BigInt(entry.seq) !== seq + 1n)
      return found(`entry ${seq + 1n} is missing: ${entry.seq} follows on ${seq}`);
    seq += 1n;
    hash = chainHash(hash, entry);
    if (!hash.equals(entry.hash)) return found(`entry ${seq} (${entry.id}) was changed`);
    const digest = digestAt.get(entry.seq);
    if (digest && digest.headHash !== hash.toString('base64url')) {
      return found(`entry ${seq}, or one before it, was changed after it was signed`);
    }
  }
  const newest = stored.at(-1);
  if (newest && BigInt(newest.toSeq) > seq)
    return found(`the audit ends at ${seq}; ${newest.toSeq} were signed`);
  const end = await head(client);
  if (!end) return found('the head is missing');
  if (BigInt(end.seq) !== seq || !end.hash.equals(hash))
    return found(`the audit ends at ${seq}, its head is ${end.seq}`);
  return { entries: Number(seq) };
}

function digestFault(
  stored: readonly SignedDigest[],
  keys: ReadonlyMap<string, string>,
  trusted: string | undefined,
): string | undefined {
  let before: SignedDigest | undefined;
  for (const digest of stored) {
    const name = `the digest up to entry ${digest.toSeq}`;
    const publicKey = keys.get(digest.keyId);
    if (publicKey === undefined || !isSigned(digest, publicKey))
      return `${name} was changed: its signature is not right`;
    if (trusted !== undefined && publicKey !== trusted)
      return `${name} is signed with another key than the one given`;
    if (BigInt(digest.fromSeq) !== BigInt(before?.toSeq ?? 0) + 1n)
      return `a digest is missing before ${name}`;
    if (digest.previousSignature !== (before?.signature ?? '')) return `${name} follows on another one`;
    before = digest;
  }
  return undefined;
}
