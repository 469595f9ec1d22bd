import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { AppError } from '@kontor/errors/app-error';
import type { Call } from '@kontor/access/call';
import type { Organisation } from '@kontor/access/organisation';
import { poolOf } from './data-source.js';
import { failPoint } from './fail-point.js';
import { isRepeatedKey, meaningOf, type ConstraintMeanings } from './postgres-errors.js';
import { PendingWrites, type PendingStatement } from './pending-writes.js';
import { Session, type SessionMode } from './session.js';
import { Transaction, type LoneRead, type Run } from './transaction.js';

export interface UnitOfWorkOptions {
  /** Name of the service, first word of the subjects of its events. */
  service: string;
  /** Whose records a caller reaches; asked anew for each unit of work. */
  organisation: () => Organisation;
  /** Told after each commit which outbox partitions have new rows, and whether the audit has. */
  onCommit?: (partitions: ReadonlySet<number>, audited: boolean) => void;
  /** What violated constraints mean to callers. */
  constraints?: ConstraintMeanings;
}

/** Options of one read of statements that are sent together. */
export interface ReadOptions {
  /** How long each statement may take, in milliseconds, instead of the 5 s of every connection. */
  statementLimit?: number;
}

/** Options of one write. */
export interface WriteOptions {
  /** Ids of emitted events, by their index: for consumers, so that a repeated event emits the same ones. */
  eventIds?: (index: number) => string;
}

/**
 * The only way to the rows of a service. A unit of work is one transaction in the name of one caller: what it
 * does is done whole or not at all, together with its audit rows, its events and its idempotency key.
 */
export class UnitOfWork {
  private readonly pool: Pool;

  constructor(
    readonly dataSource: DataSource,
    private readonly options: UnitOfWorkOptions,
  ) {
    this.pool = poolOf(dataSource);
  }

  /** Reads in one transaction, which sees the rows as they stood at its first statement. */
  read<T>(call: Call, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.readAs('read', call, work);
  }

  /** Reads with exactly one statement, in one round trip: for what is asked often. A second statement is refused. */
  readOne<T>(call: Call, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.readAs('readOne', call, work);
  }

  /**
   * Reads with statements that are all sent at once, in one round trip, and see the same rows: for answers of many
   * parts. Whatever `work` asks before it first waits is sent; a statement that comes later is refused.
   */
  readTogether<T>(call: Call, work: (tx: Transaction) => Promise<T>, options: ReadOptions = {}): Promise<T> {
    return this.readAs('readTogether', call, work, options);
  }

  private async readAs<T>(
    mode: Exclude<SessionMode, 'write'>,
    call: Call,
    work: (tx: Transaction) => Promise<T>,
    { statementLimit }: ReadOptions = {},
  ): Promise<T> {
    const client = await this.connect();
    const session = new Session(client, call, mode, statementLimit);
    const run: Run = async <R extends object>(text: string, values: unknown[]) =>
      (await session.query<R>(text, values)).rows;
    const loneRun: Run = async <R extends object>(text: string, values: unknown[]) =>
      (await session.lone<R>(text, values)).rows;
    let usable = true;
    try {
      const lone: LoneRead | undefined =
        mode === 'readOne' ? { settings: session.settings, run: loneRun } : undefined;
      const tx = this.transaction(call, run, new PendingWrites(call), { lone, reads: true });
      const answer = await (mode === 'readTogether' ? session.together(() => work(tx)) : work(tx));
      // Not awaited: nothing hangs on its outcome, and the next user of the connection queues behind it.
      if (mode === 'read' && session.started) session.commit().catch(() => undefined);
      else session.end();
      return answer;
    } catch (error) {
      usable = await session.rollback();
      throw meaningOf(session.causeOf(error), this.options.constraints ?? {});
    } finally {
      client.release(!usable);
    }
  }

  /**
   * Changes rows. With an idempotency key the effect happens once: a repeated request gets the stored answer,
   * another request under the same key is refused (422), and one that is still running too (409).
   */
  async write<T>(call: Call, work: (tx: Transaction) => Promise<T>, options: WriteOptions = {}): Promise<T> {
    const client = await this.connect();
    let usable = true;
    try {
      return await this.attempt(client, call, work, options, (ended) => (usable = ended));
    } catch (error) {
      if (usable && call.idempotencyKey && isRepeatedKey(error)) return await this.replay<T>(client, call);
      throw meaningOf(error, this.options.constraints ?? {});
    } finally {
      client.release(!usable);
    }
  }

