import type { Writable } from 'node:stream';
import type { ClientBase } from 'pg';

/**
 * Has the statements that `send` sends on a pipelined connection leave in one packet: each by itself would cost a
 * system call here and wake the server. `send` must not wait for an answer.
 */
export function packed<T>(client: ClientBase, send: () => T): T {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
}
