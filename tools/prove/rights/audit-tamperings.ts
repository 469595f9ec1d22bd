import { generateKeyPairSync } from 'node:crypto';
import type pg from 'pg';
import { signDigest } from '../../../apps/identity/src/audit/rules/digest.ts';
import { digests } from '../../audit/rows.ts';
import type { Random } from '../random.ts';
import { add, lastSeq, madeUp, rechain } from './audit-forgery.ts';

/** Does damage; resolves to what was done. */
export type Tampering = (client: pg.ClientBase, random: Random) => Promise<string>;

/** Column → SQL of a value that is another than the one there. */
const otherValues: Record<string, string> = {
  seq: 'seq + 100000',
  id: 'uuidv7()',
  service: `service || 'x'`,
  time: `time + interval '1 ms'`,
  person_id: 'CASE WHEN person_id IS NULL THEN uuidv7() END',
  on_behalf_of: 'CASE WHEN on_behalf_of IS NULL THEN uuidv7() END',
  action: `CASE action WHEN 'delete' THEN 'update' ELSE 'delete' END`,
  object: `CASE object WHEN '' THEN 'customer' ELSE '' END`,
  object_id: `object_id || '0'`,
  version: 'CASE WHEN version IS NULL THEN 1 ELSE version + 1 END',
  changes: `CASE WHEN changes IS NULL THEN '{}' ELSE changes || ' ' END`,
  outcome: `CASE outcome WHEN 'done' THEN 'refused' ELSE 'done' END`,
  request_id: `request_id || '0'`,
  hash: 'sha256(hash)',
};

const otherInDigest: Record<string, string> = {
  id: 'uuidv7()',
  from_seq: 'from_seq + 1',
  to_seq: 'to_seq - 1',
  head_hash: `reverse(head_hash)`,
  previous_signature: `previous_signature || 'A'`,
  time: `time + interval '1 ms'`,
  key_id: 'uuidv7()',
  signature: 'reverse(signature)',
};

const anySeq = (random: Random): number => random.whole(1, lastSeq);

/** Damage that the database alone shows. */
export const tamperings: Record<string, Tampering> = {
  edit: async (client, random) => {
    const [column = '', value = ''] = random.pick(Object.entries(otherValues));
    const seq = anySeq(random);
    await client.query(`UPDATE audit_entry SET ${column} = ${value} WHERE seq = $1`, [seq]);
    return `${column} of ${seq}`;
  },
  'edit-and-rechain': async (client, random) => {
    const [column = '', value = ''] = random.pick(
      Object.entries(otherValues).filter(([name]) => name !== 'seq' && name !== 'hash'),
    );
    const seq = anySeq(random);
    await client.query(`UPDATE audit_entry SET ${column} = ${value} WHERE seq = $1`, [seq]);
    await rechain(client);
    return `${column} of ${seq}, all hashes anew`;
  },
  delete: async (client, random) => {
    const seq = anySeq(random);
    await client.query('DELETE FROM audit_entry WHERE seq = $1', [seq]);
    return `entry ${seq}`;
  },
  'delete-and-close-the-gap': async (client, random) => {
    const seq = random.whole(1, lastSeq - 1);
    await client.query('DELETE FROM audit_entry WHERE seq = $1', [seq]);
    await shift(client, seq, -1);
    await rechain(client);
    return `entry ${seq}, all behind it moved up`;
  },
  insert: async (client, random) => {
    const seq = anySeq(random);
    await shift(client, seq - 1, 1);
    await add(client, madeUp(String(seq), random), Buffer.alloc(32, random.whole(0, 255)));
    if (random.chance(0.7)) await rechain(client);
    return `an entry before ${seq}`;
  },
  'insert-behind-the-head': async (client, random) => {
    await add(client, madeUp(String(lastSeq + 1), random), Buffer.alloc(32, 1));
    return 'an entry at the end';
  },
  reorder: async (client, random) => {
    const [a, b] = [random.whole(1, lastSeq - 1), lastSeq];
    const other = random.whole(a + 1, b);
    await client.query(`UPDATE audit_entry SET seq = -1 WHERE seq = $1`, [a]);
    await client.query(`UPDATE audit_entry SET seq = $1 WHERE seq = $2`, [a, other]);
    await client.query(`UPDATE audit_entry SET seq = $1 WHERE seq = -1`, [other]);
    if (random.chance(0.7)) await rechain(client);
    return `${a} and ${other} changed places`;
  },
  'cut-tail': async (client, random) => {
    const seq = random.whole(0, lastSeq - 1);
    await client.query('DELETE FROM audit_entry WHERE seq > $1', [seq]);
    if (random.chance(0.7)) await rechain(client);
    return `everything behind ${seq}`;
  },
  'edit-digest': async (client, random) => {
    const [column = '', value = ''] = random.pick(Object.entries(otherInDigest));
    const { toSeq } = random.pick(await digests(client));
    await client.query(`UPDATE audit_digest SET ${column} = ${value} WHERE to_seq = $1`, [toSeq]);
    return `${column} of the digest up to ${toSeq}`;
  },
  'delete-digest': async (client, random) => {
    const { toSeq } = random.pick((await digests(client)).slice(0, -1));
    await client.query('DELETE FROM audit_digest WHERE to_seq = $1', [toSeq]);
    return `the digest up to ${toSeq}`;
  },
  'edit-head': async (client, random) => {
    const what = random.pick(['seq = seq - 1', 'seq = seq + 1', 'hash = sha256(hash)']);
    await client.query(`UPDATE audit_head SET ${what}`);
    return what;
  },
};

