import type { Tallies } from '../claim.ts';
import type { Stage } from '../stage/stage.ts';

/** Who listens to what: the consumer's name stands in the inbox of the service that listens. */
const subscriptions = [
  {
    listener: 'customer',
    emitter: 'identity',
    consumer: 'customer-from-identity-identity-v1',
    types: ['kontor.identity.v1.PersonChanged'],
  },
  {
    listener: 'notification',
    emitter: 'identity',
    consumer: 'notification-from-identity-identity-v1',
    types: ['kontor.identity.v1.PersonChanged'],
  },
  {
    listener: 'notification',
    emitter: 'customer',
    consumer: 'notification-from-customer-notification-v1',
    types: ['kontor.notification.v1.ReminderSet', 'kontor.notification.v1.ReminderCancelled'],
  },
] as const;

/** Every event is in the inbox of each consumer once (`events-not-consumed`), and none was set aside (`dead-letters`). */
export async function checkInboxes(stage: Stage, tallies: Tallies): Promise<void> {
  for (const { listener, emitter, consumer, types } of subscriptions) {
    const events = await stage.database(emitter, (query) =>
      query<{ id: string }>('SELECT id FROM outbox WHERE type = ANY ($1)', [types]),
    );
    const inbox = await stage.database(listener, (query) =>
      query<{ event_id: string }>('SELECT event_id FROM inbox WHERE consumer = $1', [consumer]),
    );
    const received = new Set(inbox.map(({ event_id }) => event_id));
    for (const { id } of events) {
      tallies.of('events-not-consumed').check(received.has(id) ? undefined : `${consumer} has not had ${id}`);
    }
    const known = new Set(events.map(({ id }) => id));
    for (const id of received) {
      if (!known.has(id)) tallies.of('events-without-change').failed(`${consumer} has had ${id}, which nobody emitted`);
    }
  }
  for (const service of stage.services) {
    const letters = await stage.database(service, (query) =>
      query<{ type: string; reason: string }>('SELECT type, reason FROM dead_letter'),
    );
    tallies.of('dead-letters').tried();
    for (const { type, reason } of letters) tallies.of('dead-letters').failed(`${service}: ${type}: ${reason}`);
  }
}
