import { PropertyNames } from './property-names.js';

const names = new PropertyNames();

test.each([
  ['nextContactTime', 'next_contact_time'],
  ['id', 'id'],
  ['ownerId', 'owner_id'],
  ['remindMinutesBefore', 'remind_minutes_before'],
  ['e164Number', 'e164_number'],
])('the property %s is the column %s', (property, column) => {
  expect(names.columnName(property, undefined, [])).toBe(column);
});

test('a name that is given stands', () => {
  expect(names.columnName('ownerId', 'owner', [])).toBe('owner');
  expect(names.tableName('CustomerNote')).toBe('customer_note');
  expect(names.tableName('CustomerNote', 'note')).toBe('note');
});
