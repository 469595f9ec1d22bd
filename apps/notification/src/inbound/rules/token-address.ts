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

/** Hexadecimal digits, 80 bits: each guess is a conversation with this server. */
const signatureLength = 20;

/**
 * The address of a message of ours: what a server sends to it, or a reader, is about that very message. The local part has
 * at most 60 characters, whose case mail servers may change, and holds no name of anybody. It does not end: reports and
 * answers come late.
 */
export function tokenAddress(secret: string, domain: string, purpose: TokenPurpose, sent: SentMail): string {
  const bare = `${letterOf[sent.kind]}${sent.id.replaceAll('-', '')}`;
  return `${purpose}+${bare}${signature(secret, purpose, bare)}@${domain}`;
}

/** Which message an address is about, by what stands before its @; undefined for one that is forged or none of these. */
export function readTokenAddress(
  secret: string,
  localPart: string,
): { purpose: TokenPurpose; sent: SentMail } | undefined {
  const [, purpose, bare = '', signed = ''] =
    /^(bounce|reply)\+([ldm][0-9a-f]{32})([0-9a-f]{20})$/.exec(localPart.toLowerCase()) ?? [];
  if (purpose !== 'bounce' && purpose !== 'reply') return undefined;
  const expected = Buffer.from(signature(secret, purpose, bare));
  if (!timingSafeEqual(expected, Buffer.from(signed))) return undefined;
  const kind = kindOf.get(bare.slice(0, 1));
  return kind && { purpose, sent: { kind, id: uuidOf(bare.slice(1)) } };
}

function signature(secret: string, purpose: TokenPurpose, bare: string): string {
  return createHmac('sha256', secret)
    .update(`mail ${purpose} ${bare}`)
    .digest('hex')
    .slice(0, signatureLength);
}

/** A UUID out of its 32 digits. */
function uuidOf(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
