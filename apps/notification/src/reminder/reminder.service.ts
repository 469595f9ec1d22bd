import { Injectable } from '@nestjs/common';
import type {
  ReminderCancelled,
  ReminderSet,
} from '@kontor/contracts/gen/kontor/notification/v1/reminder_events';
import type { Transaction } from '@kontor/database/transaction';
import { refusedFields } from '@kontor/errors/app-error';
import { findTemplate, templateValues } from '../notice/rules/render.js';
import { callOff, plan, replace, type Plan, type StoredPlan } from './plan-statements.js';
import { occurrencesOf } from './rules/plan.js';
import { momentOf, timestamp } from './rules/wall-time.js';

/** A cancellation: all that a plan says is empty. */
const nothing = {
  cancelled: true,
  personId: null,
  dueTime: '',
  timeZone: '',
  dueMoment: null,
  minutesBefore: [],
  template: '',
  about: '',
  values: {},
} satisfies Omit<StoredPlan, 'key' | 'revision'>;

/** Keeps the plans of reminders: of each key only the newest revision counts, in whatever order they arrive. */
@Injectable()
export class ReminderService {
  /**
   * Plans a reminder, or plans it anew. Of what was planned before, all that has not left is called off, except what
   * stays the same: a person who was reminded for a moment is not reminded for it again. Throws `invalid` for a plan
   * that makes no sense.
   */
  async set(tx: Transaction, event: ReminderSet): Promise<void> {
    const { key, revision, personId, dueTime, timeZone, about } = event;
    const template = findTemplate(event.template);
    if (!template) {
      const fields = [
        { field: 'template', reason: 'template-unknown', params: { template: event.template } },
      ];
      throw refusedFields(fields);
    }
    // Absent where the emitter's JSON leaves out empty lists.
    const minutesBefore = (event.minutesBefore as number[] | undefined) ?? [];
    const instants = occurrencesOf({ dueTime, timeZone, minutesBefore });
    const reminderId = await replace(tx, {
      key,
      revision,
      cancelled: false,
      personId,
      dueTime,
      timeZone,
      dueMoment: timestamp(momentOf(dueTime, timeZone)),
      minutesBefore,
      template: event.template,
      about,
      values: templateValues(template, event.values ?? {}),
    });
    if (reminderId === undefined) return;
    const newest: Plan = { reminderId, revision, personId, instants };
    await callOff(tx, newest, 'reminder-moved');
    await plan(tx, newest);
  }

  /** Cancels a reminder: what has not been sent will not be. A plan of an older revision that comes later is ignored. */
  async cancel(tx: Transaction, { key, revision }: ReminderCancelled): Promise<void> {
    const reminderId = await replace(tx, { key, revision, ...nothing });
    if (reminderId === undefined) return;
    await callOff(tx, { reminderId, revision, personId: null, instants: [] }, 'reminder-cancelled');
  }
}
