import type { DescMessage } from '@bufbuild/protobuf';
import { commentOf } from './comments.js';
import type { FieldContract } from './contract.js';
import { contract } from './contract.js';
import { fieldSchema } from './field-schema.js';

/** A JSON Schema of dialect 2020-12. */
export type JsonSchema = Record<string, unknown>;

/**
 * What a schema is for. `create`: a record as a caller sends it to be made: fields that the service sets are
 * refused, required ones are required. `update`: changes to a record: nothing is required, null clears. `request`:
 * a whole request message. `answer`: what a call answers, with everything that is always there required.
 */
export type SchemaUse = 'create' | 'update' | 'request' | 'answer';

/** The schema of a message for one use, complete in itself: messages inside it are in its `$defs`. */
export function jsonSchema(message: DescMessage, use: SchemaUse): JsonSchema {
  const schemas = new SchemaSet('#/$defs/');
  const root = schemas.build(message, use);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...root,
    ...(schemas.size > 0 && { $defs: schemas.named() }),
  };
}

/** The fields of a record that rights cannot hide: without them it can be neither named nor changed. */
const alwaysThere: ReadonlySet<string> = new Set(['id', 'etag']);

const suffixes: Record<SchemaUse, string> = { create: 'Create', update: 'Update', request: '', answer: '' };

/** Schemas by name that refer to each other, for a document that shares them. */
export class SchemaSet {
  readonly #base: string;
  readonly #named = new Map<string, JsonSchema>();

  /** `base` stands before names in references: '#/components/schemas/'. */
  constructor(base: string) {
    this.#base = base;
  }

  get size(): number {
    return this.#named.size;
  }

  /** All schemas referred to so far, by name in alphabetical order. */
  named(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.#named].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** A reference to the schema of a message, which joins the set. */
  reference(message: DescMessage, use: SchemaUse): JsonSchema {
    const name = schemaName(message, use);
    if (!this.#named.has(name)) {
      this.#named.set(name, {});
      this.#named.set(name, this.build(message, use));
    }
    return { $ref: this.#base + name };
  }

  /** A reference to a schema made elsewhere, which joins the set under its name. */
  add(name: string, schema: JsonSchema): JsonSchema {
    this.#named.set(name, schema);
    return { $ref: this.#base + name };
  }

  /** The schema of a message itself; messages inside it become references. */
  build(message: DescMessage, use: SchemaUse, leaveOut: readonly string[] = []): JsonSchema {
    const fields = contract
      .fields(message.typeName)
      .filter((field) => !leaveOut.includes(field.name) && takesPart(field, use));
    const mayBeHidden = use === 'answer' && contract.objectOf(message.typeName) !== undefined;
    const required = fields
      .filter((field) => (mayBeHidden ? alwaysThere.has(field.name) : isRequired(field, use)))
      .map((field) => field.name);
    const masked = use === 'request' ? maskedRecord(message) : undefined;
    const properties = fields.map((field) => [field.name, this.#property(field, use, masked)] as const);
    const description = commentOf(message);
    return {
      type: 'object',
      ...(description && { description }),
      properties: Object.fromEntries(properties),
      ...(required.length > 0 && { required }),
      additionalProperties: use === 'answer',
    };
  }

  #property(field: FieldContract, use: SchemaUse, masked: FieldContract | undefined): JsonSchema {
    const inner =
      use === 'request' ? (field === masked ? 'update' : 'create') : use === 'update' ? 'create' : use;
    const item = field.message ? this.reference(field.message, inner) : undefined;
    if (masked?.message && field.name === 'updateMask') return maskSchema(field, masked.message);
    return fieldSchema(field, use, item);
  }
}

/** Name of the schema of a message: Customer, CustomerCreate; with its service in front where two messages share a name. */
export function schemaName(message: DescMessage, use: SchemaUse): string {
  const namesakes = [...contract.registry].filter(
    (type) => type.kind === 'message' && type.typeName.startsWith('kontor.') && type.name === message.name,
  );
  const service = namesakes.length > 1 ? (message.typeName.split('.')[1] ?? '') : '';
  return service.charAt(0).toUpperCase() + service.slice(1) + message.name + suffixes[use];
}

/**
 * The record that a request with an `updateMask` changes: its only message. Undefined for other requests.
 */
export function maskedRecord(request: DescMessage): FieldContract | undefined {
  const fields = contract.fields(request.typeName);
  if (!fields.some((field) => field.name === 'updateMask')) return undefined;
  return fields.find((field) => field.message && !field.repeated);
}

function maskSchema(field: FieldContract, record: DescMessage): JsonSchema {
  const names = contract
    .fields(record.typeName)
    .filter((one) => !one.rules.outputOnly)
    .map((one) => one.name);
  return { type: 'array', description: field.comment, items: { type: 'string', enum: names } };
}

function takesPart(field: FieldContract, use: SchemaUse): boolean {
  return use === 'answer' || !field.rules.outputOnly;
}

/**
 * In answers, what is always there: plain values and lists (zero value where nothing was set), and times and words
 * that every record has, unless they stand for a field of an object that may be hidden.
 */
function isRequired(field: FieldContract, use: SchemaUse): boolean {
  if (use === 'update') return false;
  if (use !== 'answer') return field.rules.required;
  if (field.rules.standsFor) return false;
  if (field.repeated) return true;
  if (field.optional || field.message) return false;
  return field.type === 'word' ? field.rules.required : field.type !== 'time' || field.rules.outputOnly;
}
