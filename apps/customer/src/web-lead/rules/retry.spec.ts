import { AppError } from '@kontor/errors/app-error';
import { fateOf } from './retry.js';

const invalid = (reason: string) =>
  new AppError('invalid', 'invalid-request', { fields: [{ field: 'customer.name', reason }] });

it.each([
  ['who looks like another', new AppError('conflict', 'possible-duplicate'), 'looks_alike'],
  ['whose tax number another has', new AppError('conflict', 'duplicate'), 'looks_alike'],
  ['what is no valid record', invalid('required'), 'not_valid'],
])('shows a person %s', (_, error, review) => {
  expect(fateOf(error, 0)).toMatchObject({ review });
});

it('says which fields make no valid record', () => {
  expect(fateOf(invalid('required'), 0)).toMatchObject({ fault: 'customer.name required' });
});

it.each([
  ['a lost connection', new Error('Connection terminated unexpectedly')],
  ['a deadlock', Object.assign(new Error('deadlock detected'), { code: '40P01' })],
  ['a record that changed meanwhile', new AppError('conflict', 'record-changed')],
  ['a customer that was merged meanwhile', new AppError('not_found', 'customer-not-found')],
  ['a service that is down', new AppError('unavailable', 'unavailable')],
  ['anything else', undefined],
])('tries again after %s', (_, error) => {
  expect(fateOf(error, 0)).toEqual({ retryAfter: 5_000 });
});

it('waits twice as long each time, an hour at most', () => {
  const waits = [1, 2, 9, 10, 1000].map((attempts) => fateOf(new Error(), attempts));
  expect(waits).toEqual(
    [10_000, 20_000, 2_560_000, 3_600_000, 3_600_000].map((retryAfter) => ({ retryAfter })),
  );
});