/** Damage that only digests show that were kept elsewhere. */
export const tamperingsBeyondTheDatabase: Record<string, Tampering> = {
  'cut-tail-with-digests': async (client, random) => {
    const seq = random.whole(0, lastSeq - 1);
    await client.query('DELETE FROM audit_entry WHERE seq > $1', [seq]);
    await client.query('DELETE FROM audit_digest WHERE to_seq > $1', [seq]);
    await rechain(client);
    return `everything behind ${seq}, with its digests`;
  },
  'cut-digests': async (client, random) => {
    const { toSeq } = random.pick(await digests(client));
    await client.query('DELETE FROM audit_digest WHERE to_seq >= $1', [toSeq]);
    return `the digests from ${toSeq} on`;
  },
  'edit-and-sign-anew': async (client, random) => {
    const seq = anySeq(random);
    await client.query(`UPDATE audit_entry SET action = action || 'x' WHERE seq = $1`, [seq]);
    await rechain(client);
    await signAnew(client);
    return `action of ${seq}; all hashes, digests and the key anew`;
  },
};

/** Moves the numbers of all entries behind one. */
async function shift(client: pg.ClientBase, behind: number, by: number): Promise<void> {
  await client.query('UPDATE audit_entry SET seq = -seq WHERE seq > $1', [behind]);
  await client.query('UPDATE audit_entry SET seq = -seq + $1 WHERE seq < 0', [by]);
}

/** What somebody can do who writes every table and knows how it is done. */
async function signAnew(client: pg.ClientBase): Promise<void> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  await client.query('UPDATE audit_key SET public_key = $1', [publicKey.export({ format: 'jwk' }).x]);
  let previousSignature = '';
  for (const digest of await digests(client)) {
    const { rows } = await client.query<{ hash: Buffer }>('SELECT hash FROM audit_entry WHERE seq = $1', [
      digest.toSeq,
    ]);
    const headHash = (rows[0]?.hash ?? Buffer.alloc(0)).toString('base64url');
    const { signature } = signDigest({ ...digest, headHash, previousSignature }, privateKey);
    await client.query(
      'UPDATE audit_digest SET head_hash = $1, previous_signature = $2, signature = $3 WHERE to_seq = $4',
      [headHash, previousSignature, signature, digest.toSeq],
    );
    previousSignature = signature;
  }
}
