import { v4 as uuidv4 } from 'uuid';
import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import type { MessageParams } from '@kontor/errors/app-error';
import type { Logger } from '@kontor/telemetry/logger';

/** A run that no replica renewed for this long is anybody's. */
export const leaseLength = `interval '30 seconds'`;

/** How often a lease is renewed, in milliseconds: a third of its length. */
const renewInterval = 10_000;

/** A run is given up when it was begun this often without a single step of it getting done. */
const mostAttempts = 5;

/** A run that this replica may work on. */
export interface Lease {
  runId: string;
  /** Made anew by each claim: whoever holds an older one can change nothing any more. */
  runner: string;
}

/** Which runs are worked on by leases: rows with `state`, `runner`, `lease_until` and `attempts`. */
export interface LeasedRuns {
  table: 'import' | 'export';
  /** SQL: runs that wait for somebody. */
  waiting: string;
  /** SQL: runs that somebody works on. */
  held: string;
  /** SQL: the state of a run that was claimed. */
  begun: string;
  /** What ends a run that was begun too often. */
  givenUp: (params: MessageParams) => Error;
}

/**
 * Who works on which run, by the clock of the database alone: every replica claims what waits or what another one left
 * behind, and holds it as long as it renews.
 */
export class Leases {
  constructor(
    private readonly work: UnitOfWork,
    private readonly runs: LeasedRuns,
    private readonly logger: Pick<Logger, 'warn' | 'error'>,
  ) {}

  /** The oldest run that waits, or undefined. */
  claim(): Promise<Lease | undefined> {
    const { table, waiting, held, begun } = this.runs;
    return this.write('claim', async (tx) => {
      const runner = uuidv4();
      const [claimed] = await tx.query<{ id: string }>(
        `UPDATE ${table} SET state = ${begun}, runner = $1, lease_until = clock_timestamp() + ${leaseLength},
           attempts = attempts + 1, version = version + 1
         WHERE id = (
           SELECT id FROM ${table} WHERE ${waiting} OR (${held} AND lease_until < clock_timestamp())
           ORDER BY create_time LIMIT 1 FOR UPDATE SKIP LOCKED
         ) RETURNING id`,
        [runner],
      );
      return claimed && { runId: claimed.id, runner };
    });
  }

  /**
   * Works on a claimed run, holding it meanwhile, and gives it back, so that another replica goes on at once. The signal
   * ends with `stopping`, and when the run is ours no more: cancelled, ended or taken over. A run that breaks off is not
   * given back: its lease runs out by itself, which gives time to pass to what broke it.
   */
  async holding(
    lease: Lease,
    stopping: AbortSignal,
    work: (signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const { table } = this.runs;
    const lost = new AbortController();
    const renewing = setInterval(() => {
      this.renew(lease).then(
        (ours) => ours || lost.abort(),
        (error: unknown) => this.logger.warn({ err: error, table, ...lease }, 'renewing a lease failed'),
      );
    }, renewInterval);
    try {
      await work(AbortSignal.any([stopping, lost.signal]));
    } catch (error) {
      this.logger.error({ err: error, table, ...lease }, 'a run broke off; it goes on from its last step');
      return;
    } finally {
      clearInterval(renewing);
    }
    await this.set(lease, 'lease_until = clock_timestamp(), attempts = greatest(attempts - 1, 0)');
  }

  /** Throws what ends the run where it was begun too often without getting anywhere. */
  async checkAttempts({ runId }: Lease): Promise<void> {
    const [run] = await this.write('look at', (tx) =>
      tx.query<{ attempts: number }>(`SELECT attempts FROM ${this.runs.table} WHERE id = $1`, [runId]),
    );
    if ((run?.attempts ?? 0) > mostAttempts) throw this.runs.givenUp({ attempts: mostAttempts });
  }

  private renew(lease: Lease): Promise<boolean> {
    return this.set(lease, `lease_until = clock_timestamp() + ${leaseLength}`);
  }

  private async set({ runId, runner }: Lease, assignments: string): Promise<boolean> {
    const { table, held } = this.runs;
    const hit = await this.write('renew', (tx) =>
      tx.query(`UPDATE ${table} SET ${assignments} WHERE id = $1 AND runner = $2 AND ${held} RETURNING id`, [
        ...[runId, runner],
      ]),
    );
    return hit.length > 0;
  }

  private write<T>(purpose: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.work.write(serviceCall('customer', `${purpose} an ${this.runs.table}`), work);
  }
}
