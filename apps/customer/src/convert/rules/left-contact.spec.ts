import { isLeftContact } from './left-contact.js';

const phone = (raw: string) => ({ raw, number: raw, kind: 'work' as const });
const left = { name: 'Ольга Белова', phones: [phone('+74951001828')], emails: ['olga@example.ru'] };

test('a contact that a failed conversion left is that of the next one, which says nothing else of it', () => {
  expect(isLeftContact({ name: 'Ольга Белова' }, left)).toBe(true);
  expect(isLeftContact({ ...left, name: ' Ольга Белова ', emails: ['Olga@example.ru'] }, left)).toBe(true);
});

test('a draft of another name, number or address is a contact of its own', () => {
  expect(isLeftContact({ name: 'Ольга Белая' }, left)).toBe(false);
  expect(isLeftContact({ ...left, phones: [phone('+74951001829')] }, left)).toBe(false);
  expect(isLeftContact({ ...left, emails: ['other@example.ru'] }, left)).toBe(false);
});
