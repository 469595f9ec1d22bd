import type { JsMsg } from '@nats-io/jetstream';
import type { MsgHdrs } from '@nats-io/transport-node';
import { validate as isUuid } from 'uuid';
import type { Carrier } from '@kontor/telemetry/tracer';

/** What is known of an event beside its content. */
export interface EventFacts {
  /** UUID; the same however often the event is delivered. */
  id: string;
  /** Full name, such as kontor.customer.v1.CustomerCreated. */
  type: string;
  aggregateId: string;
  /** Version of the aggregate that the event tells of; grows by one with each change. */
  version: number;
  /** When the change was made, RFC 3339 in UTC. */
  time: string;
  /** Who made the change; empty when a service did. */
  personId: string;
  requestId: string;
  /** Place in the stream it came from; absent for one that comes from the dead letters. */
  sequence?: number | undefined;
}

/** An event as it came from the stream. */
export interface ReceivedEvent {
  message: JsMsg;
  facts: EventFacts;
  /** Trace of the change. */
  trace: Carrier;
}

/** Reads a message. Undefined when it is no event of ours: without its headers it can be neither told apart nor kept. */
export function receivedEvent(message: JsMsg): ReceivedEvent | undefined {
  const { headers } = message;
  const facts = headers && factsOf(headers);
  if (!facts) return undefined;
  const trace: Record<string, string> = {};
  for (const name of ['traceparent', 'tracestate']) {
    const value = headers.get(name);
    if (value) trace[name] = value;
  }
  return { message, facts: { ...facts, sequence: message.seq }, trace };
}

/** The facts of an event from a message's headers; undefined when they are not those of an event. */
export function factsOf(headers: MsgHdrs): EventFacts | undefined {
  const id = headers.get('ce-id');
  const type = headers.get('ce-type');
  if (!isUuid(id) || !type) return undefined;
  return {
    id,
    type,
    aggregateId: headers.get('ce-subject'),
    version: Number(headers.get('kontor-version')),
    time: headers.get('ce-time'),
    personId: headers.get('kontor-person'),
    requestId: headers.get('kontor-request'),
  };
}

/** All headers as an object, to keep them with a dead letter. */
export function headersAsObject({ headers }: JsMsg): Record<string, string> {
  return Object.fromEntries((headers?.keys() ?? []).map((name) => [name, headers?.get(name) ?? '']));
}
