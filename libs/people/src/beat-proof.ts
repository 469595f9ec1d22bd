import type { Pool } from 'pg';
import type { Broker } from '@kontor/events/connection';
import { durableName, streamName } from '@kontor/events/names';
import { proveBeats } from './organisation-beat.js';

/** How often the broker is asked how far this service has come, in milliseconds. */
const interval = 1_000;

/** Where rights come from, and in which package their events are. */
const emitter = 'identity';
const eventPackage = 'kontor.identity.v1';

/**
 * Asks the broker up to which event of identity this service has handled everything, and counts the beats up to there.
 * Without an answer no beat counts, and the copy grows old. Every replica asks; one is enough.
 */
export class BeatProof {
  private readonly consumer: string;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    service: string,
    private readonly pool: Pool,
    private readonly broker: Broker,
  ) {
    this.consumer = durableName({ consumer: service, emitter, eventPackage });
  }

  start(): void {
    this.turn();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private turn(): void {
    // The broker is away, or nothing was ever emitted: no proof, and that is what age is for.
    this.running = this.look()
      .catch(() => undefined)
      .finally(() => {
        if (!this.stopped) this.timer = setTimeout(() => this.turn(), interval).unref();
      });
  }

  private async look(): Promise<void> {
    if (!this.broker.connected) return;
    const manager = await this.broker.manager();
    const { ack_floor: floor } = await manager.consumers.info(streamName(emitter), this.consumer);
    await proveBeats(this.pool, this.consumer, floor.stream_seq);
  }
}
