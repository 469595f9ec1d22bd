import { createHash } from 'node:crypto';

/** Bytes at the beginning of a message within which its Message-ID is looked for. */
const headBytes = 256 * 1024;
/** Message-IDs that are followed back. */
const mostReferences = 20;
/** The longest id of a message that is handed on as it is. */
const longestId = 200;

/** What stands in an id: printable ASCII and nothing that ends it. Others name nothing. */
const ids = /<[!-;=?-~]{1,990}>/g;

/** Its Message-ID with the angle brackets, as the headers at its beginning say; undefined where there is none. */
export function messageIdOf(raw: Buffer): string | undefined {
  const text = raw.subarray(0, headBytes).toString('latin1');
  const head = text.slice(0, /\r?\n\r?\n/.exec(text)?.index ?? text.length);
  const line = /^message-id:((?:[^\r\n]|\r?\n[ \t])*)/im.exec(head)?.[1] ?? '';
  return line.match(ids)?.[0];
}

/** What a message is told from others by: its Message-ID, or its whole text where it has none. */
export function identityOf(raw: Buffer): string {
  const id = messageIdOf(raw);
  return digest(id === undefined ? raw : `message-id ${id}`);
}

/** The same as a name for other services: a Message-ID that is not too long, else a digest. */
export function externalIdOf(messageId: string | undefined, identity: string): string {
  return messageId !== undefined && messageId.length <= longestId ? messageId : `sha256:${identity}`;
}

/** The messages that a message answers, the nearest first: In-Reply-To, then References from their end. */
export function referencesOf(inReplyTo: string | undefined, references: string | undefined): string[] {
  const named = (text: string | undefined) =>
    ((text ?? '').slice(-20_000).match(ids) ?? []).filter(({ length }) => length <= longestId);
  return [...new Set([...named(inReplyTo), ...named(references).reverse()])].slice(0, mostReferences);
}

function digest(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}
