import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { chainHash, firstHash, type ChainedEntry } from '../../../apps/identity/src/audit/rules/chain.ts';
import {
  digestFileName,
  signDigest,
  type SignedDigest,
} from '../../../apps/identity/src/audit/rules/digest.ts';
import { entries } from '../../audit/rows.ts';
import type { Random } from '../random.ts';

/** Entries of the audit that is tampered with, and how many of them each digest covers. The last one is covered. */
const size = 180;
const covered = 30;

const scratch = 'prove_audit';

const insertEntry = `
  INSERT INTO audit_entry (seq, id, service, time, person_id, on_behalf_of, action, object, object_id, version, changes,
    outcome, request_id, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;

/** Makes tables like identity's in a schema of their own, and writes a sound audit into them, with files of its digests. */
export async function makeAudit(client: pg.ClientBase, folder: string, random: Random): Promise<void> {
  await client.query(`DROP SCHEMA IF EXISTS ${scratch} CASCADE; CREATE SCHEMA ${scratch};`);
  for (const table of ['audit_entry', 'audit_head', 'audit_digest', 'audit_key']) {
    await client.query(
      `CREATE TABLE ${scratch}.${table} (LIKE public.${table} INCLUDING DEFAULTS INCLUDING INDEXES)`,
    );
  }
  await client.query(`SET search_path TO ${scratch}`);
  const keyId = random.uuid();
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const x = publicKey.export({ format: 'jwk' }).x ?? '';
  await client.query(`INSERT INTO audit_key VALUES ($1, $2, 'sealed', now())`, [keyId, x]);
  mkdirSync(folder, { recursive: true });
  let hash = firstHash;
  let previous: SignedDigest | undefined;
  for (let seq = 1; seq <= size; seq++) {
    const entry = madeUp(String(seq), random);
    hash = chainHash(hash, entry);
    await add(client, entry, hash);
    if (seq % covered === 0)
      previous = await sign(client, { seq, hash, keyId, previous, random }, privateKey, x, folder);
  }
  await client.query('INSERT INTO audit_head (seq, hash) VALUES ($1, $2)', [size, hash]);
}

/** Removes the schema. */
export async function dropAudit(client: pg.ClientBase): Promise<void> {
  await client.query(`RESET search_path; DROP SCHEMA IF EXISTS ${scratch} CASCADE`);
}

interface Signing {
  seq: number;
  hash: Buffer;
  keyId: string;
  previous: SignedDigest | undefined;
  random: Random;
}

async function sign(
  client: pg.ClientBase,
  { seq, hash, keyId, previous, random }: Signing,
  key: KeyObject,
  publicKey: string,
  folder: string,
): Promise<SignedDigest> {
  const digest = signDigest(
    {
      id: random.uuid(),
      fromSeq: String(seq - covered + 1),
      toSeq: String(seq),
      headHash: hash.toString('base64url'),
      previousSignature: previous?.signature ?? '',
      time: new Date(1.76e12 + seq * 60_000).toISOString(),
      keyId,
    },
    key,
  );
  await addDigest(client, digest);
  writeFileSync(join(folder, digestFileName(digest)), JSON.stringify({ ...digest, publicKey }));
  return digest;
}

/** Stores a digest. */
async function addDigest(client: pg.ClientBase, digest: SignedDigest): Promise<void> {
  const { id, fromSeq, toSeq, headHash, previousSignature, time, keyId, signature } = digest;
  await client.query('INSERT INTO audit_digest VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [
    ...[id, fromSeq, toSeq, headHash, previousSignature, time, keyId, signature],
  ]);
}

/** Stores an entry. */
export async function add(client: pg.ClientBase, entry: ChainedEntry, hash: Buffer): Promise<void> {
  const { seq, id, service, time, personId, onBehalfOf, action, object, objectId } = entry;
  const { version, changes, outcome, requestId } = entry;
  await client.query(insertEntry, [
    ...[seq, id, service, time, personId, onBehalfOf, action, object, objectId],
    ...[version, changes, outcome, requestId, hash],
  ]);
}

/** Gives every entry from a number on the hash that follows from what stands there now, and the head the last one. */
export async function rechain(client: pg.ClientBase): Promise<Buffer> {
  let hash = firstHash;
  let seq = '0';
  const hashes: { seq: string; hash: Buffer }[] = [];
  for await (const entry of entries(client)) {
    hash = chainHash(hash, entry);
    seq = entry.seq;
    if (!hash.equals(entry.hash)) hashes.push({ seq, hash });
  }
  await client.query(
    `UPDATE audit_entry e SET hash = decode(n.hash, 'hex') FROM unnest($1::bigint[], $2::text[]) n (seq, hash)
     WHERE e.seq = n.seq`,
    [hashes.map((one) => one.seq), hashes.map((one) => one.hash.toString('hex'))],
  );
  await client.query('UPDATE audit_head SET seq = $1, hash = $2', [seq, hash]);
  return hash;
}

/** An entry as services write them; some columns empty, some in other scripts. */
export function madeUp(seq: string, random: Random): ChainedEntry {
  return {
    seq,
    id: random.uuid(),
    service: random.pick(['customer', 'identity', 'notification']),
    time: new Date(1.76e12 + Number(seq) * 60_000 + random.whole(0, 59_999)).toISOString(),
    personId: random.chance(0.8) ? random.uuid() : null,
    onBehalfOf: random.chance(0.1) ? random.uuid() : null,
    action: random.pick(['create', 'update', 'delete', 'transfer', 'bulk-read']),
    object: random.pick(['customer', 'contact', 'person', '']),
    objectId: random.chance(0.9) ? random.uuid() : '',
    version: random.chance(0.7) ? random.whole(1, 9) : null,
    changes: random.chance(0.7) ? JSON.stringify({ name: ['北京', `Имя ${random.whole(0, 999)}`] }) : null,
    outcome: random.pick(['done', 'done', 'refused']),
    requestId: random.uuid(),
  };
}

/** Number of the last entry. */
export const lastSeq = size;
