import type { Pool } from 'pg';
import { BackgroundLoop } from '@kontor/database/background-loop';
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
export class BeatProof extends BackgroundLoop {
  private readonly consumer: string;

  constructor(
    service: string,
    private readonly pool: Pool,
    private readonly broker: Broker,
  ) {
    // The broker is away, or nothing was ever emitted: no proof, and that is what age is for.
    super(
      () => this.look(),
      interval,
      () => undefined,
    );
    this.consumer = durableName({ consumer: service, emitter, eventPackage });
  }

  private async look(): Promise<void> {
    if (!this.broker.connected) return;
    const manager = await this.broker.manager();
    const { ack_floor: floor } = await manager.consumers.info(streamName(emitter), this.consumer);
    await proveBeats(this.pool, this.consumer, floor.stream_seq);
  }
}
