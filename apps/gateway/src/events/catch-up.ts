import { DeliverPolicy, JetStreamApiError, type JsMsg } from '@nats-io/jetstream';
import type { Broker } from '@kontor/events/connection';
import { streamName } from '@kontor/events/names';

/** A piece of one stream that a client has missed. */
export interface MissedPiece {
  service: string;
  /** Last sequence that the client has had. */
  after: number;
  /** Last sequence to read; later ones come live. */
  until: number;
}

/**
 * Reads a missed piece through a consumer of its own and gives each message to `take`, waiting for it. Resolves to
 * false where the stream no longer has the whole piece (too old, or the stream was made anew): the client has to read
 * its records again.
 */
export async function catchUp(
  broker: Broker,
  { service, after, until }: MissedPiece,
  take: (message: JsMsg) => Promise<boolean>,
): Promise<boolean> {
  if (after === until) return true;
  if (after > until) return false;
  const manager = await broker.manager();
  const info = await manager.streams.info(streamName(service)).catch((error: unknown) => {
    if (error instanceof JetStreamApiError && error.status === 404) return undefined;
    throw error;
  });
  if (!info || info.state.last_seq < until) return false;
  const whole = info.state.first_seq <= after + 1;
  if (info.state.messages === 0 || info.state.first_seq > until) return whole;
  const consumer = await broker.jetstream.consumers.get(streamName(service), {
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: after + 1,
  });
  const messages = await consumer.consume({ max_messages: 200, abort_on_missing_resource: true });
  for await (const message of messages) {
    if (message.seq > until) break;
    const goOn = await take(message);
    if (!goOn || message.seq === until || message.info.pending === 0) break;
  }
  await messages.close();
  return whole;
}
