import type { PersonStatus } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { serviceCall } from '@kontor/access/call';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { failPoint } from '@kontor/database/fail-point';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import type { Logger } from '@kontor/telemetry/logger';
import type { Carrier } from '@kontor/telemetry/tracer';
import { addNotice } from '../notice/add-notice.js';
import type { TemplateValues } from '../notice/rules/render.js';
import { standInCopies, type StandIn } from '../stand-in/stand-in-copies.js';
import type { OccurrenceState } from './occurrence.entity.js';
import { decideFiring } from './rules/firing.js';

/** Occurrences that one transaction fires at most. */
const batch = 200;

/** An occurrence whose time has come, with what is needed to write to the person. */
interface DueRow {
  id: string;
  instant: string;
  /** The database's clock. */
  now: string;
  personId: string;
  dueMoment: string;
  template: string;
  about: string;
  values: TemplateValues;
  trace: Carrier;
  /** The four of the person: null while unknown. */
  status: PersonStatus | null;
  language: string | null;
  timeZone: string | null;
  roles: readonly string[] | null;
}

/** What became of an occurrence. `wait` is in seconds. */
interface Outcome {
  id: string;
  state: OccurrenceState;
  reason: string;
  wait: number;
}

export interface ReminderJobParts {
  unitOfWork: UnitOfWork;
  logger: Logger;
  /** Called after notices were written, so that their messages leave at once. */
  onFired: () => void;
  /** Pause between two looks at what is due, in milliseconds. */
  everyMs?: number;
}

/**
 * Fires reminders that are due. Every replica runs it: whoever locks an occurrence first turns it into a notice and
 * its deliveries, in one transaction, and the others pass over it.
 */
export class ReminderJob extends BackgroundLoop {
  constructor(private readonly parts: ReminderJobParts) {
    super(
      () => this.fireDue(),
      parts.everyMs ?? 1_000,
      (error) => parts.logger.error({ err: error }, 'reminders could not be fired'),
    );
  }

  /** Fires a batch. Resolves to whether there may be more. */
  private async fireDue(): Promise<boolean> {
    const outcomes = await this.parts.unitOfWork.write(
      serviceCall('notification', 'fire-reminders'),
      async (tx) => {
        const due = await claim(tx);
        const standIns = await standInCopies(tx, due);
        const decided = due.map((row) => this.fire(tx, row, standIns.get(row.id) ?? []));
        if (decided.length > 0) await record(tx, decided);
        failPoint('reminder.before-fire-commit');
        return decided;
      },
    );
    if (outcomes.length === 0) return false;
    failPoint('reminder.after-fire');
    for (const { id, state, reason } of outcomes) {
      if (state === 'skipped') this.parts.logger.warn({ occurrence: id, reason }, 'a reminder was skipped');
    }
    if (outcomes.some(({ state }) => state === 'fired')) this.parts.onFired();
    return outcomes.length === batch;
  }

  private fire(tx: Transaction, row: DueRow, standIns: readonly StandIn[]): Outcome {
    const person = row.status ?? undefined;
    const firing = decideFiring({ instant: Date.parse(row.instant), person }, Date.parse(row.now));
    if (firing.do === 'wait')
      return { id: row.id, state: 'planned', reason: 'person-unknown', wait: firing.seconds };
    if (firing.do === 'skip') return { id: row.id, state: 'skipped', reason: firing.reason, wait: 0 };
    const written = this.write(tx, row, standIns);
    if (!written) return { id: row.id, state: 'skipped', reason: 'template-failed', wait: 0 };
    return { id: row.id, state: 'fired', reason: '', wait: 0 };
  }

  /** One template that cannot be written must not hold up the other reminders. */
  private write(tx: Transaction, row: DueRow, standIns: readonly StandIn[]): boolean {
    try {
      addNotice(tx, { ...row, due: row.dueMoment }, standIns);
      return true;
    } catch (error) {
      const { id, template } = row;
      this.parts.logger.error({ err: error, occurrence: id, template }, 'a reminder could not be written');
      return false;
    }
  }
}

function claim(tx: Transaction): Promise<DueRow[]> {
  return tx.query<DueRow>(
    `SELECT o.id, o.instant, now() AS now, r.person_id AS "personId", r.due_moment AS "dueMoment", r.template,
       r.about, r.values, r.trace, p.status, p.language, p.time_zone AS "timeZone", p.roles
     FROM occurrence o JOIN reminder r ON r.id = o.reminder_id LEFT JOIN person_copy p ON p.id = r.person_id
     WHERE o.state = 'planned' AND o.due_at <= now()
     ORDER BY o.due_at LIMIT ${batch} FOR UPDATE OF o SKIP LOCKED`,
  );
}

async function record(tx: Transaction, outcomes: readonly Outcome[]): Promise<void> {
  await tx.query(
    `UPDATE occurrence o SET state = u.state, reason = u.reason, update_time = now(),
       due_at = CASE WHEN u.wait > 0 THEN now() + make_interval(secs => u.wait) ELSE o.due_at END
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::integer[]) AS u (id, state, reason, wait)
     WHERE o.id = u.id`,
    [
      outcomes.map(({ id }) => id),
      outcomes.map(({ state }) => state),
      outcomes.map(({ reason }) => reason),
      outcomes.map(({ wait }) => wait),
    ],
  );
}
