import { errorCodes } from '@kontor/errors/codes';
import { languages } from '@kontor/errors/languages';
import type { JsonSchema } from './json-schema.js';

/** A reference to a shared part of the document. */
export function component(
  kind: 'responses' | 'parameters' | 'headers' | 'schemas',
  name: string,
): JsonSchema {
  return { $ref: `#/components/${kind}/${name}` };
}

const rateHeaders = {
  'RateLimit-Limit': component('headers', 'RateLimit-Limit'),
  'RateLimit-Remaining': component('headers', 'RateLimit-Remaining'),
  'RateLimit-Reset': component('headers', 'RateLimit-Reset'),
};

/** Headers of every answer, good or bad. */
export const answerHeaders: Record<string, JsonSchema> = {
  'X-Request-Id': component('headers', 'X-Request-Id'),
  ...rateHeaders,
};

const refusals: Record<number, [name: string, description: string]> = {
  400: ['Invalid', 'The request breaks a rule; `errors` names the fields at fault.'],
  401: ['Unauthenticated', 'No access token, or one that is no longer valid.'],
  403: ['Forbidden', 'The caller lacks the permission.'],
  404: ['NotFound', 'There is no such record, or the caller may not see it.'],
  409: [
    'Conflict',
    'The request contradicts what is stored, or the same idempotency key is being worked on now.',
  ],
  412: ['Stale', 'The record is no longer the version of `If-Match`; `current` shows it as it is now.'],
  413: ['TooLarge', 'The body is larger than this call takes.'],
  415: ['Unsupported', 'The body is of a media type that this call does not take.'],
  422: ['Unprocessable', 'The idempotency key was used before with another request.'],
  429: ['Exhausted', 'Too many requests; try again after `Retry-After` seconds.'],
  500: ['Internal', 'A fault of the service. The trace id helps to find it.'],
  503: ['Unavailable', 'A part of the suite is not reachable now; try again later.'],
  504: ['Deadline', 'The work took longer than the call may.'],
};

/** References to the problem responses of some statuses, which must be among those that Kontor answers. */
export function problemResponses(statuses: Iterable<number>): Record<string, JsonSchema> {
  const entries = [...new Set(statuses)]
    .sort((a, b) => a - b)
    .map((status) => {
      const refusal = refusals[status];
      if (!refusal) throw new Error(`Kontor answers no problem of status ${status}`);
      return [String(status), component('responses', refusal[0])] as const;
    });
  return Object.fromEntries(entries);
}

/** The parts that operations share, but for the schemas of messages. */
export function sharedComponents(): Record<
  'responses' | 'parameters' | 'headers' | 'securitySchemes',
  Record<string, JsonSchema>
> {
  return { responses: responses(), parameters, headers, securitySchemes: { bearer: bearer } };
}

const bearer = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description: 'Access token of `POST /v1/sessions`.',
};

const parameters: Record<string, JsonSchema> = {
  'Accept-Language': {
    name: 'Accept-Language',
    in: 'header',
    description: `Language of messages: ${languages.join(', ')}. Without it, that of the person.`,
    schema: { type: 'string' },
    example: 'zh-CN',
  },
  'Kontor-On-Behalf-Of': {
    name: 'Kontor-On-Behalf-Of',
    in: 'header',
    description:
      'UUID of an absent person in whose place to act, as long as the caller stands in for that person: with what that ' +
      'person may, but for administrator. 403 `not-a-substitute` otherwise. The answer carries the header back.',
    schema: { type: 'string', format: 'uuid' },
  },
  'Kontor-View-As-Role': {
    name: 'Kontor-View-As-Role',
    in: 'header',
    description:
      'Id of a role: the answer is what somebody sees who holds that role and no other. Needs the permission ' +
      '`role.manage`. The answer carries the header back.',
    schema: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,49}$' },
  },
  'Idempotency-Key': {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'Makes repeating safe: the same key with the same request has one effect and one answer.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
    example: '2c1f7c0e-7f53-4f0e-9d43-6a8f2d1f9b11',
  },
  'If-Match': {
    name: 'If-Match',
    in: 'header',
    description: 'Version tag of the record that is changed. Without it, whichever is the newest.',
    schema: { type: 'string' },
    example: '"3"',
  },
  'If-None-Match': {
    name: 'If-None-Match',
    in: 'header',
    description: 'Version tag that the caller has: 304 without a body while it is the newest.',
    schema: { type: 'string' },
    example: '"3"',
  },
};

const headers: Record<string, JsonSchema> = {
  'X-Request-Id': { description: 'Names the request in logs.', schema: { type: 'string' } },
  'RateLimit-Limit': { description: 'Requests allowed in the current window.', schema: { type: 'integer' } },
  'RateLimit-Remaining': { description: 'Requests left in the current window.', schema: { type: 'integer' } },
  'RateLimit-Reset': { description: 'Seconds until the window ends.', schema: { type: 'integer' } },
  'Retry-After': {
    description: 'Seconds after which the same request may succeed.',
    schema: { type: 'integer' },
  },
  ETag: {
    description: 'Version tag of the record, for If-Match.',
    schema: { type: 'string' },
    example: '"3"',
  },
  Location: { description: 'Path of the new record.', schema: { type: 'string' } },
};

function responses(): Record<string, JsonSchema> {
  const entries = Object.entries(refusals).map(([status, [name, description]]) => {
    const retry =
      status === '429' || status === '503' ? { 'Retry-After': component('headers', 'Retry-After') } : {};
    const content = { 'application/problem+json': { schema: component('schemas', 'Problem') } };
    return [name, { description, headers: { ...answerHeaders, ...retry }, content }] as const;
  });
  return Object.fromEntries(entries);
}

/** Every refusal and failure, RFC 9457. */
export const problemSchema: JsonSchema = {
  type: 'object',
  description: 'A refusal or failure (RFC 9457).',
  properties: {
    type: {
      type: 'string',
      description: 'urn:kontor:error: and the machine word for the reason.',
      examples: ['urn:kontor:error:invalid-request'],
    },
    title: { type: 'string', description: 'Headline in the language of the caller.' },
    status: { type: 'integer', description: 'The HTTP status.' },
    code: { type: 'string', enum: Object.keys(errorCodes), description: 'Kind of the problem.' },
    detail: { type: 'string', description: 'What is wrong, in the language of the caller.' },
    errors: {
      type: 'array',
      items: { $ref: '#/components/schemas/ProblemField' },
      description: 'The fields at fault.',
    },
    current: {
      type: 'object',
      description: 'The record as it is now, where the problem is a stale version.',
    },
    candidates: {
      type: 'array',
      items: { type: 'object' },
      description:
        'Records that stand in the way, such as those that a new one is a duplicate of, by public fields.',
    },
    traceId: { type: 'string', description: 'Names the trace of the request, where it was recorded.' },
    requestId: { type: 'string', description: 'Names the request in logs.' },
  },
  required: ['type', 'title', 'status', 'code', 'detail', 'errors', 'requestId'],
};

/** One field at fault. */
export const problemFieldSchema: JsonSchema = {
  type: 'object',
  properties: {
    field: {
      type: 'string',
      description: 'Path of the field in the body, or name of the parameter; empty for the whole request.',
      examples: ['phones[0].raw'],
    },
    reason: { type: 'string', description: 'Machine word for the broken rule.', examples: ['not-a-phone'] },
    message: { type: 'string', description: 'The broken rule in the language of the caller.' },
  },
  required: ['field', 'reason', 'message'],
};
