import type { PoolClient, QueryResult } from 'pg';
import type { Call } from '@kontor/access/call';
import type { CallerSettings } from './lone-select.js';
import { packed, type PackedStatement, type Put } from './packed.js';

/** A prepared statement is kept on each connection; beyond this many texts they are sent unnamed. */
const preparedStatementLimit = 500;

const statementNames = new Map<string, string>();

function statementName(text: string): string | undefined {
  let name = statementNames.get(text);
  if (!name && statementNames.size < preparedStatementLimit) {
    statementNames.set(text, (name = `${readableName(text)} ${statementNames.size}`));
  }
  return name;
}

/** What a statement does to which table, such as `INSERT customer`: traces and pg_stat_activity show it. */
function readableName(text: string): string {
  const [, verb = 'statement'] = /^\s*(\w+)/.exec(text) ?? [];
  const [, table = ''] = /\b(?:FROM|INTO|UPDATE)\s+(\w{1,40})/.exec(text) ?? [];
  return `${verb.slice(0, 10)} ${table}`;
}

/**
 * `readOne` reads with one statement, `read` with several that see the same rows, `readTogether` with several that are
 * all sent at once.
 */
export type SessionMode = 'readOne' | 'read' | 'readTogether' | 'write';

const beginOf: Record<SessionMode, string> = {
  readOne: 'BEGIN READ ONLY',
  read: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
  readTogether: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
  write: 'BEGIN',
};

/** Modes whose COMMIT is on its way before the first answer is there. */
const commitsAtOnce: ReadonlySet<SessionMode> = new Set(['readOne', 'readTogether']);

/** What row-level security is told of the caller, for this transaction. */
const settings = `SELECT set_config('kontor.person', $1, true), set_config('kontor.reach', $2, true)`;

/**
 * One transaction on one connection. Nothing is sent before the first statement; BEGIN and the caller's
 * settings travel with it. Statements are pipelined in the order of the calls.
 */
export class Session {
  private began = false;
  private ended = false;
  private failure: unknown;
  /** Of the packet that is being filled. */
  private put: Put | undefined;

  constructor(
    private readonly client: PoolClient,
    private readonly call: Call,
    private readonly mode: SessionMode,
    /** How long one statement may take, in milliseconds; without it as long as the connection lets it. */
    private readonly statementLimit?: number,
  ) {}

  get started(): boolean {
    return this.began;
  }

  /**
   * Sends a statement. After an error the transaction is lost; the caller ends it with rollback(). Work that comes
   * after the end is refused: the connection may be in somebody else's transaction by then.
   */
  query<R extends object>(text: string, values: unknown[]): Promise<QueryResult<R>> {
    if (this.ended) return Promise.reject(new Error('A statement came after the end of its unit of work'));
    if (this.mode === 'readOne') return this.only<R>(text, values);
    return this.packed(() => {
      this.begin();
      return this.send<R>(text, values);
    });
  }

  /** Sends a statement that is a transaction by itself (loneSelect); nothing may follow. */
  lone<R extends object>(text: string, values: unknown[]): Promise<QueryResult<R>> {
    if (this.ended) return Promise.reject(new Error('A statement came after the end of its unit of work'));
    this.ended = true;
    return this.send<R>(text, values);
  }

  /** Has the statements that `send` sends leave in one packet. */
  packed<T>(send: () => T): T {
    if (this.put) return send();
    return packed(this.client, (put) => {
      this.put = put;
      try {
        return send();
      } finally {
        this.put = undefined;
      }
    });
  }

  /** Whatever `send` sends at once is the whole transaction, in one packet; what comes later is refused. */
  together<T>(send: () => T): T {
    return this.packed(() => {
      const answer = send();
      // Not awaited: nothing hangs on its outcome, and the next user of the connection queues behind it.
      if (this.began) this.commit().catch(() => undefined);
      else this.end();
      return answer;
    });
  }

  /** The only statement of its transaction: begin, statement and end leave in one packet. */
  private only<R extends object>(text: string, values: unknown[]): Promise<QueryResult<R>> {
    return this.packed(() => {
      this.begin();
      const answer = this.send<R>(text, values);
      // Not awaited: nothing hangs on its outcome, and the next user of the connection queues behind it.
      this.commit().catch(() => undefined);
      return answer;
    });
  }

  private send<R extends object>(text: string, values: unknown[]): Promise<QueryResult<R>> {
    const answer = this.go<R>({ name: statementName(text), text, values });
    answer.catch((error: unknown) => (this.failure ??= error));
    return answer;
  }

  private go<R extends object>(statement: PackedStatement): Promise<QueryResult<R>> {
    return this.packed(() => (this.put as Put)<R>(statement));
  }

  /** What made the transaction fail: statements behind the one that failed say only that they came too late. */
  causeOf(error: unknown): unknown {
    const isFollowUp = (error as { code?: string } | undefined)?.code === '25P02';
    return isFollowUp ? (this.failure ?? error) : error;
  }

  /** Commits. A COMMIT behind a failed statement rolls back: that throws the statement's error. */
  async commit(): Promise<void> {
    this.ended = true;
    const { command } = await this.go({ name: 'COMMIT', text: 'COMMIT' });
    if (command !== 'COMMIT') throw this.failure ?? new Error('The transaction was rolled back');
  }

  /** Ends a transaction without effect. Resolves to whether the connection can be used again. */
  async rollback(): Promise<boolean> {
    const over = this.ended;
    this.ended = true;
    if (!this.began || (over && commitsAtOnce.has(this.mode))) return true;
    return this.client.query('ROLLBACK').then(
      () => true,
      () => false,
    );
  }

  /** Ends a transaction that never began. */
  end(): void {
    this.ended = true;
  }

  private begin(): void {
    if (this.began) return;
    this.began = true;
    const { person, reach } = this.settings;
    const mode = beginOf[this.mode];
    const first: PackedStatement[] = [
      { name: mode, text: mode },
      { name: 'caller', text: settings, values: [person, reach] },
    ];
    if (this.statementLimit !== undefined)
      first.push({ text: `SET LOCAL statement_timeout=${this.statementLimit}` });
    // The statement behind them fails too and tells whoever waits.
    for (const statement of first) this.go(statement).catch((error: unknown) => (this.failure ??= error));
  }

  /** What row-level security is told of the caller. */
  get settings(): CallerSettings {
    return { person: this.call.caller.personId, reach: this.reachSetting() };
  }

  private reachSetting(): string {
    if (this.call.caller.kind === 'service') return 'service';
    if (this.call.caller.kind === 'nobody') return 'nobody';
    return 'person';
  }
}
