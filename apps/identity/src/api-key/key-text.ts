import { crc32 } from 'node:zlib';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Every key begins so, for scanners of leaked secrets and for the gateway. */
export const keyPrefix = 'ktr_';

const bodyLength = 43;
const checkLength = 6;
const shape = new RegExp(`^${keyPrefix}[0-9A-Za-z]{${bodyLength + checkLength}}$`);

/** Characters of a key that its owner is shown, to know it again. */
export const hintLength = keyPrefix.length + 6;

/** A key's text out of 32 random bytes: prefix, number in base 62, and a checksum that tells a typing error. */
export function keyText(bytes: Uint8Array): string {
  const body = base62(BigInt(`0x${Buffer.from(bytes).toString('hex')}`), bodyLength);
  return `${keyPrefix}${body}${checksum(body)}`;
}

/** Whether a text has the form of a key, checksum included: what has not need not be looked up. */
export function isKeyText(text: string): boolean {
  return shape.test(text) && text.endsWith(checksum(text.slice(keyPrefix.length, -checkLength)));
}

function checksum(body: string): string {
  return base62(BigInt(crc32(body)), checkLength);
}

function base62(number: bigint, length: number): string {
  let text = '';
  for (let rest = number; text.length < length; rest /= 62n) text = digits.charAt(Number(rest % 62n)) + text;
  return text;
}
