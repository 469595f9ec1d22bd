import { DeliverPolicy, JetStreamApiError } from '@nats-io/jetstream';
import { LRUCache } from 'lru-cache';
import type { SessionEnded } from '@kontor/contracts/gen/kontor/identity/v1/identity_events';
import type { Broker } from '@kontor/events/connection';
import { ownerOf, packageOf, streamName } from '@kontor/events/names';
import { streamEvent } from './live-event.js';

/** The event that tells of the end of a session before its time. */
export const SESSION_ENDED = 'kontor.identity.v1.SessionEnded';

/** No access token lives longer than this after its session has ended, in milliseconds: 5 minutes and the leeway of clocks. */
const LONGEST_TOKEN_MS = 6 * 60_000;

/**
 * Sessions that ended before their tokens did: a token is valid by its signature until it expires, so whoever signed
 * out would be let in for minutes. Fed by events, within a fraction of a second of the end.
 */
export class EndedSessions {
  readonly #ended = new LRUCache<string, true>({ max: 100_000, ttl: LONGEST_TOKEN_MS });

  add({ sessionId }: SessionEnded): void {
    this.#ended.set(sessionId, true);
  }

  has(sessionId: string): boolean {
    return this.#ended.has(sessionId);
  }

  /**
   * Reads the ends of the last minutes from the stream: those before this process started. `also` is given the other
   * events of these minutes: a copy that identity hands out may lag behind them.
   */
  async recall(
    broker: Broker,
    also: (type: string, payload: unknown) => void = () => undefined,
  ): Promise<void> {
    const stream = streamName(ownerOf(packageOf(SESSION_ENDED)));
    try {
      // nats-server 2.9 filters no ordered consumer; people change rarely enough to read past them.
      const consumer = await broker.jetstream.consumers.get(stream, {
        deliver_policy: DeliverPolicy.StartTime,
        opt_start_time: new Date(Date.now() - LONGEST_TOKEN_MS).toISOString(),
      });
      if ((await consumer.info()).num_pending === 0) return;
      const messages = await consumer.consume({ abort_on_missing_resource: true });
      for await (const message of messages) {
        const event = streamEvent(message);
        if (event?.type === SESSION_ENDED) this.add(event.payload as SessionEnded);
        else if (event) also(event.type, event.payload);
        if (message.info.pending === 0) break;
      }
      await messages.close();
    } catch (error) {
      // No stream yet: nobody has signed out.
      if (!(error instanceof JetStreamApiError && error.status === 404)) throw error;
    }
  }
}
