import type { FieldContract, TextFormat } from './contract.js';
import type { JsonSchema, SchemaUse } from './json-schema.js';

/** How forms of text are called in JSON Schema: the standard's name where it has one. */
const formatNames: Record<TextFormat, string> = {
  uuid: 'uuid',
  email: 'email',
  language: 'language',
  time_zone: 'time-zone',
  date: 'date',
  local_time: 'local-time',
  country: 'country',
  url: 'uri',
  filter: 'filter',
  phone: 'phone',
  decimal: 'decimal',
  currency: 'currency',
  digits: 'digits',
};

const examples: Partial<Record<TextFormat, string>> = {
  uuid: '0190b0f0-5a3c-7d2e-8f10-6b1c2d3e4f50',
  email: 'anna@example.com',
  language: 'zh-CN',
  time_zone: 'Asia/Shanghai',
  date: '2026-11-21',
  local_time: '2026-12-01T09:00',
  country: 'CN',
  url: 'https://example.com',
  phone: '+86 10 1234 5678',
  decimal: '1234.50',
  currency: 'CNY',
  digits: '102',
};

/** Said of a form as a pattern, too, for readers of the schema that do not know its name. */
const patterns: Partial<Record<TextFormat, string>> = { digits: '^[0-9]*$' };

/** Control characters (C0, C1), direction overrides that disguise text, and halves of surrogate pairs. */
const REFUSED = '\\u0000-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff';
/** The same, but tab, line feed and carriage return. */
const REFUSED_IN_LINES = REFUSED.replace('\\u0000-\\u001f', '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f');

/** The schema of one field; `item` is the schema of the message it holds, if it holds one. */
export function fieldSchema(field: FieldContract, use: SchemaUse, item: JsonSchema | undefined): JsonSchema {
  const single = item ?? valueSchema(field, use);
  const schema = field.repeated ? listSchema(field, use, single) : single;
  const described = describe(schema, field);
  return use === 'update' && field.clearable ? clearable(described) : described;
}

function listSchema(field: FieldContract, use: SchemaUse, items: JsonSchema): JsonSchema {
  if (use === 'answer') return { type: 'array', items };
  return {
    type: 'array',
    items,
    maxItems: field.rules.maxItems,
    ...(field.rules.required && { minItems: 1 }),
  };
}

function valueSchema(field: FieldContract, use: SchemaUse): JsonSchema {
  const { minimum, maximum } = field.rules;
  switch (field.type) {
    case 'text':
      return use === 'answer' ? answeredText(field) : sentText(field);
    case 'integer':
    case 'number':
      return {
        type: field.type,
        ...(minimum !== undefined && { minimum }),
        ...(maximum !== undefined && { maximum }),
      };
    case 'long':
      return { type: 'string', format: 'int64', ...(use !== 'answer' && { minLength: 1 }) };
    case 'boolean':
      return { type: 'boolean' };
    case 'time':
      return { type: 'string', format: 'date-time', examples: ['2026-11-21T09:00:00.000Z'] };
    case 'word':
      return { type: 'string', enum: [...(field.words ?? [])] };
    case 'bytes':
      return { type: 'string', format: 'byte', contentEncoding: 'base64' };
    case 'struct':
      return { type: 'object', additionalProperties: true };
    case 'object':
      throw new Error(`${field.name} is a message and needs the schema of it`);
  }
}

/** A text that nobody set is empty in answers, which only a field that is always or never set cannot be. */
function answeredText({ rules, optional, repeated }: FieldContract): JsonSchema {
  const always = rules.required || optional || repeated || rules.outputOnly;
  return { type: 'string', ...(rules.format && always && { format: formatNames[rules.format] }) };
}

/**
 * Empty says "none" in a text that need not be given; every format therefore lets the empty text pass, and
 * `minLength` says where it must not be empty: required ones, those that can be absent, and items of lists.
 */
function sentText(field: FieldContract): JsonSchema {
  const { rules, optional, repeated } = field;
  const { format } = rules;
  const filled = rules.required || repeated || (optional && format !== undefined);
  const minLength = Math.max(rules.minLength, filled ? 1 : 0);
  const lengths = { ...(minLength > 0 && { minLength }), maxLength: rules.maxLength };
  if (format)
    return {
      type: 'string',
      ...lengths,
      format: formatNames[format],
      ...(patterns[format] && { pattern: patterns[format] }),
      ...(examples[format] && { examples: [examples[format]] }),
    };
  const visible = rules.required ? '(?=\\s*\\S)' : '';
  return {
    type: 'string',
    ...lengths,
    pattern: `^${visible}[^${rules.multiline ? REFUSED_IN_LINES : REFUSED}]*$`,
  };
}

function describe(schema: JsonSchema, field: FieldContract): JsonSchema {
  const description = [field.comment, ...wordList(field)].filter(Boolean).join('\n');
  return {
    ...schema,
    ...(description && { description }),
    ...(field.rules.outputOnly && { readOnly: true }),
  };
}

function wordList({ words, wordMeanings }: FieldContract): string[] {
  return (words ?? [])
    .filter((word) => wordMeanings?.has(word))
    .map((word) => `- \`${word}\`: ${wordMeanings?.get(word)}`);
}

/** Null clears the field. */
function clearable({ description, ...schema }: JsonSchema): JsonSchema {
  const text = { description: [description, 'Null clears it.'].filter(Boolean).join('\n\n') };
  if (typeof schema['type'] !== 'string') return { anyOf: [schema, { type: 'null' }], ...text };
  const words = schema['enum'] as unknown[] | undefined;
  return { ...schema, ...text, type: [schema['type'], 'null'], ...(words && { enum: [...words, null] }) };
}
