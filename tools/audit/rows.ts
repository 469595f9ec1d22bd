import type pg from 'pg';
import type { ChainedEntry } from '../../apps/identity/src/audit/rules/chain.ts';
import type { SignedDigest } from '../../apps/identity/src/audit/rules/digest.ts';

/** An entry with the hash that stands beside it. */
export interface StoredEntry extends ChainedEntry {
  hash: Buffer;
}

/** Where the chain says that it ends. */
export interface StoredHead {
  seq: string;
  hash: Buffer;
}

/** Entries read at once. */
const page = 5_000;

const time = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const entriesAfter = `
  SELECT seq::text AS seq, id::text AS id, service, ${time('time')} AS time, person_id::text AS "personId",
    on_behalf_of::text AS "onBehalfOf", action, object, object_id AS "objectId", version, changes, outcome,
    request_id AS "requestId", hash
  FROM audit_entry WHERE seq > $1::bigint ORDER BY audit_entry.seq LIMIT ${page}`;

const digestsInOrder = `
  SELECT id::text AS id, from_seq::text AS "fromSeq", to_seq::text AS "toSeq", head_hash AS "headHash",
    previous_signature AS "previousSignature", ${time('time')} AS time, key_id::text AS "keyId", signature
  FROM audit_digest ORDER BY to_seq, id`;

/** Every entry, in the order of the numbers, page by page. */
export async function* entries(client: pg.ClientBase): AsyncGenerator<StoredEntry> {
  for (let after = '-9223372036854775808'; ;) {
    const { rows } = await client.query<StoredEntry>(entriesAfter, [after]);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < page) return;
    after = last.seq;
  }
}

/** Every digest, in the order of the numbers. */
export async function digests(client: pg.ClientBase): Promise<SignedDigest[]> {
  return (await client.query<SignedDigest>(digestsInOrder)).rows;
}

/** Public keys of digests by their ids. */
export async function publicKeys(client: pg.ClientBase): Promise<Map<string, string>> {
  const { rows } = await client.query<{ id: string; key: string }>(
    'SELECT id::text AS id, public_key AS key FROM audit_key',
  );
  return new Map(rows.map(({ id, key }) => [id, key]));
}

/** The head row; undefined where somebody removed it. */
export async function head(client: pg.ClientBase): Promise<StoredHead | undefined> {
  return (await client.query<StoredHead>('SELECT seq::text AS seq, hash FROM audit_head')).rows[0];
}
