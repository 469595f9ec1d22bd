import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import type { Tallies } from '../claim.ts';
import type { Stage } from '../stage/stage.ts';

/** What one service hears of another. */
interface Subscription {
  listener: string;
  emitter: string;
  /** Name of the consumer, on the stream and in the inbox. */
  consumer: string;
  /** Subjects that it is given; ends in `>`. */
  filter: string;
}

/** Every event is in the inbox of each consumer once (`events-not-consumed`), and none was set aside (`dead-letters`). */
export async function checkInboxes(stage: Stage, tallies: Tallies): Promise<void> {
  for (const subscription of await subscriptionsOf(stage)) await checkInbox(stage, subscription, tallies);
  for (const service of stage.services) {
    const letters = await stage.database(service, (query) =>
      query<{ type: string; reason: string }>('SELECT type, reason FROM dead_letter'),
    );
    tallies.of('dead-letters').tried();
    for (const { type, reason } of letters)
      tallies.of('dead-letters').failed(`${service}: ${type}: ${reason}`);
  }
}

/** The durable consumers that the broker knows; their names tell who listens to whom. */
async function subscriptionsOf(stage: Stage): Promise<Subscription[]> {
  const connection = await connect({ servers: stage.suite.natsUrl });
  try {
    const manager = await jetstreamManager(connection);
    const found: Subscription[] = [];
    for (const emitter of stage.services) {
      const streams = await manager.streams.names(`kontor.${emitter}.>`).next();
      for (const stream of streams) {
        for await (const { config } of manager.consumers.list(stream)) {
          const { durable_name: consumer = '', filter_subject: filter = '' } = config;
          const listener = stage.services.find((service) =>
            consumer.startsWith(`${service}-from-${emitter}-`),
          );
          if (listener) found.push({ listener, emitter, consumer, filter });
        }
      }
    }
    return found;
  } finally {
    await connection.close();
  }
}

async function checkInbox(stage: Stage, subscription: Subscription, tallies: Tallies): Promise<void> {
  const { listener, emitter, consumer, filter } = subscription;
  const events = await stage.database(emitter, (query) =>
    query<{ id: string; type: string }>('SELECT id, type FROM outbox WHERE starts_with(subject, $1)', [
      filter.replace(/>$/, ''),
    ]),
  );
  const inbox = await stage.database(listener, (query) =>
    query<{ id: string }>('SELECT event_id AS id FROM inbox WHERE consumer = $1', [consumer]),
  );
  const received = new Set(inbox.map(({ id }) => id));
  // A type that the service has no handler for leaves no trace in its inbox; a copy that differs would tell of it.
  const handled = new Set(events.filter(({ id }) => received.has(id)).map(({ type }) => type));
  for (const { id, type } of events) {
    if (!handled.has(type)) continue;
    tallies.of('events-not-consumed').check(received.has(id) ? undefined : `${consumer} has not had ${id}`);
  }
  const known = new Set(events.map(({ id }) => id));
  for (const id of received) {
    const fault = `${consumer} has had ${id}, which nobody emitted`;
    tallies.of('events-without-change').check(known.has(id) ? undefined : fault);
  }
}
