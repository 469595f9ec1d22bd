import { JetStreamApiError } from '@nats-io/jetstream';
import { errors } from '@nats-io/transport-node';
import { failPoint } from '@kontor/database/fail-point';
import { continueFrom, inSpan, SpanKind } from '@kontor/telemetry/tracer';
import type { Broker } from './connection.js';
import { carrierOf, headersOf, type OutboxEntry } from './outbox-message.js';

/** Aggregates whose events are under way at the same time; they leave in one packet. */
const aggregatesAtOnce = 128;

/** How long one publication may take, in milliseconds. */
const publishTimeout = 5_000;

/** After this time no further publication is begun, so that a round ends before Postgres ends its idle transaction. */
const roundBudget = 4_000;

/** An event that is on the stream. */
export interface Published {
  position: string;
  partition: number;
  /** Its place in the stream. */
  sequence: number;
}

/** An event that the broker would not take. */
export interface Refused {
  entry: OutboxEntry;
  error: Error;
}

export interface PublishOutcome {
  published: Published[];
  /** Events that are themselves the trouble; those behind them of the same aggregate were not tried. */
  refused: Refused[];
  /** Why the broker took nothing more, when it is away or full. */
  brokerAway?: Error;
}

/**
 * Publishes events: those of one aggregate one after the other, each only when the one before is on the stream; those
 * of many aggregates side by side, then those of the next. Once the broker is away it tries no more. Never rejects for one event's sake.
 */
export async function publishInOrder(
  broker: Broker,
  service: string,
  entries: readonly OutboxEntry[],
): Promise<PublishOutcome> {
  const outcome: PublishOutcome = { published: [], refused: [] };
  const end = Date.now() + roundBudget;
  const aggregates = [...Map.groupBy(entries, ({ aggregateId }) => aggregateId).values()];
  const publishAggregate = async (aggregate: readonly OutboxEntry[]): Promise<void> => {
    for (const entry of aggregate) {
      if (outcome.brokerAway || Date.now() > end) return;
      try {
        const sequence = await publishEntry(broker, service, entry);
        outcome.published.push({ position: entry.position, partition: entry.partition, sequence });
        failPoint('relay.after-publish');
      } catch (error) {
        if (isAboutTheEvent(error)) outcome.refused.push({ entry, error });
        else outcome.brokerAway = error as Error;
        return;
      }
    }
  };
  // Not the next one as soon as one is done: each would leave in a packet of its own.
  for (let at = 0; at < aggregates.length; at += aggregatesAtOnce)
    await Promise.all(aggregates.slice(at, at + aggregatesAtOnce).map(publishAggregate));
  return outcome;
}

/**
 * Publishes one event under its id, so that the broker drops a second copy within its window, and resolves to its place
 * in the stream. The span continues the trace of the change.
 */
export function publishEntry(broker: Broker, service: string, entry: OutboxEntry): Promise<number> {
  const options = {
    kind: SpanKind.PRODUCER,
    parent: continueFrom(carrierOf(entry)),
    attributes: {
      'messaging.system': 'nats',
      'messaging.operation.type': 'send',
      'messaging.destination.name': entry.subject,
      'messaging.message.id': entry.id,
    },
  };
  return inSpan(`send ${entry.type}`, options, () => {
    const headers = headersOf(entry, service);
    headers.set('Nats-Msg-Id', entry.id);
    return broker.publisher.publish(entry.subject, entry.payload, headers, publishTimeout);
  });
}

/** Whether the broker works but refuses this one event (too large, for instance). 503: no leader, or the stream is full. */
function isAboutTheEvent(error: unknown): error is Error {
  return (
    (error instanceof JetStreamApiError && error.status !== 503) ||
    error instanceof errors.InvalidArgumentError
  );
}
