import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '@kontor/database/transaction';
import { carry } from '@kontor/telemetry/tracer';
import type { TemplateValues } from '../notice/rules/render.js';
import { occurrenceId } from './rules/occurrence-id.js';

/** A plan as it is stored; a cancellation that comes before its plan knows only key and revision. */
export interface StoredPlan {
  key: string;
  revision: number;
  cancelled: boolean;
  personId: string | null;
  dueTime: string;
  timeZone: string;
  dueMoment: string | null;
  minutesBefore: readonly number[];
  template: string;
  about: string;
  values: TemplateValues;
}

/** What the newest revision wants: whom to remind, and when. */
export interface Plan {
  reminderId: string;
  revision: number;
  personId: string | null;
  instants: readonly string[];
}

/** Stores a plan unless a newer one, or this one, is there already; then resolves to undefined, else to its id. */
export async function replace(tx: Transaction, plan: StoredPlan): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO reminder AS r (id, key, revision, cancelled, person_id, due_time, time_zone, due_moment,
       minutes_before, template, about, values, trace, create_time, update_time)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, now(), now())
     ON CONFLICT (key) DO UPDATE SET revision = excluded.revision, cancelled = excluded.cancelled,
       person_id = excluded.person_id, due_time = excluded.due_time, time_zone = excluded.time_zone,
       due_moment = excluded.due_moment, minutes_before = excluded.minutes_before, template = excluded.template,
       about = excluded.about, values = excluded.values, trace = excluded.trace, update_time = excluded.update_time
     WHERE r.revision < excluded.revision
     RETURNING r.id`,
    [
      uuidv7(),
      plan.key,
      plan.revision,
      plan.cancelled,
      plan.personId,
      plan.dueTime,
      plan.timeZone,
      plan.dueMoment,
      JSON.stringify(plan.minutesBefore),
      plan.template,
      plan.about,
      JSON.stringify(plan.values),
      JSON.stringify(carry()),
    ],
  );
  return row?.id;
}

/**
 * Ends whatever older revisions have not sent yet, but for messages to the same person for a moment that the newest
 * plan wants too. What is being sent at this moment cannot be called back.
 */
export async function callOff(tx: Transaction, newest: Plan, reason: CallOffReason): Promise<void> {
  const { reminderId, revision, personId, instants } = newest;
  // Occurrences first: this waits for a replica that is firing one, whose delivery is then seen below.
  await tx.query(
    `UPDATE occurrence SET state = 'cancelled', reason = $3, update_time = now()
     WHERE reminder_id = $1 AND revision < $2 AND state = 'planned'`,
    [reminderId, revision, reason],
  );
  await tx.query(
    `UPDATE delivery d SET state = 'failed', reason = $3, update_time = now()
     FROM occurrence o
     WHERE o.reminder_id = $1 AND o.revision < $2 AND o.state = 'fired' AND d.notice_id = o.id
       AND d.state = 'scheduled' AND NOT (o.instant = ANY ($4::timestamptz[]) AND d.person_id IS NOT DISTINCT FROM $5::uuid)`,
    [reminderId, revision, reason, instants, personId],
  );
}

/** Why something planned will not be sent. */
export type CallOffReason = 'reminder-moved' | 'reminder-cancelled';

/** Plans the occurrences for which the person has not been reminded yet. */
export async function plan(
  tx: Transaction,
  { reminderId, revision, personId, instants }: Plan,
): Promise<void> {
  await tx.query(
    `INSERT INTO occurrence (id, reminder_id, revision, instant, due_at, state, reason, update_time)
     SELECT n.id, $2, $3, n.instant, n.instant, 'planned', '', now()
     FROM unnest($1::uuid[], $4::timestamptz[]) AS n (id, instant)
     WHERE NOT EXISTS (
       SELECT 1 FROM occurrence o JOIN delivery d ON d.notice_id = o.id
       WHERE o.reminder_id = $2 AND o.state = 'fired' AND o.instant = n.instant AND d.person_id = $5
         AND d.reason NOT IN ('reminder-moved', 'reminder-cancelled'))`,
    [
      instants.map((instant) => occurrenceId(reminderId, revision, instant)),
      reminderId,
      revision,
      instants,
      personId,
    ],
  );
}
