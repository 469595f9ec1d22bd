import { createHmac, timingSafeEqual } from 'node:crypto';

/** How old an event may be, or how far its clock ahead of ours, in seconds. */
export const tolerance = 5 * 60;

/** A signed event as it was received. */
export interface SignedEvent {
  /** Header webhook-id. */
  id: string;
  /** Header webhook-timestamp: seconds since 1970. */
  timestamp: string;
  /** Header webhook-signature: `v1,` and base64, several by spaces. */
  signature: string;
  body: Buffer;
}

/**
 * Whether an event was signed with one of the secrets and is fresh (Standard Webhooks 1.0: HMAC-SHA-256 over
 * `id.timestamp.body`). A secret that begins with `whsec_` is base64, any other one is taken as it is. `now` in
 * milliseconds.
 */
export function isGenuine(
  { id, timestamp, signature, body }: SignedEvent,
  secrets: readonly string[],
  now: number,
): boolean {
  if (id === '' || !/^\d{1,15}$/.test(timestamp)) return false;
  if (Math.abs(now / 1000 - Number(timestamp)) > tolerance) return false;
  const given = signature.split(' ').flatMap((one) => (one.startsWith('v1,') ? [one.slice(3)] : []));
  return secrets.some((secret) => {
    const expected = signatureOf({ id, timestamp, body }, secret);
    return given.some((one) => sameText(one, expected));
  });
}

/** The signature of an event, in base64. */
export function signatureOf({ id, timestamp, body }: Omit<SignedEvent, 'signature'>, secret: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
