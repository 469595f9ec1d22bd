import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, ConsumerMessages, JsMsg } from '@nats-io/jetstream';
import type { Logger } from '@kontor/telemetry/logger';
import { observeConsumerLag, type StopObserving } from '@kontor/telemetry/metrics';
import type { StreamSettings } from './config.js';
import type { Broker } from './connection.js';
import { durableName, streamName, type Subscription } from './names.js';
import { ackWaitMs, ensureConsumer, ensureStream, heldByReplica } from './streams.js';

export interface ConsumerOptions {
  broker: Broker;
  subscription: Subscription;
  stream: StreamSettings;
  logger: Logger;
  /** Takes a message at once; calls back when it is acknowledged, refused or given back. */
  receive: (message: JsMsg, settled: () => void) => void;
}

/** Pause before the pull is begun anew, in milliseconds. */
const restartPause = 500;

/** How long one request for messages stands, in milliseconds. */
const fetchFor = 5_000;

/**
 * The durable pull consumer of one subscription, shared by all replicas of a service. It makes stream and consumer
 * where they are missing, also when the broker has lost its store, and begins to pull again whenever pulling stops.
 */
export class JetStreamConsumer {
  private readonly unsettled = new Set<JsMsg>();
  private readonly stopping = new AbortController();
  private messages: ConsumerMessages | undefined;
  private roomMade: (() => void) | undefined;
  private running: Promise<void> | undefined;
  private progress: NodeJS.Timeout | undefined;
  private stopObserving: StopObserving | undefined;

  constructor(private readonly options: ConsumerOptions) {}

  /** Begins to pull, as soon as the broker is there. */
  start(): void {
    this.running ??= this.keepPulling();
    // Slow handlers keep their message: the broker is told that they are at it.
    this.progress = setInterval(() => this.unsettled.forEach((message) => message.working()), ackWaitMs / 3);
    this.progress.unref();
    this.stopObserving = observeConsumerLag(durableName(this.options.subscription), () => this.lag());
  }

  /** Pulls no more. Messages that were received stay with whoever took them. */
  async stop(): Promise<void> {
    this.stopObserving?.();
    this.stopping.abort();
    this.roomMade?.();
    await this.messages?.close();
    await this.running;
  }

  /** Call when everything received is settled. */
  end(): void {
    clearInterval(this.progress);
  }

  private async keepPulling(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.pull();
      } catch (error) {
        const consumer = durableName(this.options.subscription);
        if (!signal.aborted)
          this.options.logger.warn({ err: error, consumer }, 'pulling events failed and begins anew');
      }
      await sleep(restartPause, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Pulls until the pull ends, by stop() or by trouble. */
  private async pull(): Promise<void> {
    const { broker, subscription, stream } = this.options;
    const manager = await broker.manager();
    await ensureStream(manager, subscription.emitter, stream, 'listener');
    await ensureConsumer(manager, subscription);
    const consumer = await broker.jetstream.consumers.get(
      streamName(subscription.emitter),
      durableName(subscription),
    );
    while (!this.stopping.signal.aborted) {
      await this.untilRoom();
      if (!this.stopping.signal.aborted) await this.fetch(consumer, heldByReplica - this.unsettled.size);
    }
  }

  /** Takes up to `room` messages as they come. Ends when it has them or after a while; rejects when the pull is dead. */
  private async fetch(consumer: Consumer, room: number): Promise<void> {
    const messages = await consumer.fetch({
      max_messages: room,
      expires: fetchFor,
      idle_heartbeat: fetchFor / 5,
    });
    this.messages = messages;
    if (this.stopping.signal.aborted) void messages.close();
    // Heartbeats tell of a dead pull, but not while the client itself is trying to reconnect.
    const overdue = setTimeout(() => void messages.close(), 2 * fetchFor);
    try {
      for await (const message of messages) this.take(message);
    } finally {
      clearTimeout(overdue);
    }
  }

  private take(message: JsMsg): void {
    this.unsettled.add(message);
    this.options.receive(message, () => {
      this.unsettled.delete(message);
      if (this.unsettled.size <= heldByReplica / 2) this.roomMade?.();
    });
  }

  /** Waits until half of what this replica may hold is settled. */
  private async untilRoom(): Promise<void> {
    if (this.unsettled.size <= heldByReplica / 2) return;
    await new Promise<void>((resolve) => (this.roomMade = resolve));
    this.roomMade = undefined;
  }

  /** Events of the subscription that are not settled yet; undefined while the broker is away. */
  private async lag(): Promise<number | undefined> {
    const { broker, subscription } = this.options;
    if (!broker.connected) return undefined;
    const manager = await broker.manager();
    const info = await manager.consumers
      .info(streamName(subscription.emitter), durableName(subscription))
      .catch(() => undefined);
    return info && info.num_pending + info.num_ack_pending;
  }
}
