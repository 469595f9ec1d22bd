import { hkdfSync } from 'node:crypto';
import { seal, unseal } from './sealed.js';

/** Values of a message that only its reader may see, such as a one-time token. */
export type SecretValues = Readonly<Record<string, string>>;

/**
 * Encrypts the secret values of a message, so that neither outbox nor stream nor dead letter shows them. Any service
 * with the same KONTOR_SECRET opens them, for this message only.
 */
export function sealValues(values: SecretValues, secret: string, messageId: string): string {
  return seal(Buffer.from(JSON.stringify(values)), keyOf(secret), messageId);
}

/** The values of a message, or undefined when they were sealed under another secret, for another message, or altered. */
export function openValues(sealed: string, secret: string, messageId: string): SecretValues | undefined {
  const plain = unseal(sealed, keyOf(secret), messageId);
  return plain && (JSON.parse(plain.toString('utf8')) as SecretValues);
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'kontor message values', 32));
}
