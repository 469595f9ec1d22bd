import { eventAggregates, type EventTypes } from '@kontor/contracts/gen/events';
import { carry } from '@kontor/telemetry/tracer';
import type { Call } from '@kontor/access/call';
import { newId } from './new-id.js';
import { outboxPartitions } from './platform.migration.js';

/** The record whose change an event tells. Versions of one record grow by one with each change. */
export interface Aggregate {
  id: string;
  version: number;
}

export interface OutboxRow {
  id: string;
  partition: number;
  subject: string;
  type: string;
  aggregate: string;
  aggregateId: string;
  version: number;
  personId: string;
  requestId: string;
  trace: string | null;
  payload: string;
}

/** The outbox row of an event of this service. */
export function outboxRow<K extends keyof EventTypes>(
  service: string,
  call: Call,
  type: K,
  { id, version }: Aggregate,
  event: EventTypes[K],
  eventId = newId(),
): OutboxRow {
  const trace = carry();
  return {
    id: eventId,
    partition: partitionOf(id),
    subject: `kontor.${service}.${type.slice('kontor.'.length)}`,
    type,
    aggregate: eventAggregates[type],
    aggregateId: id,
    version,
    personId: call.caller.personId,
    requestId: call.requestId,
    trace: trace.traceparent ? JSON.stringify(trace) : null,
    payload: JSON.stringify(event),
  };
}

/** All events of a record fall into one partition, in which order is kept (FNV-1a). */
export function partitionOf(aggregateId: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < aggregateId.length; i++) {
    hash = Math.imul(hash ^ aggregateId.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0) % outboxPartitions;
}
