import type { Transaction } from '@kontor/database/transaction';
import { checkFaults } from '@kontor/errors/app-error';
import { CalendarRow } from '../calendar/calendar.entity.js';
import { UnitRow } from '../unit/unit.entity.js';
import { PersonRow } from './person.entity.js';
import type { PersonFields } from './rules/person-changes.js';

/**
 * Unit, manager and calendar must exist, and the manager must work here. `place` is where the fields stand in the
 * request, such as `person.`. In a turn of `organisation`, lest they go away meanwhile.
 */
export async function checkReferences(
  tx: Transaction,
  { unitId, managerId, calendarId }: Partial<PersonFields>,
  place: string,
): Promise<void> {
  if (unitId && !(await tx.find(UnitRow, unitId))) {
    checkFaults([{ field: `${place}unitId`, reason: 'unknown-unit' }]);
  }
  if (managerId) await checkWorksHere(tx, managerId, `${place}managerId`, 'unknown-manager');
  await checkCalendar(tx, calendarId, `${place}calendarId`);
}

/** Refuses a person who is unknown or has left. */
export async function checkWorksHere(
  tx: Transaction,
  personId: string,
  field: string,
  unknown: string,
): Promise<void> {
  const person = await tx.find(PersonRow, personId);
  if (!person) checkFaults([{ field, reason: unknown }]);
  if (person?.status === 'left') checkFaults([{ field, reason: 'person-left' }]);
}

/** Refuses a calendar that is not there. */
export async function checkCalendar(
  tx: Transaction,
  calendarId: string | undefined,
  field: string,
): Promise<void> {
  if (calendarId && !(await tx.find(CalendarRow, calendarId))) {
    checkFaults([{ field, reason: 'unknown-calendar' }]);
  }
}
