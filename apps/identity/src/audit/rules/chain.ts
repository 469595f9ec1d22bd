import { createHash } from 'node:crypto';

/** What the hash of an audit entry covers: every column but the hash itself. */
export interface ChainedEntry {
  /** Place in the chain, from 1 without gaps; as text, for it outlasts 32 bits. */
  seq: string;
  id: string;
  service: string;
  /** RFC 3339 in UTC with milliseconds. */
  time: string;
  personId: string | null;
  onBehalfOf: string | null;
  action: string;
  object: string;
  objectId: string;
  version: number | null;
  /** JSON text, byte for byte as it is stored. */
  changes: string | null;
  outcome: string;
  requestId: string;
}

/** What stands in the place of the hash before the first entry: 32 zero bytes. */
export const firstHash: Buffer = Buffer.alloc(32);

/**
 * The bytes that are hashed: a JSON list in a fixed order. No two different entries have the same bytes, since every
 * value is delimited and nothing is left out.
 */
export function canonicalBytes(entry: ChainedEntry): Buffer {
  const { seq, id, service, time, personId, onBehalfOf, action, object, objectId } = entry;
  const { version, changes, outcome, requestId } = entry;
  return Buffer.from(
    JSON.stringify([
      ...[seq, id, service, time, personId, onBehalfOf, action, object, objectId],
      ...[version, changes, outcome, requestId],
    ]),
  );
}

/** Hash of an entry: SHA-256 of the hash before it and its own bytes. Whoever changes one changes all behind it. */
export function chainHash(previous: Buffer, entry: ChainedEntry): Buffer {
  return createHash('sha256').update(previous).update(canonicalBytes(entry)).digest();
}
