import type { PoolClient, QueryResult } from 'pg';
import type { Call } from '@kontor/access/call';
import type { CallerSettings } from './lone-select.js';
import { packed } from './packed.js';

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

/**
 * One transaction on one connection. Nothing is sent before the first statement; BEGIN and the caller's
 * settings travel with it. Statements are pipelined in the order of the calls.
 */
export class Session {
  private began = false;
  private ended = false;
  private failure: unknown;

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
    this.begin();
    return this.send<R>(text, values);
  }

  /** Sends a statement that is a transaction by itself (loneSelect); nothing may follow. */
  lone<R extends object>(text: string, values: unknown[]): Promise<QueryResult<R>> {
    if (this.ended) return Promise.reject(new Error('A statement came after the end of its unit of work'));
    this.ended = true;
    return this.send<R>(text, values);
  }

  /** Has the statements that `send` sends leave in one packet. */
  packed<T>(send: () => T): T {
    return packed(this.client, send);
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
    const answer = this.client.query<R>({ name: statementName(text), text, values });
    answer.catch((error: unknown) => (this.failure ??= error));
    return answer;
  }

  /** What made the transaction fail: statements behind the one that failed say only that they came too late. */
  causeOf(error: unknown): unknown {
    const isFollowUp = (error as { code?: string } | undefined)?.code === '25P02';
    return isFollowUp ? (this.failure ?? error) : error;
  }

  /** Commits. Postgres answers a COMMIT behind a failed statement by rolling back: that throws the statement's error. */
  async commit(): Promise<void> {
    this.ended = true;
    const { command } = await this.client.query('COMMIT');
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
    // The texts come from a fixed list and from a UUID that the token's signature vouches for; escaped all the same.
    const person = this.client.escapeLiteral(this.call.caller.personId);
    const mode = beginOf[this.mode];
    const limit =
      this.statementLimit === undefined ? '' : `;SET LOCAL statement_timeout=${this.statementLimit}`;
    this.client
      .query(
        `${mode};SET LOCAL kontor.person=${person};SET LOCAL kontor.reach='${this.reachSetting()}'${limit}`,
      )
      // The statement behind it fails too and carries the error to whoever waits.
      .catch(() => undefined);
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
