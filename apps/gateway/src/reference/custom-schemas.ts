import type { CustomField, CustomFieldType } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import { contract } from '@kontor/schema/contract';
import { hasCustomFields } from '@kontor/schema/custom-names';
import { schemaName, type JsonSchema, type SchemaUse } from '@kontor/schema/json-schema';

const decimal = { type: 'string', format: 'decimal', examples: ['1234.5'] };

/** The schema of a value by the type of its field. */
const values: Record<CustomFieldType, (field: CustomField) => JsonSchema> = {
  text: ({ maximum }) => ({ type: 'string', maxLength: Number(maximum) || 1000 }),
  multiline: ({ maximum }) => ({ type: 'string', maxLength: Number(maximum) || 10_000 }),
  number: () => decimal,
  money: () => ({
    type: 'object',
    properties: { amount: decimal, currency: { type: 'string', format: 'currency', examples: ['CNY'] } },
    required: ['amount', 'currency'],
  }),
  date: () => ({ type: 'string', format: 'date' }),
  time: () => ({ type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', examples: ['09:30'] }),
  boolean: () => ({ type: 'boolean' }),
  choice: ({ options }) => ({ type: 'string', enum: options.map(({ key }) => key) }),
  multi_choice: ({ options }) => ({
    type: 'array',
    items: { type: 'string', enum: options.map(({ key }) => key) },
  }),
  person: () => ({ type: 'string', format: 'uuid' }),
  reference: () => ({ type: 'string', format: 'uuid' }),
};

const uses: readonly SchemaUse[] = ['create', 'update', 'answer'];

/**
 * An OpenAPI document whose objects show the custom fields that they have now, with their labels: `x-labels` by language.
 * The document given stays as it is.
 */
export function withCustomFields(document: JsonSchema, fields: readonly CustomField[]): JsonSchema {
  const components = document['components'] as { schemas: Record<string, JsonSchema> };
  const schemas = { ...components.schemas };
  for (const { name, message } of contract.objects().filter((object) => hasCustomFields(object.name))) {
    const own = fields.filter(({ object }) => object === name);
    if (own.length === 0) continue;
    for (const use of uses) {
      const schemaOf = schemaName(contract.message(message), use);
      const schema = schemas[schemaOf];
      const properties = schema?.['properties'] as Record<string, JsonSchema> | undefined;
      if (!schema || !properties?.['custom']) continue;
      const custom = customSchema(properties['custom'], own, use);
      schemas[schemaOf] = { ...schema, properties: { ...properties, custom } };
    }
  }
  return { ...document, components: { ...components, schemas } };
}

function customSchema(general: JsonSchema, fields: readonly CustomField[], use: SchemaUse): JsonSchema {
  const written = use === 'answer' ? fields : fields.filter(({ retired }) => !retired);
  return {
    ...general,
    properties: Object.fromEntries(written.map((field) => [field.key, valueSchema(field, use)])),
    additionalProperties: false,
  };
}

function valueSchema(field: CustomField, use: SchemaUse): JsonSchema {
  const { type, label, help, unknownAllowed, retired, requiredStages } = field;
  const unknown = { type: 'object', properties: { unknown: { const: true } }, required: ['unknown'] };
  const ways = [
    values[type](field),
    ...(type === 'number' && use !== 'answer' ? [{ type: 'number' }] : []),
    ...(unknownAllowed ? [unknown] : []),
    ...(use === 'update' ? [{ type: 'null' }] : []),
  ];
  return {
    ...(ways.length === 1 ? ways[0] : { anyOf: ways }),
    title: label?.en ?? field.key,
    ...(help?.en && { description: help.en }),
    ...(label && { 'x-labels': { 'zh-CN': label.zh, ru: label.ru, en: label.en } }),
    ...(requiredStages.length > 0 && { 'x-required-stages': requiredStages }),
    ...(retired && { deprecated: true }),
  };
}
