import { AppError } from '@kontor/errors/app-error';
import { isRefusal } from './refusal.js';

describe('an error', () => {
  it.each([
    'invalid',
    'unauthenticated',
    'forbidden',
    'not_found',
    'conflict',
    'stale',
    'exhausted',
  ] as const)('of the code %s is an answer to the caller', (code) =>
    expect(isRefusal(new AppError(code, 'reason'))).toBe(true),
  );

  it.each(['unavailable', 'deadline', 'internal'] as const)('of the code %s is a fault', (code) =>
    expect(isRefusal(new AppError(code, 'reason'))).toBe(false),
  );

  it('that nobody threw on purpose is a fault', () => expect(isRefusal(new TypeError('x'))).toBe(false));
});
