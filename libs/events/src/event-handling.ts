import { serviceCall } from '@kontor/access/call';
import { failPoint } from '@kontor/database/fail-point';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { continueFrom, inSpan, SpanKind } from '@kontor/telemetry/tracer';
import { derivedEventId } from './derived-ids.js';
import { HandlerFailure, runHandler, type EventHandler } from './event-handler.js';
import type { ReceivedEvent } from './received-event.js';
import { SharedWorks } from './shared-works.js';

export interface HandlingOptions {
  /** Name of the service that listens. */
  service: string;
  /** Name of the durable consumer, which keeps the inboxes of several apart. */
  consumer: string;
  unitOfWork: UnitOfWork;
  handlers: ReadonlyMap<string, readonly EventHandler[]>;
}

/**
 * Handles events in one transaction: inbox rows, effects, emitted events, all or nothing. An event that is in the inbox
 * already has had its effect and is passed over. Rejects when any of them fails; then none has had an effect.
 */
export async function handleTogether(
  options: HandlingOptions,
  events: readonly ReceivedEvent[],
): Promise<void> {
  const [first] = events;
  if (!first) return;
  let current = first;
  let emitted = 0;
  let isShared = false;
  // Each event's audit rows and events carry the request that caused it.
  const call = serviceCall(options.service, first.facts.type);
  const eventIds = (): string => {
    if (isShared)
      throw new Error('Work that several events share emits nothing: it would do so under new ids again');
    return derivedEventId(current.facts.id, options.consumer, emitted++);
  };
  const work = async (tx: Transaction): Promise<void> => {
    isShared = false;
    const shared = new SharedWorks();
    const fresh = await enterInbox(tx, options.consumer, events);
    failPoint('inbox.after-insert');
    for (const event of events) {
      // Deleted so that an event that stands twice among these is handled once.
      if (!fresh.delete(event.facts.id)) continue;
      current = event;
      emitted = 0;
      call.method = event.facts.type;
      call.requestId = event.facts.requestId;
      await handleOne(options, tx, event, shared);
      failPoint('inbox.after-effect');
    }
    // No single request is the cause of what is done for all.
    call.requestId = '';
    isShared = true;
    await shared.run(tx);
  };
  await options.unitOfWork.write(call, work, { eventIds });
  failPoint('inbox.after-commit');
}

/** Writes inbox rows and returns the ids of the events that were not there. */
async function enterInbox(
  tx: Transaction,
  consumer: string,
  events: readonly ReceivedEvent[],
): Promise<Set<string>> {
  // In one order everywhere, so that two replicas with the same events wait for each other instead of locking up.
  const ids = events.map(({ facts }) => facts.id).sort();
  const rows = await tx.query<{ event_id: string }>(
    `INSERT INTO inbox (consumer, event_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING RETURNING event_id`,
    [consumer, ids],
  );
  return new Set(rows.map(({ event_id }) => event_id));
}

async function handleOne(
  options: HandlingOptions,
  tx: Transaction,
  event: ReceivedEvent,
  shared: SharedWorks,
): Promise<void> {
  const { facts, message, trace } = event;
  const span = {
    kind: SpanKind.CONSUMER,
    parent: continueFrom(trace),
    attributes: {
      'messaging.system': 'nats',
      'messaging.operation.type': 'process',
      'messaging.destination.name': message.subject,
      'messaging.consumer.group.name': options.consumer,
      'messaging.message.id': facts.id,
    },
  };
  await inSpan(`process ${facts.type}`, span, async () => {
    const payload = contentOf(event);
    for (const handler of options.handlers.get(facts.type) ?? []) {
      await runHandler(handler, payload, { tx, event: facts, together: shared.add });
    }
  });
}

function contentOf({ message }: ReceivedEvent): unknown {
  try {
    return message.json();
  } catch (error) {
    throw new HandlerFailure(error);
  }
}
