import { Tallies } from '../claim.ts';
import type { Answer } from '../stage/http.ts';
import type { Spoiled } from './draft.ts';
import { judge } from './judge.ts';
import { operationsOf } from './operations.ts';

const [operation] = operationsOf({
  security: [{ bearer: [] }],
  paths: { '/v1/things': { post: { operationId: 'createThing', responses: { 201: {}, 400: {}, 500: {} } } } },
});
if (!operation) throw new Error('The document holds one operation.');

const spoiled: Spoiled = {
  draft: { operation, path: {}, query: [], headers: {} },
  fault: 'wrong-type',
  refusal: [400],
};

const problem = {
  type: 'urn:kontor:error:invalid-request',
  status: 400,
  code: 'invalid',
  detail: 'The request is not valid.',
  errors: [{ field: 'name', reason: 'wrong-type', message: 'Text is expected.' }],
  requestId: 'r1',
};

function answer(status: number, body: unknown, type = 'application/problem+json; charset=utf-8'): Answer {
  return { status, headers: { 'content-type': type, 'x-request-id': 'r1' }, text: JSON.stringify(body) };
}

function failing(given: Answer, of = spoiled): string[] {
  const tallies = new Tallies('fuzz');
  judge(of, given, tallies);
  return tallies.all().flatMap(({ name, failures }) => (failures > 0 ? [name] : []));
}

describe('an answer to a spoiled request', () => {
  it('is right when it is a problem that names the field', () => {
    expect(failing(answer(400, problem))).toEqual([]);
  });

  it.each([
    ['a success', answer(201, {}, 'application/json'), ['fuzz/spoiled-is-refused']],
    ['a server error', answer(500, { ...problem, status: 500, code: 'internal' }), ['fuzz/no-5xx']],
    [
      'a status that the document does not list',
      answer(418, { ...problem, status: 418 }),
      ['fuzz/statuses-documented', 'fuzz/spoiled-is-refused'],
    ],
    ['plain text', answer(400, problem, 'text/plain'), ['fuzz/refusals-are-problems']],
    ['a problem without code', answer(400, { ...problem, code: undefined }), ['fuzz/refusals-are-problems']],
    ['a problem of another status', answer(400, { ...problem, status: 404 }), ['fuzz/refusals-are-problems']],
    ['a problem that names nothing', answer(400, { ...problem, errors: [] }), ['fuzz/refusals-are-problems']],
    [
      'a problem of another request',
      answer(400, { ...problem, requestId: 'r2' }),
      ['fuzz/refusals-are-problems'],
    ],
  ])('is wrong when it is %s', (_, given, claims) => {
    expect(failing(given)).toEqual(claims);
  });

  it('may have a status of the router when the request went astray', () => {
    const lost = answer(405, { ...problem, status: 405 });
    expect(failing(lost, { ...spoiled, astray: true, refusal: [405] })).toEqual([]);
    expect(failing(lost, { ...spoiled, refusal: [405] })).toEqual(['fuzz/statuses-documented']);
  });
});