  private async attempt<T>(
    client: PoolClient,
    call: Call,
    work: (tx: Transaction) => Promise<T>,
    options: WriteOptions,
    ended: (usable: boolean) => void,
  ): Promise<T> {
    const session = new Session(client, call, 'write');
    const pending = new PendingWrites(call);
    const key = new KeyReservation(call, session);
    const run: Run = async <R extends object>(text: string, values: unknown[]) => {
      const sent = session.packed(() => [
        ...key.reserve(),
        ...pending.takeChanges().map((statement) => send(session, statement)),
        session.query<R>(text, values),
      ]);
      const results = await allInOrder(sent);
      return (results.at(-1) as { rows: R[] }).rows;
    };
    try {
      const tx = this.transaction(call, run, pending, { ...options, reads: false });
      const answer = await work(tx);
      const { partitions, audited } = pending;
      await this.finish(session, key, pending, answer);
      this.options.onCommit?.(partitions, audited);
      return answer;
    } catch (error) {
      ended(await session.rollback());
      throw session.causeOf(error);
    }
  }

  private async finish(
    session: Session,
    key: KeyReservation,
    pending: PendingWrites,
    answer: unknown,
  ): Promise<void> {
    if (!session.started && pending.empty) return session.end();
    const statements = pending.takeAll();
    const change = (): Promise<unknown>[] => [
      ...key.complete(answer),
      ...statements.map((statement) => send(session, statement)),
    ];
    const commit = (): Promise<unknown> => {
      failPoint('outbox.before-commit');
      return session.commit();
    };
    // An update must have hit its row before the commit goes out; inserts fail by themselves and take it along.
    if (statements.some(({ oneRow }) => oneRow)) {
      await allInOrder(session.packed(change));
      await commit();
    } else {
      await allInOrder(session.packed(() => [...change(), commit()]));
    }
    failPoint('outbox.after-commit');
  }

  private transaction(
    call: Call,
    run: Run,
    pending: PendingWrites,
    { eventIds, lone, reads }: WriteOptions & { lone?: LoneRead | undefined; reads: boolean },
  ): Transaction {
    return new Transaction(
      call,
      this.options.organisation(),
      this.options.service,
      this.dataSource,
      run,
      pending,
      eventIds,
      lone,
      reads,
    );
  }

  private async replay<T>(client: PoolClient, call: Call): Promise<T> {
    try {
      return await this.storedAnswer<T>(client, call);
    } catch (error) {
      throw meaningOf(error, {});
    }
  }

  private async storedAnswer<T>(client: PoolClient, call: Call): Promise<T> {
    const { rows } = await client.query<{ fingerprint: string; answer: string | null }>(
      'SELECT fingerprint, answer FROM idempotency WHERE person_id = $1 AND method = $2 AND key = $3',
      [call.caller.personId, call.method, call.idempotencyKey],
    );
    const [stored] = rows;
    if (!stored) throw new AppError('conflict', 'request-in-progress', { retryAfterSeconds: 1 });
    if (stored.fingerprint !== call.fingerprint)
      throw new AppError('unprocessable', 'idempotency-key-reused');
    return (stored.answer === null ? undefined : JSON.parse(stored.answer)) as T;
  }

  private async connect(): Promise<PoolClient> {
    try {
      const client = await this.pool.connect();
      // Without a listener the loss of a connection in use ends the process; its statements tell of the loss anyway.
      if (!client.listeners('error').includes(outlive)) client.on('error', outlive);
      return client;
    } catch (error) {
      throw meaningOf(error, {});
    }
  }
}

const outlive = (): void => undefined;

async function send(session: Session, { text, values, oneRow }: PendingStatement): Promise<void> {
  const { rowCount } = await session.query(text, values);
  if (oneRow && rowCount !== 1) throw new AppError('conflict', 'record-changed', { retryAfterSeconds: 1 });
}

/** Waits for all, and throws the error of the one sent first: the others only follow from it. */
async function allInOrder(sent: Promise<unknown>[]): Promise<unknown[]> {
  const outcomes = await Promise.allSettled(sent);
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/** The row that makes a request's effect happen once: written first, so that a twin waits for it. */
class KeyReservation {
  private reserved = false;

  constructor(
    private readonly call: Call,
    private readonly session: Session,
  ) {}

  /** Claims the key before the first read, so that a repeated request is noticed before any rule is asked. */
  reserve(): Promise<void>[] {
    if (this.reserved || !this.call.idempotencyKey) return [];
    this.reserved = true;
    return [this.insert(null)];
  }

  /** Stores the answer under the key. */
  complete(answer: unknown): Promise<void>[] {
    if (!this.call.idempotencyKey) return [];
    const text = answer === undefined ? null : JSON.stringify(answer);
    if (!this.reserved) return [this.insert(text)];
    const { personId } = this.call.caller;
    return [
      this.session
        .query('UPDATE idempotency SET answer = $4 WHERE person_id = $1 AND method = $2 AND key = $3', [
          personId,
          this.call.method,
          this.call.idempotencyKey,
          text,
        ])
        .then(() => undefined),
    ];
  }

  private insert(answer: string | null): Promise<void> {
    const { caller, method, idempotencyKey, fingerprint } = this.call;
    return this.session
      .query(
        'INSERT INTO idempotency (person_id, method, key, fingerprint, answer) VALUES ($1, $2, $3, $4, $5)',
        [caller.personId, method, idempotencyKey, fingerprint, answer],
      )
      .then(() => undefined);
  }
}
