import { calendarChanges, newCalendarFields, type CalendarFields } from './calendar-changes.js';

const given: CalendarFields = {
  name: ' Office ',
  timeZone: '',
  weekdays: [{ weekday: 'monday', hours: ['09:00-12:00', '13:00-18:00'] }],
  exceptions: [
    { date: '2026-10-10', name: 'Make-up day', working: true, hours: [] },
    { date: '2026-10-01', name: 'National Day', working: false, hours: [] },
  ],
};
const faultsOf = (changes: Partial<CalendarFields>) =>
  newCalendarFields({ ...given, ...changes }, 'Asia/Shanghai').faults;

describe('a calendar', () => {
  it('is in the company’s zone, unless told otherwise, with its exceptions by date', () => {
    const { changes, faults } = newCalendarFields(given, 'Asia/Shanghai');
    expect(faults).toEqual([]);
    expect(changes).toEqual({
      name: 'Office',
      timeZone: 'Asia/Shanghai',
      weekdays: given.weekdays,
      exceptions: [given.exceptions[1], given.exceptions[0]],
    });
  });

  it('keeps what is not in the mask', () => {
    expect(calendarChanges(given, ['name'], 'UTC')).toEqual({ changes: { name: 'Office' }, faults: [] });
  });

  const monday = { weekday: 'monday', hours: ['09:00-18:00'] } as const;
  const day = { date: '2026-10-01', name: 'x', working: true, hours: [] };
  it.each<[string, Partial<CalendarFields>, string, string]>([
    ['no name', { name: ' ' }, 'name', 'required'],
    ['no weekday', { weekdays: [] }, 'weekdays', 'no-working-day'],
    ['no hours at all', { weekdays: [{ weekday: 'monday', hours: [] }] }, 'weekdays', 'no-working-day'],
    ['a weekday twice', { weekdays: [monday, monday] as never }, 'weekdays[1].weekday', 'day-twice'],
    [
      'hours out of order',
      { weekdays: [{ weekday: 'monday', hours: ['13:00-18:00', '09:00-12:00'] }] },
      'weekdays[0].hours',
      'wrong-hours',
    ],
    ['a date twice', { exceptions: [day, { ...day, working: false }] }, 'exceptions[1].date', 'day-twice'],
    [
      'hours on a free day',
      { exceptions: [{ ...day, working: false, hours: ['09:00-10:00'] }] },
      'exceptions[0].hours',
      'hours-on-free-day',
    ],
    ['no hours', { exceptions: [{ ...day, hours: ['nine to five'] }] }, 'exceptions[0].hours', 'wrong-hours'],
  ])('is refused with %s', (_, changes, field, reason) => {
    expect(faultsOf(changes)).toEqual([{ field: `calendar.${field}`, reason }]);
  });

  it('is refused with fields that are not for callers', () => {
    expect(calendarChanges({}, ['companyDefault', 'constructor'], 'UTC').faults).toEqual([
      { field: 'calendar.companyDefault', reason: 'read-only-field' },
      { field: 'calendar.constructor', reason: 'unknown-field' },
    ]);
  });
});
