import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** What a digest of the audit states; numbers of entries as text. */
export interface DigestStatement {
  id: string;
  fromSeq: string;
  toSeq: string;
  /** Hash of the entry `toSeq`, base64url. */
  headHash: string;
  /** Signature of the digest before; empty for the first. */
  previousSignature: string;
  /** RFC 3339 in UTC with milliseconds. */
  time: string;
  keyId: string;
}

/** A statement with its signature, base64url. */
export interface SignedDigest extends DigestStatement {
  signature: string;
}

/** How old the newest digest may grow, in milliseconds, while there are entries that it does not cover. */
export const digestInterval = 3_600_000;

/** Whether a digest is to be made: there is something new, and the newest is an hour old or there is none. */
export function digestDue(
  newest: { toSeq: string; time: string } | undefined,
  headSeq: string,
  now: number,
): boolean {
  if (BigInt(headSeq) === 0n) return false;
  if (!newest) return true;
  return BigInt(headSeq) > BigInt(newest.toSeq) && now - Date.parse(newest.time) >= digestInterval;
}

/** The bytes that are signed: a JSON list in a fixed order that names its own form. */
export function digestBytes(digest: DigestStatement): Buffer {
  const { id, fromSeq, toSeq, headHash, previousSignature, time, keyId } = digest;
  return Buffer.from(
    JSON.stringify(['kontor-audit-digest-1', id, fromSeq, toSeq, headHash, previousSignature, time, keyId]),
  );
}

/** Signs a statement with an Ed25519 key. */
export function signDigest(statement: DigestStatement, key: KeyObject): SignedDigest {
  return { ...statement, signature: sign(null, digestBytes(statement), key).toString('base64url') };
}

/** Whether the signature of a digest is that of the key, an Ed25519 public key (`x` of its JSON Web Key). */
export function isSigned(digest: SignedDigest, publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
    return verify(null, digestBytes(digest), key, Buffer.from(digest.signature, 'base64url'));
  } catch {
    return false;
  }
}

/** Name of the file of a digest: sorted by name, files are in the order of the chain. */
export function digestFileName({ toSeq }: Pick<DigestStatement, 'toSeq'>): string {
  return `audit-digest-${toSeq.padStart(16, '0')}.json`;
}
