import { Ajv2020 } from 'ajv/dist/2020.js';
import { decodeResponse } from './codec.js';
import { contract } from './contract.js';
import { formats } from './formats.js';
import type { JsonSchema, SchemaUse } from './json-schema.js';
import { jsonSchema, schemaName } from './json-schema.js';

const customer = contract.message('kontor.customer.v1.Customer');
const properties = (use: SchemaUse) => jsonSchema(customer, use)['properties'] as Record<string, JsonSchema>;

describe('the schema of a customer', () => {
  it('to be made has what a caller may send, and requires what must be', () => {
    expect(jsonSchema(customer, 'create')).toMatchObject({
      required: ['kind', 'name'],
      additionalProperties: false,
    });
    expect(Object.keys(properties('create'))).toEqual([
      'kind',
      'name',
      'status',
      'channel',
      'segment',
      'phones',
      'emails',
      'website',
      'addresses',
      'note',
      'ownerId',
      'source',
      'externalId',
      'productLine',
      'taxNumber',
      'unknownFields',
      'custom',
    ]);
    expect(properties('create')).toMatchObject({
      kind: { type: 'string', enum: ['company', 'person'] },
      name: { type: 'string', minLength: 1, maxLength: 300 },
      emails: {
        type: 'array',
        maxItems: 20,
        items: { type: 'string', format: 'email', maxLength: 254, minLength: 1 },
      },
      ownerId: { type: 'string', format: 'uuid' },
      phones: { type: 'array', maxItems: 20, items: { $ref: '#/$defs/PhoneCreate' } },
    });
  });

  it('to be changed requires nothing and lets null clear what need not be there', () => {
    expect(jsonSchema(customer, 'update')).not.toHaveProperty('required');
    expect(properties('update')).toMatchObject({
      name: { type: 'string' },
      note: { type: ['string', 'null'] },
      phones: { type: ['array', 'null'], items: { $ref: '#/$defs/PhoneCreate' } },
      channel: { type: 'string', enum: expect.not.arrayContaining([null]) as unknown[] },
    });
    const interaction = contract.message('kontor.customer.v1.Interaction');
    expect(jsonSchema(interaction, 'update')).toMatchObject({
      properties: { direction: { type: ['string', 'null'], enum: ['inbound', 'outbound', null] } },
    });
  });

  it('that is answered has everything, and requires only what rights cannot hide', () => {
    const { required, properties: all } = jsonSchema(customer, 'answer') as {
      required: string[];
      properties: object;
    };
    expect(Object.keys(all)).toEqual(contract.fields(customer.typeName).map(({ name }) => name));
    expect(required).toEqual(['id', 'etag']);
  });

  it('explains fields and words by the comments of the contract', () => {
    expect(properties('answer')['status']?.['description']).toContain(
      '- `dormant`: Has bought before and is silent.',
    );
    expect(properties('create')['source']?.['description']).toContain('`externalId` unique');
  });
});

describe('schemas of all messages', () => {
  it.each(['create', 'update', 'request', 'answer'] as const)('obey JSON Schema 2020-12, for %s', (use) => {
    for (const type of contract.registry) {
      if (type.kind !== 'message' || !/^kontor\.(?!options\.)/.test(type.typeName)) continue;
      const ajv = new Ajv2020({
        strict: true,
        allowUnionTypes: true,
        formats: Object.fromEntries(Object.keys(formats).map((name) => [name, true])),
      });
      expect(ajv.validateSchema(jsonSchema(type, use))).toBe(true);
      expect(() => ajv.compile(jsonSchema(type, use))).not.toThrow();
    }
  });

  it('take a real answer', () => {
    const ajv = new Ajv2020({ strict: true, formats, allErrors: true });
    const method = contract.method('/kontor.customer.v1.CustomerService/ListCustomers');
    const validate = ajv.compile(jsonSchema(method.output, 'answer'));
    const empty = decodeResponse(
      contract.method('/kontor.customer.v1.CustomerService/GetCustomer'),
      new Uint8Array(),
    );
    const row = {
      ...empty,
      id: '0190b0f0-5a3c-7d2e-8f10-6b1c2d3e4f50',
      kind: 'person',
      createTime: '2026-11-21T09:00:00.000Z',
      updateTime: '2026-11-21T09:00:00.000Z',
    };
    expect([validate({ customers: [row] }), validate.errors]).toEqual([true, null]);
    expect(validate({ customers: [{}] })).toBe(false);
  });
});

it('names of schemas are those of messages, with the use where callers send them', () => {
  expect(schemaName(customer, 'answer')).toBe('Customer');
  expect(schemaName(customer, 'create')).toBe('CustomerCreate');
});
