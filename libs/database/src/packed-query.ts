import type { EventEmitter } from 'node:events';
import pg, { type QueryConfig } from 'pg';

/** What of pg's connection a query needs: how it asks, and where the client hears of answers. */
export interface Wire extends EventEmitter {
  /** Sends bytes; all messages go through it. */
  _send(bytes: Buffer): void;
  execute(portal: { portal: string; rows?: number | undefined }): void;
  sync(): void;
}

/** pg's own query, as its client uses it; its types keep that to themselves. */
interface PgQuery extends EventEmitter {
  text: string;
  portal: string;
  callback: (error: Error | null, result?: unknown) => void;
  prepare(wire: Wire): void;
  handleCommandComplete(message: unknown, wire: Wire): void;
  handleError(error: Error, wire: Wire): void;
  submit(wire: Wire): Error | null;
}

const Query = pg.Query as unknown as new (config: QueryConfig) => PgQuery;

/** The server's word for statements behind one that failed in the same transaction. */
const passedOverCode = '25P02';

/**
 * A query of which only the last of its packet asks for the server's answer (Sync), so that the answers of all come
 * together. The client believes that each query ends with ReadyForQuery: those before the last say so themselves, at their
 * CommandComplete. Where one fails, the server is silent until the Sync: the others then fail as it would have failed
 * them one by one.
 */
export class PackedQuery extends Query {
  /** Whether the server is asked for an answer behind it: it is the last. */
  synced = true;
  /** Called once where the server passes over the rest of the packet. */
  passedOver: (() => void) | undefined;
  /** Where its messages go instead of to the server: into the packet. */
  collect: ((bytes: Buffer) => void) | undefined;
  private preparing = false;
  private failed = false;

  constructor(
    config: { name?: string | undefined; text: string; values?: unknown[] | undefined },
    /** All of the packet, in order. */
    private readonly packet: readonly PackedQuery[],
  ) {
    // Prepared even without a name: a simple query would be answered by itself.
    super({ ...config, queryMode: 'extended' } as QueryConfig);
  }

  override submit(wire: Wire): Error | null {
    if (!this.collect) return super.submit(wire);
    return super.submit(Object.create(wire, { _send: { value: this.collect } }) as Wire);
  }

  override prepare(wire: Wire): void {
    this.preparing = true;
    try {
      super.prepare(wire);
    } finally {
      this.preparing = false;
    }
  }

  /** pg asks for the rows of the portal by this, right behind the description of the query. */
  _getRows(wire: Wire): void {
    wire.execute({ portal: this.portal });
    if (this.synced) wire.sync();
  }

  override handleCommandComplete(message: unknown, wire: Wire): void {
    super.handleCommandComplete(message, wire);
    if (!this.synced) wire.emit('readyForQuery', { status: 'T' });
  }

  override handleError(error: Error, wire: Wire): void {
    const { failed } = this;
    this.failed = true;
    super.handleError(error, wire);
    // A value that cannot be sent was answered for by pg itself; a connection that is lost fails all by itself.
    if (failed || this.synced || this.preparing || endsConnection(error)) return;
    const behind = this.packet.slice(this.packet.indexOf(this) + 1);
    behind.forEach((query) => (query.failed = true));
    behind.forEach(() => {
      wire.emit('readyForQuery', { status: 'E' });
      wire.emit('errorMessage', passedOverError());
    });
    this.passedOver?.();
  }
}

function endsConnection(error: Error): boolean {
  return !(error instanceof pg.DatabaseError) || error.severity !== 'ERROR';
}

function passedOverError(): Error {
  const text = 'current transaction is aborted, commands ignored until end of transaction block';
  return Object.assign(new pg.DatabaseError(text, text.length, 'error'), { code: passedOverCode });
}
