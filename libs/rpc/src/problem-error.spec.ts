import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import type { Problem } from '@kontor/errors/problem';
import { failedStatus, problemOf } from './problem-error.js';

const failure = (code: status, metadata = new Metadata()): ServiceError =>
  Object.assign(new Error('gone'), { code, details: 'gone', metadata });

it.each([
  ['UNAVAILABLE', 'unavailable'],
  ['CANCELLED', 'unavailable'],
  // A stream that was reset because the service died.
  ['INTERNAL', 'unavailable'],
  ['DEADLINE_EXCEEDED', 'deadline'],
  ['RESOURCE_EXHAUSTED', 'too_large'],
  ['UNIMPLEMENTED', 'internal'],
] as const)('%s from the transport is %s', (name, code) => {
  expect(problemOf(failure(status[name]))).toMatchObject({ code });
});

it('a problem that the service answered is told as it is, whatever its status', () => {
  const problem: Problem = {
    code: 'internal',
    reason: 'internal',
    detail: 'Что-то пошло не так.',
    fields: [],
  };
  const { code, metadata } = failedStatus(problem);
  expect(problemOf(failure(code, metadata))).toMatchObject({ code: 'internal', problem });
});
