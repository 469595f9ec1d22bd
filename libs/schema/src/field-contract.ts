import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { ScalarType } from '@bufbuild/protobuf';
import { commentOf, wordComments } from './comments.js';
import { isMarkedOptional } from './descriptor-image.js';
import { integerRange } from './integer-range.js';

/**
 * What a field holds in JSON: `text` string, `integer` and `number` number, `long` an int64 as a string of digits,
 * `boolean`, `time` RFC 3339 string, `word` a word of an enumeration, `bytes` base64 string, `object` a message,
 * `struct` any JSON object.
 */
export type FieldType =
  'text' | 'integer' | 'long' | 'number' | 'boolean' | 'time' | 'word' | 'bytes' | 'object' | 'struct';

/** The form of a text. */
export type TextFormat =
  | 'uuid'
  | 'email'
  | 'language'
  | 'time_zone'
  | 'date'
  | 'local_time'
  | 'country'
  | 'url'
  | 'filter'
  | 'phone'
  | 'decimal'
  | 'currency'
  | 'digits';

/** How carefully a field is shown: personal data never gets into logs, a secret also not into answers of others or events. */
export type Sensitivity = 'ordinary' | 'personal' | 'secret';

/** The rules that the contract gives one field; lengths in Unicode code points. */
export interface FieldRules {
  required: boolean;
  minLength: number;
  /** Of texts without a limit of their own: 1,000. */
  maxLength: number;
  format: TextFormat | undefined;
  /** Of integers without a limit of their own: what the wire can carry. */
  minimum: number | undefined;
  maximum: number | undefined;
  /** Of lists without a limit of their own: 100. */
  maxItems: number;
  multiline: boolean;
  outputOnly: boolean;
  filterable: boolean;
  sortable: boolean;
  sensitivity: Sensitivity;
  /** Hidden from everybody whose roles do not name the field. */
  guarded: boolean;
  /** Fields of the same message, by their JSON names, that the value is worked out from. */
  derivedFrom: readonly string[];
  /** The field of an object that the value is or is worked out from: who may not see or change that one, not this one either. */
  standsFor: ObjectField | undefined;
}

/** A field of an object, as rights name both: customer and ownerId. */
export interface ObjectField {
  object: string;
  field: string;
}

/** One field of a message as code outside protobuf needs it. */
export interface FieldContract {
  /** Name in JSON and TypeScript. */
  name: string;
  /** Full name of the message that has it. */
  parent: string;
  /** Name in proto and of the column. */
  column: string;
  type: FieldType;
  /** A list of `type`. */
  repeated: boolean;
  /** May be absent in answers: the contract marks it `optional`. */
  optional: boolean;
  /** An update may empty it: it is not required, not set by the service, and has an empty value or may be absent. */
  clearable: boolean;
  /** The words allowed, for `word`. */
  words: readonly string[] | undefined;
  /** What the words mean, for `word`. */
  wordMeanings: ReadonlyMap<string, string> | undefined;
  /** The message, for `object`. */
  message: DescMessage | undefined;
  rules: FieldRules;
  comment: string;
}

/** The options message `kontor.options.v1.FieldRules` as protobuf-es decodes it; enumerations by number. */
export interface RawFieldRules {
  required: boolean;
  minLength: number;
  maxLength: number;
  format: number;
  minimum?: bigint;
  maximum?: bigint;
  maxItems: number;
  multiline: boolean;
  outputOnly: boolean;
  filterable: boolean;
  sortable: boolean;
  sensitivity: number;
  guarded: boolean;
  derivedFrom: string[];
  standsFor: string;
}

/** Greatest length of a text whose field sets none. */
const DEFAULT_MAX_LENGTH = 1000;

/** Greatest number of items of a list whose field sets none. */
const DEFAULT_MAX_ITEMS = 100;

const formats: readonly (TextFormat | undefined)[] = [
  undefined,
  'uuid',
  'email',
  'language',
  'time_zone',
  'date',
  'local_time',
  'country',
  'url',
  'filter',
  'phone',
  'decimal',
  'currency',
  'digits',
];
const sensitivities: readonly Sensitivity[] = ['ordinary', 'personal', 'secret'];

