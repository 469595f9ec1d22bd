import { hkdfSync } from 'node:crypto';

/** A 256-bit key for one purpose, derived from KONTOR_SECRET: keys of different purposes say nothing of each other. */
export function derivedKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `kontor identity ${purpose}`, 32));
}
