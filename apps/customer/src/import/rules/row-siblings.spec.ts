import type { Contact, Phone } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { RowContact } from './row-contacts.js';
import { siblingFault } from './row-siblings.js';

const phone = (number: string): Phone => ({ raw: number, number, kind: 'work' });
const named = (name: string, ...numbers: string[]) =>
  ({ place: 1, name, position: '', phones: numbers.map(phone), emails: [] }) as RowContact;
const present = (name: string, number: string, leftTime?: string) =>
  ({ name, phones: [phone(number)], emails: [], leftTime }) as unknown as Contact;

it('two contacts of a row that share name and phone are one person, colleagues at one phone are two', () => {
  const fault = siblingFault([named('Anna Berg', '+4930111'), named('Berg Anna', '+4930111')], []);
  expect(fault).toMatchObject({ reason: 'row-contact-alike', params: { name: 'Berg Anna' } });
  expect(siblingFault([named('Anna Berg', '+4930111'), named('Olaf Berg', '+4930111')], [])).toBeUndefined();
});

it('a contact is compared with those that the customer has, but for who left and for itself', () => {
  const [row, same] = [[named('Berg Anna', '+4930111')], [named('Anna Berg', '+4930111')]];
  expect(siblingFault(row, [present('Anna Berg', '+4930111')])).toBeDefined();
  expect(siblingFault(row, [present('Anna Berg', '+4930222')])).toBeUndefined();
  expect(siblingFault(row, [present('Anna Berg', '+4930111', '2026-01-01T00:00:00.000Z')])).toBeUndefined();
  expect(siblingFault(same, [present('Anna Berg', '+4930111')])).toBeUndefined();
});
