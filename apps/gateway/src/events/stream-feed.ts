import {
  DeliverPolicy,
  JetStreamApiError,
  type ConsumerMessages,
  type JsMsg,
  type StreamInfo,
} from '@nats-io/jetstream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Broker } from '@kontor/events/connection';
import { streamName } from '@kontor/events/names';

/** Pause before a feed that ended is begun anew, in milliseconds. */
const RETRY_MS = 500;

/** Follows the stream of one service from now on, in order, through losses of the broker and of its store. */
export class StreamFeed {
  #position: number | undefined;
  #created: string | undefined;
  #messages: ConsumerMessages | undefined;
  #stopped = false;
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly broker: Broker,
    readonly service: string,
    private readonly take: (feed: StreamFeed, message: JsMsg) => void,
  ) {}

  /** Sequence of the last event taken; undefined until the broker has answered once. */
  get position(): number | undefined {
    return this.#position;
  }

  /** Begins to follow; errors are waited out. */
  start(): void {
    this.#running = this.#run();
  }

  /** Ends; resolves when no further event will be taken. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#messages?.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#follow();
      } catch {
        // The broker is away or the stream is being made; both pass.
      }
      if (!this.#stopped) await delay(RETRY_MS, undefined, { ref: false });
    }
  }

  async #follow(): Promise<void> {
    const info = await this.#info();
    if (!info) {
      // Nothing was emitted yet: whatever comes is new.
      this.#position ??= 0;
      return;
    }
    if (this.#position === undefined) this.#position = info.state.last_seq;
    // A stream that was made anew (the broker lost its store) counts from one again.
    else if (info.state.last_seq < this.#position || (this.#created ?? info.created) !== info.created)
      this.#position = 0;
    this.#created = info.created;
    await this.#consume(this.#position + 1);
  }

  async #consume(from: number): Promise<void> {
    const consumer = await this.broker.jetstream.consumers.get(streamName(this.service), {
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: from,
    });
    const messages = await consumer.consume({ max_messages: 500, abort_on_missing_resource: true });
    this.#messages = messages;
    if (this.#stopped) await messages.close();
    void this.#watch(messages);
    for await (const message of messages) {
      this.#position = message.seq;
      this.take(this, message);
    }
  }

  /** A consumer that was made anew may stand on another stream of the same name: begin again and look. */
  async #watch(messages: ConsumerMessages): Promise<void> {
    for await (const { type } of messages.status()) {
      if (type === 'ordered_consumer_recreated') await messages.close();
    }
  }

  async #info(): Promise<StreamInfo | undefined> {
    try {
      const manager = await this.broker.manager();
      return await manager.streams.info(streamName(this.service));
    } catch (error) {
      if (error instanceof JetStreamApiError && error.status === 404) return undefined;
      throw error;
    }
  }
}
