import { headers, type MsgHdrs } from '@nats-io/transport-node';
import { carry, type Carrier } from '@kontor/telemetry/tracer';

/** A row of the outbox as it goes out. */
export interface OutboxEntry {
  /** Place in the outbox; a bigint as text. */
  position: string;
  id: string;
  partition: number;
  subject: string;
  type: string;
  aggregateId: string;
  version: number;
  personId: string;
  requestId: string;
  /** Carrier as JSON text. */
  trace: string | null;
  payload: string;
  /** When the change was made, RFC 3339 in UTC. */
  time: string;
}

/** Select list that gives OutboxEntry from `outbox o`. The time is put into words here, whatever parsers pg has. */
export const outboxEntryColumns = `
  o.position::text AS position, o.id, o.partition, o.subject, o.type, o.aggregate_id AS "aggregateId", o.version,
  o.person_id AS "personId", o.request_id AS "requestId", o.trace, o.payload,
  to_char(o.create_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS time`;

/** The trace that the change was part of. */
export function carrierOf({ trace }: OutboxEntry): Carrier {
  return trace ? (JSON.parse(trace) as Carrier) : {};
}

/**
 * Headers of an event: attributes of CloudEvents 1.0 (binary mode) and our own. The trace is the active span's where
 * there is one, else the one stored with the event.
 */
export function headersOf(entry: OutboxEntry, service: string): MsgHdrs {
  const set = headers();
  set.set('ce-specversion', '1.0');
  set.set('ce-id', entry.id);
  set.set('ce-type', entry.type);
  set.set('ce-source', `/kontor/${service}`);
  set.set('ce-subject', entry.aggregateId);
  set.set('ce-time', entry.time);
  set.set('content-type', 'application/json');
  set.set('kontor-version', String(entry.version));
  set.set('kontor-person', entry.personId);
  set.set('kontor-request', entry.requestId);
  for (const [name, value] of Object.entries({ ...carrierOf(entry), ...carry() })) set.set(name, value);
  return set;
}
