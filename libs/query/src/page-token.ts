import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Position } from './keyset.js';
import { refusal } from './refusal.js';

const nonceLength = 12;
const tagLength = 16;

/** Positions are padded to steps of so many bytes, so that the length of a token tells little of the values in it. */
const step = 64;

/** Longer than any token that an order of three text fields makes; what is longer is not even decoded. */
const maxTokenLength = 16_384;

/**
 * An opaque page token: the position of the last row shown, sealed together with the list that it belongs to. It
 * cannot be read: a list may be ordered by a field that its reader does not see.
 *
 * `list` names that list: method, filter, order, everything that makes positions comparable. It is not in the
 * token, only under its seal, so a token of another list is as invalid as a forged one.
 */
export function encodePageToken(position: Position, list: string, secret: string): string {
  const text = Buffer.from(JSON.stringify(position), 'utf8');
  const padded = Buffer.alloc(Math.ceil(text.length / step) * step, ' ');
  text.copy(padded);
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce).setAAD(nameOf(list, secret));
  const sealed = Buffer.concat([cipher.update(padded), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/**
 * The position in a page token. Throws `invalid` for the field `pageToken`, reason `page-token-invalid`, whenever
 * the token is not letter by letter one that `encodePageToken` made for this list with this secret.
 */
export function decodePageToken(token: string, list: string, secret: string): Position {
  if (token.length > maxTokenLength) throw invalidToken();
  const bytes = Buffer.from(token, 'base64url');
  // The decoder skips foreign letters and drops spare bits, so several texts would pass for one token.
  if (bytes.length <= nonceLength + tagLength || bytes.toString('base64url') !== token) throw invalidToken();
  const nonce = bytes.subarray(0, nonceLength);
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), nonce, { authTagLength: tagLength })
    .setAAD(nameOf(list, secret))
    .setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
  const sealed = bytes.subarray(nonceLength + tagLength);
  return JSON.parse(
    opened(() => Buffer.concat([decipher.update(sealed), decipher.final()])).toString('utf8'),
  ) as Position;
}

function opened(open: () => Buffer): Buffer {
  try {
    return open();
  } catch {
    throw invalidToken();
  }
}

const keys = new Map<string, Buffer>();

/** One secret a process; tests have a few. */
function keyOf(secret: string): Buffer {
  let key = keys.get(secret);
  if (!key) keys.set(secret, (key = Buffer.from(hkdfSync('sha256', secret, '', 'kontor page token 2', 32))));
  return key;
}

/** The list's name in a fixed length. */
function nameOf(list: string, secret: string): Buffer {
  return createHmac('sha256', secret).update('kontor page token list 2\n').update(list).digest();
}

function invalidToken(): Error {
  return refusal('pageToken', 'page-token-invalid');
}