/** What stands in a field that is not `optional` and has no value. Words, times and messages have no empty value. */
export const emptyValues: Partial<Record<FieldType, unknown>> = {
  text: '',
  integer: 0,
  number: 0,
  long: '0',
  boolean: false,
  bytes: '',
};

/**
 * Turns a field's descriptor and options into a FieldContract. Throws where the options make no sense: only one
 * value that compares (text, number, boolean, time, word) can be filtered or sorted.
 */
export function fieldContract(field: DescField, raw: RawFieldRules): FieldContract {
  const type = typeOf(field);
  const repeated = field.fieldKind === 'list';
  const scalar = !repeated && !['object', 'struct', 'bytes'].includes(type);
  if ((raw.filterable || raw.sortable) && !scalar) {
    throw new Error(
      `${field.parent.typeName}.${field.name} is no single comparable value, so it cannot be filterable or sortable`,
    );
  }
  if (raw.format !== 0 && type !== 'text') {
    throw new Error(`${field.parent.typeName}.${field.name} has a text format and is no text`);
  }
  return {
    name: field.jsonName,
    parent: field.parent.typeName,
    column: field.name,
    type,
    repeated,
    optional: isMarkedOptional(field),
    clearable:
      !raw.required && !raw.outputOnly && (repeated || isMarkedOptional(field) || type in emptyValues),
    words: field.enum?.values.filter((value) => value.number !== 0).map((value) => value.name),
    wordMeanings: field.enum && wordComments(field.enum),
    message: type === 'object' ? field.message : undefined,
    rules: rulesOf(raw, integerRange(field.scalar), sources(field, raw)),
    comment: commentOf(field),
  };
}

/** JSON names of the fields that a value is worked out from. Throws where the message has no such field. */
function sources(field: DescField, raw: RawFieldRules): string[] {
  return raw.derivedFrom.map((name) => {
    const source = field.parent.fields.find((other) => other.name === name);
    if (!source || source === field)
      throw new Error(
        `${field.parent.typeName}.${field.name} is derived from ${name}, which is no other field`,
      );
    return source.jsonName;
  });
}

function rulesOf(
  raw: RawFieldRules,
  range: { minimum: number; maximum: number } | undefined,
  derivedFrom: string[],
): FieldRules {
  return {
    required: raw.required,
    minLength: raw.minLength,
    maxLength: raw.maxLength || DEFAULT_MAX_LENGTH,
    format: formats[raw.format],
    minimum: raw.minimum === undefined ? range?.minimum : Number(raw.minimum),
    maximum: raw.maximum === undefined ? range?.maximum : Number(raw.maximum),
    maxItems: raw.maxItems || DEFAULT_MAX_ITEMS,
    multiline: raw.multiline,
    outputOnly: raw.outputOnly,
    filterable: raw.filterable,
    sortable: raw.sortable,
    sensitivity: sensitivities[raw.sensitivity] ?? 'secret',
    guarded: raw.guarded,
    derivedFrom,
    standsFor: raw.standsFor ? objectField(raw.standsFor) : undefined,
  };
}

/** Reads what options name as `customer.owner_id`. Whether there is such a field is known once all messages are read. */
export function objectField(text: string): ObjectField {
  const [, object = '', column = ''] = /^([a-z-]+)\.([a-z0-9_]+)$/.exec(text) ?? [];
  if (!object) throw new Error(`${text} does not name a field of an object, such as customer.owner_id`);
  return { object, field: column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()) };
}

function typeOf(field: DescField): FieldType {
  if (field.fieldKind === 'map')
    throw new Error(`${field.parent.typeName}.${field.name}: maps are not part of the contract's language`);
  if (field.enum) return 'word';
  if (field.message) {
    const { typeName } = field.message;
    if (typeName === 'google.protobuf.Timestamp') return 'time';
    return typeName === 'google.protobuf.Struct' ? 'struct' : 'object';
  }
  switch (field.scalar) {
    case ScalarType.STRING:
      return 'text';
    case ScalarType.BOOL:
      return 'boolean';
    case ScalarType.BYTES:
      return 'bytes';
    case ScalarType.DOUBLE:
    case ScalarType.FLOAT:
      return 'number';
    case ScalarType.INT64:
    case ScalarType.UINT64:
    case ScalarType.SINT64:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return 'long';
    default:
      return 'integer';
  }
}
