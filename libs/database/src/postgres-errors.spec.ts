import { AppError } from '@kontor/errors/app-error';
import { isConnectionLoss, isRepeatedKey, meaningOf, type ConstraintMeanings } from './postgres-errors.js';

const constraints: ConstraintMeanings = {
  desk_rank: { reason: 'rank-taken', field: 'rank' },
  desk_parent: { reason: 'no-such-desk', field: 'deskId', code: 'invalid' },
  desk_whole: { reason: 'desk-in-use' },
};

describe('what an error of Postgres means to callers', () => {
  it.each([
    [
      { code: '23505', constraint: 'desk_rank' },
      'conflict',
      'rank-taken',
      [{ field: 'rank', reason: 'rank-taken' }],
    ],
    [
      { code: '23503', constraint: 'desk_parent' },
      'invalid',
      'no-such-desk',
      [{ field: 'deskId', reason: 'no-such-desk' }],
    ],
    [{ code: '23503', constraint: 'desk_whole' }, 'conflict', 'desk-in-use', []],
    [{ code: '55P03' }, 'conflict', 'request-in-progress', []],
    [{ code: '40001' }, 'unavailable', 'unavailable', []],
    [{ code: '40P01' }, 'unavailable', 'unavailable', []],
    [{ code: '57014' }, 'deadline', 'deadline-exceeded', []],
    [{ code: '57P01' }, 'unavailable', 'unavailable', []],
    [{ code: '57P02' }, 'unavailable', 'unavailable', []],
    [{ code: '57P03' }, 'unavailable', 'unavailable', []],
    [{ code: '08006' }, 'unavailable', 'unavailable', []],
    [{ code: '53300' }, 'unavailable', 'unavailable', []],
    [{ code: 'ECONNREFUSED' }, 'unavailable', 'unavailable', []],
    [{ code: 'ECONNRESET' }, 'unavailable', 'unavailable', []],
    [{ message: 'Connection terminated unexpectedly' }, 'unavailable', 'unavailable', []],
    [{ message: 'timeout exceeded when trying to connect' }, 'unavailable', 'unavailable', []],
  ])('%j is %s %s', (error, code, reason, fields) => {
    const meaning = meaningOf(error, constraints);
    expect(meaning).toBeInstanceOf(AppError);
    expect(meaning).toMatchObject({ code, reason, fields, cause: error });
  });

  it.each([
    { code: '23505', constraint: 'another' },
    { code: '23514', constraint: 'desk_check' },
    { code: '42601' },
    { code: '42501' },
    { code: '22P02' },
    new TypeError('a fault of ours'),
    undefined,
    'text',
  ])('%j has none: it is a fault of ours', (error) => {
    expect(meaningOf(error, constraints)).toBe(error);
  });

  it('leaves what is said in words already', () => {
    const known = new AppError('stale', 'stale-record');
    expect(meaningOf(known, constraints)).toBe(known);
  });

  it('is not looked up for a constraint that merely has the name in another kind of error', () => {
    const error = { code: '42704', constraint: 'desk_rank' };
    expect(meaningOf(error, constraints)).toBe(error);
  });
});

test('only the violated key of requests is a repeated key', () => {
  expect(isRepeatedKey({ code: '23505', constraint: 'idempotency_pkey' })).toBe(true);
  expect(isRepeatedKey({ code: '23505', constraint: 'desk_pkey' })).toBe(false);
  expect(isRepeatedKey({ code: '23503', constraint: 'idempotency_pkey' })).toBe(false);
  expect(isRepeatedKey(undefined)).toBe(false);
});

test('a failed statement is no lost connection', () => {
  expect(isConnectionLoss({ code: '23505', message: 'duplicate key' })).toBe(false);
  expect(isConnectionLoss(undefined)).toBe(false);
});
