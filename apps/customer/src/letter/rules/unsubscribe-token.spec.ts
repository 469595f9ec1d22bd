import { readUnsubscribeToken, unsubscribeToken } from './unsubscribe-token.js';

const customer = { customerId: '01900000-0000-7000-8000-000000000001' };
const contact = { ...customer, contactId: '01900000-0000-7000-8000-000000000002' };

it('says whose it is', () => {
  expect(readUnsubscribeToken('s', unsubscribeToken('s', customer))).toEqual(customer);
  expect(readUnsubscribeToken('s', unsubscribeToken('s', contact))).toEqual(contact);
});

it.each([
  '',
  'x',
  '..',
  unsubscribeToken('other', contact),
  unsubscribeToken('s', contact).replace('2.', '3.'),
])('is nobody’s where it is forged: %s', (token) => {
  expect(readUnsubscribeToken('s', token)).toBeUndefined();
});
