import { readFilter } from '@kontor/query/filter';
import { filterMatches } from '@kontor/query/filter-match';
import { customerFields } from '../../customer/customer-fields.js';
import { asksByDay, withDays } from './relative-days.js';

const today = { day: '2026-03-29', timeZone: 'Europe/Berlin' };
const condition = (value: unknown) => ({ field: 'nextContactTime', op: 'lt', value });

it.each([
  ['today', '2026-03-28T23:00:00.000Z'],
  ['today+1d', '2026-03-29T22:00:00.000Z'],
  ['today-30d', '2026-02-26T23:00:00.000Z'],
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
  ['tomorrow', 'tomorrow'],
  ['today-5', 'today-5'],
])('%s begins at %s, also where the clocks change', (value, expected) => {
  expect(withDays(condition(value), customerFields, today)).toEqual(condition(expected));
});

it('goes through the whole expression and leaves texts alone that happen to read so', () => {
  const rule = { and: [{ not: condition('today') }, { field: 'name', op: 'eq', value: 'today' }] };
  expect(withDays(rule, customerFields, today)).toEqual({
    and: [{ not: condition('2026-03-28T23:00:00.000Z') }, { field: 'name', op: 'eq', value: 'today' }],
  });
});

it('knows which rules change from day to day', () => {
  expect(asksByDay({ or: [condition('today-1d')] }, customerFields)).toBe(true);
  expect(asksByDay(condition('2026-01-01T00:00:00Z'), customerFields)).toBe(false);
  expect(asksByDay({ field: 'name', op: 'eq', value: 'today' }, customerFields)).toBe(false);
});

it('moves a customer into a segment when the day has come, without a change of the customer', () => {
  const matches = (day: string) =>
    filterMatches(
      readFilter(withDays(condition('today'), customerFields, { ...today, day }), customerFields),
      customerFields,
      { nextContactTime: '2026-03-29T09:00:00.000Z' },
    );
  expect([matches('2026-03-29'), matches('2026-03-30')]).toEqual([false, true]);
});
