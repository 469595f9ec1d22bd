import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a message of ours is: a letter to somebody outside, an e-mail of a notice, a message that is no notice. */
export type SentKind = 'letter' | 'delivery' | 'message';

/** A message of ours that an address speaks of. */
export interface SentMail {
  kind: SentKind;
  /** UUID. */
  id: string;
}

/** What mail to such an address is: a report of a mail server, or the answer of a reader. */
export type TokenPurpose = 'bounce' | 'reply';

const letterOf: Readonly<Record<SentKind, string>> = { letter: 'l', delivery: 'd', message: 'm' };
const kindOf = new Map(Object.entries(letterOf).map(([kind, letter]) => [letter, kind as SentKind]));

/** Lower-case base 32: mail servers may change the case of what stands before the @. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
/** 80 bits: each guess is a conversation with this server. */
const signatureLength = 16;

/**
 * The address of a message of ours: what a server sends to it, or a reader, is about that very message. The local part is
 * at most 50 characters and holds no name of anybody. It does not end: reports and answers come late.
 */
export function tokenAddress(secret: string, domain: string, purpose: TokenPurpose, sent: SentMail): string {
  const bare = `${letterOf[sent.kind]}${base32(Buffer.from(sent.id.replaceAll('-', ''), 'hex'))}`;
  return `${purpose}+${bare}${signature(secret, purpose, bare)}@${domain}`;
}

/** Which message an address is about, by what stands before its @; undefined for one that is forged or none of these. */
export function readTokenAddress(
  secret: string,
  localPart: string,
): { purpose: TokenPurpose; sent: SentMail } | undefined {
  const [, purpose, bare = '', signed = ''] =
    /^(bounce|reply)\+([ldm][a-z2-7]{26})([a-z2-7]{16})$/.exec(localPart.toLowerCase()) ?? [];
  if (purpose !== 'bounce' && purpose !== 'reply') return undefined;
  const expected = Buffer.from(signature(secret, purpose, bare));
  if (!timingSafeEqual(expected, Buffer.from(signed))) return undefined;
  const kind = kindOf.get(bare.slice(0, 1));
  const id = uuidOf(bare.slice(1));
  return kind && id ? { purpose, sent: { kind, id } } : undefined;
}

function signature(secret: string, purpose: TokenPurpose, bare: string): string {
  const digest = createHmac('sha256', secret).update(`mail ${purpose} ${bare}`).digest();
  return base32(digest).slice(0, signatureLength);
}

function base32(bytes: Buffer): string {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  const length = Math.ceil((bytes.length * 8) / 5);
  bits <<= BigInt(length * 5 - bytes.length * 8);
  let text = '';
  for (let place = length - 1; place >= 0; place -= 1)
    text += alphabet.charAt(Number((bits >> BigInt(place * 5)) & 31n));
  return text;
}

/** 128 bits out of 26 characters, of which the last two bits are nothing. */
function uuidOf(text: string): string | undefined {
  let bits = 0n;
  for (const character of text) bits = (bits << 5n) | BigInt(alphabet.indexOf(character));
  const hex = (bits >> 2n).toString(16).padStart(32, '0');
  const parts = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(hex);
  return parts?.slice(1).join('-');
}
