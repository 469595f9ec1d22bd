import { validate } from '@scalar/openapi-validator';
import { contract } from './contract.js';
import type { JsonSchema } from './json-schema.js';
import { openApiDocument } from './openapi.js';

interface Operation extends JsonSchema {
  operationId: string;
  parameters: {
    name?: string;
    in?: string;
    required?: boolean;
    schema?: JsonSchema;
    $ref?: string;
    examples?: Record<string, { value: string }>;
    description?: string;
  }[];
  responses: Record<string, JsonSchema>;
  requestBody?: { required: boolean; content: { 'application/json': { schema: { $ref: string } } } };
}

const extra = {
  '/v1/events': {
    get: { operationId: 'watchEvents', tags: ['Event'], responses: { 200: { description: 'Events.' } } },
  },
};
const document = openApiDocument(contract.methods(), extra, {
  title: 'Kontor',
  version: '0.1.0',
  servers: [{ url: 'http://127.0.0.1:8080' }],
});
const paths = document['paths'] as Record<string, Record<string, Operation>>;
const schemas = (document['components'] as Record<string, Record<string, JsonSchema>>)['schemas'] ?? {};
const operationOf = (path: string, verb: string) => {
  const operation = paths[path]?.[verb];
  if (!operation) throw new Error(`no ${verb} ${path}`);
  return operation;
};

describe('the OpenAPI document', () => {
  it('obeys the specification', () => {
    const { valid, errors } = validate(JSON.stringify(document));
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  it('would not obey it with a broken part', () => {
    const broken = {
      ...document,
      paths: { '/v1/customers': { get: { ...operationOf('/v1/customers', 'get'), responses: 7 } } },
    };
    expect(validate(JSON.stringify(broken)).valid).toBe(false);
  });

  it('has every call with an HTTP route once, and the paths that were added', () => {
    const described = Object.entries(paths).flatMap(([path, verbs]) =>
      Object.keys(verbs).map((verb) => `${verb} ${path}`),
    );
    const routes = contract.methods().flatMap(({ http }) => (http ? [`${http.verb} ${http.path}`] : []));
    expect(described.sort()).toEqual([...routes, 'get /v1/events'].sort());
    expect(routes.length).toBeGreaterThan(20);
  });

  it('refers only to what it has', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
      ([, path]) => path ?? '',
    );
    expect(references.length).toBeGreaterThan(100);
    for (const reference of new Set(references)) {
      const target = reference
        .split('/')
        .reduce<unknown>((place, key) => (place as Record<string, unknown> | undefined)?.[key], document);
      expect([reference, typeof target]).toEqual([reference, 'object']);
    }
  });

  it('declares every parameter of every path', () => {
    for (const [path, verbs] of Object.entries(paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters = [] } of Object.values(verbs)) {
        const declared = parameters.filter((parameter) => parameter.in === 'path');
        expect(declared.map(({ name }) => name)).toEqual(named);
        expect(declared.every(({ required }) => required)).toBe(true);
      }
    }
  });

  it('refuses two operations of one path or name', () => {
    expect(() =>
      openApiDocument(contract.methods(), { '/v1/customers': { get: { responses: {} } } }),
    ).toThrow('described twice');
    expect(() =>
      openApiDocument(contract.methods(), { '/v1/x': { get: { operationId: 'getMe', responses: {} } } }),
    ).toThrow('described twice');
  });
});

describe('an operation', () => {
  it('that creates tells body, headers and every refusal', () => {
    const create = operationOf('/v1/customers', 'post');
    expect(create).toMatchObject({
      operationId: 'createCustomer',
      tags: ['Customer'],
      summary: 'Adds a customer',
    });
    expect(create['description']).toContain('Needs the permission `customer.write`.');
    expect(create.requestBody).toEqual({
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/CustomerCreate' } } },
    });
    expect(Object.keys(create.responses)).toEqual([
      '201',
      '400',
      '401',
      '403',
      '409',
      '413',
      '415',
      '422',
      '429',
      '500',
      '503',
      '504',
    ]);
    expect(create.responses['201']).toMatchObject({
      headers: { ETag: {}, Location: {} },
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Customer' } } },
    });
    expect(create.parameters).toContainEqual({ $ref: '#/components/parameters/Idempotency-Key' });
  });

  it('that changes takes If-Match and may answer 412, and has mask and etag neither in body nor query', () => {
    const update = operationOf('/v1/customers/{id}', 'patch');
    expect(update.parameters.map(({ name, $ref }) => name ?? $ref)).toEqual([
      'id',
      'reason',
      'acceptDuplicates',
      'duplicateReason',
      '#/components/parameters/Accept-Language',
      '#/components/parameters/Kontor-On-Behalf-Of',
      '#/components/parameters/If-Match',
    ]);
    expect(Object.keys(update.responses)).toContain('412');
    expect(update.requestBody?.content['application/json'].schema.$ref).toBe(
      '#/components/schemas/CustomerUpdate',
    );
  });

  it('that lists tells which fields filter and sort, with examples that are filters', () => {
    const [, , orderBy, filter] = operationOf('/v1/customers', 'get').parameters;
    expect(orderBy?.description).toContain('`lastContactTime`');
    expect(filter?.description).toContain('`kind`');
    expect(filter?.description).not.toContain('`note`');
    expect(JSON.parse(filter?.examples?.['both']?.value ?? '')).toEqual({
      and: [
        { field: 'productLine', op: 'eq', value: expect.any(String) as string },
        { field: 'taxNumber', op: 'eq', value: expect.any(String) as string },
      ],
    });
  });

  it('with a custom verb leaves what the path says out of its body', () => {
    const transfer = operationOf('/v1/customers/{id}:transfer', 'post');
    expect(transfer.requestBody?.required).toBe(true);
    expect(schemas['TransferCustomerRequest']).toMatchObject({
      required: ['ownerId'],
      additionalProperties: false,
    });
    expect(Object.keys(schemas['TransferCustomerRequest']?.['properties'] as object)).toEqual([
      'ownerId',
      'reason',
    ]);
    expect(operationOf('/v1/imports/{id}:cancel', 'post').requestBody?.required).toBe(false);
  });

  it('that is public needs no token, and says what its comment says', () => {
    const signIn = operationOf('/v1/sessions', 'post');
    expect(signIn['security']).toEqual([]);
    expect(Object.keys(signIn.responses)).toEqual(expect.arrayContaining(['201', '401', '429']));
    expect(Object.keys(signIn.responses)).not.toContain('403');
  });

  it('without an answer has no content', () => {
    const signOut = operationOf('/v1/sessions/current', 'delete');
    expect(signOut.responses['204']).not.toHaveProperty('content');
  });
});
