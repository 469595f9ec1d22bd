import type { ClientBase, QueryResult, Submittable } from 'pg';
import { PackedQuery, type Wire } from './packed-query.js';

/** A statement that goes by extended protocol. Its text is one statement; with a name it is prepared once a connection. */
export interface PackedStatement {
  /** As in pg: the name of the prepared statement. */
  name?: string | undefined;
  text: string;
  values?: unknown[] | undefined;
}

/** Puts a statement into a packet. */
export type Put = <R extends object>(statement: PackedStatement) => Promise<QueryResult<R>>;

/**
 * Has the statements that `send` puts leave in one packet, and their answers come back in one: each by itself would cost
 * a system call and a wake-up on either side. After one that fails the server passes over the rest, a COMMIT too: the
 * transaction is then rolled back before anybody else uses the connection. `send` must not wait for an answer.
 */
export function packed<T>(client: ClientBase, send: (put: Put) => T): T {
  const queries: PackedQuery[] = [];
  const put: Put = <R extends object>(statement: PackedStatement) =>
    new Promise<QueryResult<R>>((resolve, reject) => {
      const query = new PackedQuery(statement, queries);
      query.callback = (error, result) => (error ? reject(error) : resolve(result as QueryResult<R>));
      queries.push(query);
    }).catch((error: unknown) => {
      // As pg does: a stack that leads to who asked.
      if (error instanceof Error) Error.captureStackTrace(error);
      throw error;
    });
  try {
    return send(put);
  } finally {
    leave(client, queries);
  }
}

function leave(client: ClientBase, queries: readonly PackedQuery[]): void {
  const { connection, pipeline } = client as unknown as PipelinedClient;
  const last = queries.at(-1);
  if (!last) return;
  const commits = last.text === 'COMMIT';
  const messages: Buffer[] = [];
  for (const query of queries) {
    query.synced = query === last || !pipeline;
    query.passedOver = () => {
      if (commits) client.query('ROLLBACK').catch(() => undefined);
    };
    if (pipeline) query.collect = (bytes) => messages.push(bytes);
    client.query(query as unknown as Submittable);
  }
  // One write of one piece: pg makes four of each statement.
  if (messages.length > 0) connection._send(Buffer.concat(messages));
}

interface PipelinedClient {
  connection: Wire;
  /** Whether statements are sent before the ones ahead of them are answered. */
  pipeline?: boolean;
}
