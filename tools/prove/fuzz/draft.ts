import type { Operation } from './operations.ts';

/** A request in the making: still in parts, so that one of them can be spoiled. */
export interface Draft {
  operation: Operation;
  /** Values of path parameters, as they are put into the path (not escaped again). */
  path: Record<string, string>;
  /** Parameters of the query in order, not escaped yet. */
  query: [name: string, value: string][];
  headers: Record<string, string | undefined>;
  /** JSON value of the body; absent where the operation takes none. */
  body?: unknown;
  /** The body's bytes, where they are not those of the JSON value. */
  raw?: Buffer;
  /** The whole request target, where it is not made of the parts. */
  target?: string;
}

/** A draft with one fault, and what is known of the answer. */
export interface Spoiled {
  draft: Draft;
  /** Name of the fault. */
  fault: string;
  /** Statuses of which the answer must be one; without them a success may be right too. */
  refusal?: readonly number[];
  /** The request need not reach the operation: the answer may have a status that is not the operation's. */
  astray?: boolean;
}

/** The request target of a draft. */
export function targetOf({ operation, path, query, target }: Draft): string {
  if (target !== undefined) return target;
  const filled = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => path[name] ?? '');
  if (query.length === 0) return filled;
  return `${filled}?${query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')}`;
}

/** The bytes of a draft's body. */
export function bytesOf({ body, raw }: Draft): Buffer | undefined {
  if (raw) return raw;
  return body === undefined ? undefined : Buffer.from(JSON.stringify(body));
}

/** Escapes, but leaves alone what is escaped on purpose (marked by a private-use character). */
function encode(text: string): string {
  return text.startsWith('\ue000') ? text.slice(1) : encodeURIComponent(text);
}

/** Marks a query value as escaped already. */
export function asIs(text: string): string {
  return `\ue000${text}`;
}
