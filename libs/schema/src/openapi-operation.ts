import type { DescMessage } from '@bufbuild/protobuf';
import type { FieldContract, HttpRoute, MethodContract } from './contract.js';
import { contract } from './contract.js';
import { fieldSchema } from './field-schema.js';
import { pathParameters } from './http-route.js';
import type { JsonSchema, SchemaSet } from './json-schema.js';
import { maskedRecord } from './json-schema.js';
import { listParameter } from './list-parameter.js';
import { answerHeaders, component, problemResponses } from './openapi-components.js';

/** The OpenAPI operation of a call with an HTTP route. Schemas that it needs join `schemas`. */
export function operation(method: MethodContract, http: HttpRoute, schemas: SchemaSet): JsonSchema {
  const inPath = pathParameters(http.path);
  const body = requestBody(method, http, inPath, schemas);
  return {
    operationId: operationId(method),
    tags: [tagOf(method.service)],
    summary: summaryOf(method.comment),
    description: [method.comment, method.permission && `Needs the permission \`${method.permission}\`.`]
      .filter(Boolean)
      .join('\n\n'),
    parameters: parameters(method, http, inPath),
    ...(body && { requestBody: body }),
    responses: {
      ...success(method, http, schemas),
      ...problemResponses(problemStatuses(method, http, inPath)),
    },
    ...(method.public && { security: [] }),
  };
}

/** Name of a service for people: Customer for kontor.customer.v1.CustomerService. */
export function tagOf(service: string): string {
  return (service.split('.').at(-1) ?? service).replace(/Service$/, '');
}

function operationId({ name }: MethodContract): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function summaryOf(comment: string): string {
  return comment.split(/[.:](?:\s|$)/, 1)[0] ?? comment;
}

function parameters(method: MethodContract, http: HttpRoute, inPath: readonly string[]): JsonSchema[] {
  const fields = contract.fields(method.input.typeName);
  const ofPath = inPath
    .flatMap((name) => fields.filter((field) => field.name === name))
    .map((field) => parameter(field, 'path'));
  const byOtherMeans = [...inPath, http.body, 'updateMask', 'etag'];
  const inQuery = http.body === '*' ? [] : fields.filter((field) => !byOtherMeans.includes(field.name));
  const listed = listedRecord(method.output);
  const ofQuery = inQuery.map((field) => ({
    ...parameter(field, 'query'),
    ...(listed && listParameter(field, listed)),
  }));
  return [...ofPath, ...ofQuery, ...headerNames(method, http).map((name) => component('parameters', name))];
}

function parameter(field: FieldContract, place: 'path' | 'query'): JsonSchema {
  const { description, ...schema } = fieldSchema(field, 'request', undefined);
  const required = place === 'path' || field.rules.required;
  return {
    name: field.name,
    in: place,
    ...(description !== undefined && { description }),
    ...(required && { required }),
    schema,
  };
}

function headerNames(method: MethodContract, http: HttpRoute): string[] {
  const names = ['Accept-Language'];
  if (!method.public) names.push('Kontor-On-Behalf-Of');
  if (!method.public && http.verb === 'get') names.push('Kontor-View-As-Role');
  if (http.verb === 'post' || http.verb === 'put') names.push('Idempotency-Key');
  if (takesEtag(method)) names.push('If-Match');
  if (http.verb === 'get' && has(method.output, 'etag')) names.push('If-None-Match');
  return names;
}

function requestBody(
  method: MethodContract,
  http: HttpRoute,
  inPath: readonly string[],
  schemas: SchemaSet,
): JsonSchema | undefined {
  if (http.body === undefined) return undefined;
  const field = contract.fields(method.input.typeName).find((one) => one.name === http.body);
  const masked = maskedRecord(method.input);
  const leaveOut = [...inPath, 'etag', 'updateMask'];
  const whole = field?.message ? undefined : schemas.build(method.input, 'request', leaveOut);
  const schema = field?.message
    ? schemas.reference(field.message, masked?.name === field.name ? 'update' : 'create')
    : schemas.add(method.input.name, whole ?? {});
  const required = field ? field.rules.required || masked !== undefined : whole?.['required'] !== undefined;
  return { required, content: { 'application/json': { schema } } };
}

function success(method: MethodContract, http: HttpRoute, schemas: SchemaSet): Record<string, JsonSchema> {
  const tagged = has(method.output, 'etag');
  const located = method.successStatus === 201 && isRead(`${http.path}/{id}`);
  const headers = {
    ...answerHeaders,
    ...(tagged && { ETag: component('headers', 'ETag') }),
    ...(located && { Location: component('headers', 'Location') }),
  };
  const empty = method.output.fields.length === 0;
  const answer = {
    description: empty ? 'Done.' : contentDescription(method),
    headers,
    ...(!empty && {
      content: { 'application/json': { schema: schemas.reference(method.output, 'answer') } },
    }),
  };
  const unchanged = { description: 'The record is still the version of `If-None-Match`.' };
  return { [method.successStatus]: answer, ...(http.verb === 'get' && tagged && { 304: unchanged }) };
}

function contentDescription({ output, successStatus }: MethodContract): string {
  return successStatus === 201 ? `The new ${output.name}.` : `The ${output.name}.`;
}

/** Statuses that the kind of call can have, and those that its comment names. */
function problemStatuses(method: MethodContract, http: HttpRoute, inPath: readonly string[]): number[] {
  const statuses = [400, 429, 500, 503, 504];
  if (!method.public) statuses.push(401, 403);
  // Of the record, or of the role to view as.
  if (inPath.length > 0 || (http.verb === 'get' && !method.public)) statuses.push(404);
  if (http.body !== undefined) statuses.push(413, 415);
  if (http.verb === 'post' || http.verb === 'put') statuses.push(409, 422);
  if (takesEtag(method)) statuses.push(409, 412);
  const named = [...method.comment.matchAll(/\b(4\d\d)\b/g)].map(([, status]) => Number(status));
  return [...statuses, ...named];
}

function takesEtag(method: MethodContract): boolean {
  return has(method.input, 'etag');
}

function has(message: DescMessage, name: string): boolean {
  return message.fields.some((field) => field.name === name);
}

function isRead(path: string): boolean {
  return contract.methods().some(({ http }) => http?.verb === 'get' && http.path === path);
}

/** The record of which an answer is a page. */
function listedRecord(answer: DescMessage): DescMessage | undefined {
  const lists = answer.fields.filter((field) => field.fieldKind === 'list' && field.message);
  return has(answer, 'next_page_token') ? lists[0]?.message : undefined;
}
