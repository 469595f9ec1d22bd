import type { Pool, PoolClient } from 'pg';
import { failPoint } from '@kontor/database/fail-point';
import type { Logger } from '@kontor/telemetry/logger';
import { observeRelayLag, type StopObserving } from '@kontor/telemetry/metrics';
import { inTransaction } from './in-transaction.js';
import type { StreamSettings } from './config.js';
import type { Broker } from './connection.js';
import { failuresUntilNoted, ParkedAggregates } from './parked-aggregates.js';
import { Pause } from './pause.js';
import { publishInOrder, type PublishOutcome } from './publisher.js';
import {
  markPublished,
  noteFailure,
  oldestWaiting,
  rowsPerPartition,
  takeBatch,
  type Batch,
} from './relay-statements.js';
import { ensureStream } from './streams.js';

/** Pauses in milliseconds between rounds. */
const pauses = {
  /** While another relay holds a partition that waits. */
  contended: 10,
  /** After a round that found work. */
  busy: 100,
  /** When nothing has happened for a while. */
  idle: 1_000,
  /** Least time between the starts of two rounds that find work: under load, commits share a round. */
  spacing: 10,
  trouble: 250,
} as const;

export interface RelayOptions {
  service: string;
  /** One connection of it is used. Best a pool of the relay's own, so that it does not queue behind requests. */
  pool: Pool;
  broker: Broker;
  stream: StreamSettings;
  logger: Logger;
}

/** What a round found. Trouble: broker or database are away. */
type RoundResult = 'nothing' | 'work' | 'more' | 'contended' | 'trouble';

/**
 * Carries committed events from the outbox to the stream, in order within each aggregate, at least once. Any number may
 * run against one database: a partition is served by one at a time, as long as its transaction holds the row lock, and
 * a crash frees it at once. Woken after each commit; polling finds what a crashed process left.
 */
export class Relay {
  private readonly parked = new ParkedAggregates();
  private readonly pause = new Pause();
  private woken = new Set<number>();
  private streamStands = false;
  private stopped = false;
  private troubled = false;
  private lastFullRound = 0;
  private running: Promise<void> | undefined;
  private stopObserving: StopObserving | undefined;

  constructor(private readonly options: RelayOptions) {}

  /** Begins to work. The stream is made as soon as the broker is there. */
  start(): void {
    const { service, pool } = this.options;
    this.stopObserving = observeRelayLag(service, async () => {
      const { rows } = await pool.query<{ seconds: number }>(oldestWaiting);
      return rows[0]?.seconds;
    });
    this.running ??= this.work();
  }

  /** Tells that rows of these partitions were committed (of any, when none are named). Returns at once. */
  wake(partitions?: ReadonlySet<number>): void {
    if (partitions) for (const partition of partitions) this.woken.add(partition);
    else this.lastFullRound = 0;
    this.pause.end();
  }

  /** Finishes the round that is under way and ends. What is left waits for another relay or the next start. */
  async stop(): Promise<void> {
    this.stopObserving?.();
    this.stopped = true;
    this.pause.end();
    await this.running;
  }

  private async work(): Promise<void> {
    let idle: number = pauses.busy;
    while (!this.stopped) {
      const begun = Date.now();
      const result = await this.round().catch((error: unknown) => this.trouble(error));
      if (this.stopped) return;
      if (result !== 'trouble') this.wellAgain();
      idle = result === 'nothing' ? Math.min(idle * 2, pauses.idle) : pauses.busy;
      if (result === 'trouble') await this.pause.deaf(pauses.trouble);
      else if (result === 'contended') await this.pause.deaf(pauses.contended);
      else if (result === 'work') await this.pause.deaf(pauses.spacing - (Date.now() - begun));
      if (result === 'nothing' || result === 'work') await this.pause.wait(idle);
      if (result === 'contended') this.wake();
    }
  }

  private async round(): Promise<RoundResult> {
    if (!this.options.broker.connected)
      return this.trouble(new Error('There is no connection to the broker.'));
    if (!this.streamStands) await this.makeStream();
    const partitions = this.takePartitions();
    return inTransaction(this.options.pool, async (client) => {
      const batch = await takeBatch(client, partitions, this.parked.notYet(Date.now()));
      failPoint('relay.after-lock');
      return this.relay(client, batch);
    });
  }

  private async relay(client: PoolClient, batch: Batch): Promise<RoundResult> {
    if (batch.entries.length === 0) return batch.contended ? 'contended' : 'nothing';
    const outcome = await publishInOrder(this.options.broker, this.options.service, batch.entries);
    if (outcome.published.length > 0) await markPublished(client, outcome.published);
    await this.noteRefusals(client, batch, outcome);
    failPoint('relay.after-mark');
    if (outcome.brokerAway) return this.trouble(outcome.brokerAway);
    if (batch.entries.length >= rowsPerPartition) {
      this.lastFullRound = 0;
      return 'more';
    }
    return batch.contended ? 'contended' : 'work';
  }

  /** The partitions to look at: those woken; all of them once a second and after trouble. */
  private takePartitions(): number[] | undefined {
    const partitions = [...this.woken];
    this.woken.clear();
    const now = Date.now();
    if (partitions.length > 0 && now - this.lastFullRound < pauses.idle) return partitions;
    this.lastFullRound = now;
    return undefined;
  }

  private async makeStream(): Promise<void> {
    const { broker, service, stream, logger } = this.options;
    const made = await ensureStream(await broker.manager(), service, stream, 'owner');
    if (made)
      logger.warn({ service }, 'the stream was missing and was made: if the broker lost its store, replay');
    this.streamStands = true;
  }

  /** Everything is looked at again once it is over: the stream, too, may be gone. Logged once, not at each attempt. */
  private trouble(error: unknown): RoundResult {
    if (!this.troubled)
      this.options.logger.error({ err: error }, 'the relay cannot work; events wait in the outbox');
    this.troubled = true;
    this.streamStands = false;
    this.lastFullRound = 0;
    return 'trouble';
  }

  private wellAgain(): void {
    if (this.troubled) this.options.logger.info('the relay works again');
    this.troubled = false;
  }

  private async noteRefusals(client: PoolClient, batch: Batch, outcome: PublishOutcome): Promise<void> {
    const now = Date.now();
    const done = new Set(outcome.published.map(({ position }) => position));
    for (const entry of batch.entries) if (done.has(entry.position)) this.parked.release(entry.aggregateId);
    for (const refused of outcome.refused) {
      const failures = this.parked.refuse(refused, now);
      if (failures % failuresUntilNoted !== 0) continue;
      const { entry, error } = refused;
      this.options.logger.error(
        { err: error, event: entry.id, type: entry.type, failures },
        'an event is refused',
      );
      await noteFailure(client, entry.partition, this.parked.worstOf(entry.partition));
    }
    for (const partition of batch.noted) {
      if (!this.parked.worstOf(partition)) await noteFailure(client, partition, undefined);
    }
  }
}
