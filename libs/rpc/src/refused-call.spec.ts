import { nobody, type Caller } from '@kontor/access/caller';
import { contract } from '@kontor/schema/contract';
import { rowsField } from './list-reads.js';
import { objectOf, refusedCall, type Attempt } from './refused-call.js';

const customers = '/kontor.customer.v1.CustomerService';
const call = (name: string, service = customers) => contract.method(`${service}/${name}`);
const anna: Caller = { ...nobody, kind: 'person', personId: 'anna' };
const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const whole: Attempt = { caller: anna, request: { id }, valid: true };
const problem = (code: string, reason: string = code, ...fields: string[]) =>
  ({ code, reason, fields: fields.map((field) => ({ field, reason, message: 'value' })) }) as never;
const told = (name: string, attempt: Attempt, failure: never) =>
  refusedCall(call(name), attempt, failure, 'r-1') !== undefined;

test('what somebody may not is told, whether the request was read or not', () => {
  expect(refusedCall(call('UpdateCustomer'), { caller: anna }, problem('forbidden'), 'r-1')).toEqual({
    ...{ caller: anna, path: `${customers}/UpdateCustomer`, action: 'UpdateCustomer', requestId: 'r-1' },
    ...{ object: 'customer', objectId: '', code: 'forbidden', reason: 'forbidden', fields: [] },
  });
  expect(told('ListCustomers', { caller: anna, request: {} }, problem('forbidden'))).toBe(true);
});

test('an id that is not there for somebody is told, a page that is not there is not', () => {
  expect(told('GetCustomer', whole, problem('not_found', 'customer-not-found'))).toBe(true);
  expect(told('ListCustomers', { ...whole, request: {} }, problem('not_found'))).toBe(false);
});

test.each(['invalid', 'unprocessable', 'conflict'])('a change that a rule refuses is told: %s', (code) => {
  const refused = refusedCall(call('UpdateCustomer'), whole, problem(code, 'rule', 'ownerId'), 'r-1');
  expect(refused).toMatchObject({ objectId: id, code, reason: 'rule', fields: ['ownerId'] });
  expect(told('GetCustomer', whole, problem(code))).toBe(false);
  expect(told('UpdateCustomer', { ...whole, valid: false }, problem(code))).toBe(false);
});

test.each(['stale', 'unavailable', 'deadline', 'unauthenticated', 'internal', 'exhausted', 'too_large'])(
  'what says nothing of the caller is not told: %s',
  (code) => expect(told('UpdateCustomer', whole, problem(code))).toBe(false),
);

test.each(['request-in-progress', 'record-changed'])(
  'a conflict that passes by itself is not told: %s',
  (reason) => {
    expect(told('UpdateCustomer', whole, problem('conflict', reason))).toBe(false);
  },
);

test('reading that is stopped is told', () => {
  expect(told('ListCustomers', whole, problem('exhausted', 'mass-read'))).toBe(true);
});

test('of nobody and of services nothing is told', () => {
  expect(told('UpdateCustomer', { valid: true }, problem('forbidden'))).toBe(false);
  expect(told('UpdateCustomer', { ...whole, caller: nobody }, problem('forbidden'))).toBe(false);
  expect(
    told('UpdateCustomer', { ...whole, caller: { ...anna, kind: 'service' } }, problem('forbidden')),
  ).toBe(false);
});

test('what does not look like an id is not taken for one', () => {
  for (const odd of [{ id: '<script>' }, { id: 'x'.repeat(200) }, { id: 7 }, {}]) {
    expect(
      refusedCall(call('UpdateCustomer'), { caller: anna, request: odd }, problem('forbidden'), ''),
    ).toMatchObject({
      objectId: '',
    });
  }
});

test('what a call is about follows from its answer, the rows of it, or its name', () => {
  expect(objectOf(call('ListCustomers'))).toBe('customer');
  expect(objectOf(call('CreateContact'))).toBe('contact');
  expect(objectOf(call('DeleteSession', '/kontor.identity.v1.DeviceService'))).toBe('');
});

test('pages of records are lists; single records and what is one’s own are not', () => {
  expect(rowsField(call('ListCustomers'))).toBe('customers');
  expect(rowsField(call('GetCustomer'))).toBeUndefined();
  expect(rowsField(call('CreateCustomer'))).toBeUndefined();
  expect(rowsField(contract.method('/kontor.notification.v1.NoticeService/ListNotices'))).toBeUndefined();
});
