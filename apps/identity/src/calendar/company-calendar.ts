import type { Transaction } from '@kontor/database/transaction';
import type { Calendar, Weekday } from '@kontor/contracts/gen/kontor/identity/v1/calendar';
import { CalendarRow } from './calendar.entity.js';

const workingDays: readonly Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

/** Adds the calendar of the company, until somebody changes it: Monday to Friday, nine to six. In a turn of its own. */
export async function addCompanyCalendar(tx: Transaction, timeZone: string): Promise<void> {
  if (await companyCalendar(tx)) return;
  const row = tx.insert(CalendarRow, {
    name: 'Company',
    timeZone,
    weekdays: workingDays.map((weekday) => ({ weekday, hours: ['09:00-18:00'] })),
    exceptions: [],
    companyDefault: true,
  });
  tellOfCalendar(tx, row);
}

/** The calendar that holds for everybody without another one. */
export async function companyCalendar(tx: Transaction): Promise<CalendarRow | undefined> {
  return (await tx.select(CalendarRow, 'r.company_default', []))[0];
}

/** Tells of a calendar's new state. */
export function tellOfCalendar(tx: Transaction, row: CalendarRow): Calendar {
  const calendar = asCalendar(row);
  tx.emit('kontor.identity.v1.CalendarChanged', { id: row.id, version: row.version }, { calendar });
  return calendar;
}

/** The calendar as the contract has it. */
export function asCalendar({ version: _, ...calendar }: CalendarRow): Calendar {
  return calendar;
}
