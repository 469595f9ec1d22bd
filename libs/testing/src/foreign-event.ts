import { jetstream, type JetStreamClient, type PubAck } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { v7 as uuidv7 } from 'uuid';
import type { EventTypes } from '@kontor/contracts/gen/events';
import { subjectOf } from '@kontor/events/names';
import { headersOf, type OutboxEntry } from '@kontor/events/outbox-message';
import { until } from './until.js';

/** An event that a service other than the one under test emits; what is not said of its outbox row is made up. */
export interface ForeignEvent<K extends keyof EventTypes> extends Partial<
  Pick<OutboxEntry, 'id' | 'aggregateId' | 'version' | 'personId' | 'time'>
> {
  emitter: string;
  type: K;
  payload: EventTypes[K];
}

/** Puts an event on the stream of the service that emits it, as its relay does. */
export function publishForeign<K extends keyof EventTypes>(
  stream: Pick<JetStreamClient, 'publish'>,
  { emitter, type, payload, ...facts }: ForeignEvent<K>,
): Promise<PubAck> {
  const entry: OutboxEntry = {
    ...{ position: '1', id: uuidv7(), partition: 0, aggregateId: uuidv7(), version: 1, personId: '' },
    ...{ requestId: uuidv7(), trace: null, time: new Date().toISOString() },
    ...facts,
    ...{ type, subject: subjectOf(emitter, type), payload: JSON.stringify(payload) },
  };
  return stream.publish(entry.subject, entry.payload, { headers: headersOf(entry, emitter) });
}

/** The same over a connection of its own, as soon as the stream is there: whoever listens to it makes it. */
export async function sendForeign<K extends keyof EventTypes>(
  natsUrl: string,
  event: ForeignEvent<K>,
): Promise<void> {
  const connection = await connect({ servers: natsUrl });
  try {
    await until('the stream to take it', () => publishForeign(jetstream(connection), event));
  } finally {
    await connection.close();
  }
}
