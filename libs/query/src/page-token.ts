import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Position } from './keyset.js';
import { refusal } from './refusal.js';

const macLength = 32;

/** Longer than any token that an order of three text fields makes; what is longer is not even decoded. */
const maxTokenLength = 16_384;

/**
 * An opaque page token: the position of the last row shown, signed together with the list that it belongs to.
 *
 * `list` names that list: method, filter, order, everything that makes positions comparable. It is not in the
 * token, only under its signature, so a token of another list is as invalid as a forged one.
 */
export function encodePageToken(position: Position, list: string, secret: string): string {
  const payload = Buffer.from(JSON.stringify(position), 'utf8');
  return Buffer.concat([macOf(payload, list, secret), payload]).toString('base64url');
}

/**
 * The position in a page token. Throws `invalid` for the field `pageToken`, reason `page-token-invalid`, whenever
 * the token is not letter by letter one that `encodePageToken` made for this list with this secret.
 */
export function decodePageToken(token: string, list: string, secret: string): Position {
  if (token.length > maxTokenLength) throw invalidToken();
  const bytes = Buffer.from(token, 'base64url');
  // The decoder skips foreign letters and drops spare bits, so several texts would pass for one token.
  if (bytes.length <= macLength || bytes.toString('base64url') !== token) throw invalidToken();
  const payload = bytes.subarray(macLength);
  if (!timingSafeEqual(bytes.subarray(0, macLength), macOf(payload, list, secret))) throw invalidToken();
  return JSON.parse(payload.toString('utf8')) as Position;
}

/** The list's name has a fixed length under the signature, so that its end and the payload's start cannot move. */
function macOf(payload: Buffer, list: string, secret: string): Buffer {
  const name = createHmac('sha256', secret).update('kontor page token list 1\n').update(list).digest();
  return createHmac('sha256', secret).update('kontor page token 1\n').update(name).update(payload).digest();
}

function invalidToken(): Error {
  return refusal('pageToken', 'page-token-invalid');
}
