import type { DescMessage } from '@bufbuild/protobuf';
import type { FieldContract } from './contract.js';
import { contract } from './contract.js';
import type { CustomShaper } from './custom-limits.js';
import { isCustomHolder } from './custom-names.js';
import { emptyValues } from './field-contract.js';

/** A value in the JSON shape of some message. */
export type Shaped = Record<string, unknown>;

/**
 * Brings values into the exact shape of a message, as the ts-proto types describe it: unknown properties, null and
 * undefined go; texts, numbers, booleans and lists that are absent get their zero value; words, times, messages and
 * fields marked `optional` stay absent. Times become UTC with milliseconds. The value must be valid otherwise.
 */
export function shape(message: DescMessage, value: object, use: ShapeUse = 'answer'): Shaped {
  return shaperOf(message, use).run(value);
}

/** In requests, fields that only the service sets stay out, also with their zero value. */
export type ShapeUse = 'request' | 'answer';

/** A function behind a name, so that messages may contain each other. `seen` is handed on to the messages inside. */
export interface Shaper {
  run: (value: object, seen?: unknown) => Shaped;
}

const shapers: Record<ShapeUse, Map<string, Shaper>> = { request: new Map(), answer: new Map() };

/** What shapes a message for a use; made once. */
export function shaperOf(message: DescMessage, use: ShapeUse): Shaper {
  const known = shapers[use].get(message.typeName);
  if (known) return known;
  const shaper: Shaper = { run: () => ({}) };
  shapers[use].set(message.typeName, shaper);
  const fields = contract
    .fields(message.typeName)
    .filter(({ rules }) => use === 'answer' || !rules.outputOnly);
  shaper.run = compile(fields, (inner) => shaperOf(inner, use));
  return shaper;
}

/**
 * Writes the function as source: generic loops over fields cost 30 times as much on a list of 50 customers, which
 * is the way of every answer. Only names of the contract get into the source. Texts in `masked` show that there is
 * something and not what; anything else in it is left out.
 * `custom` shapes the values of custom fields where some of them are limited.
 */
export function compile(
  fields: readonly FieldContract[],
  shaperFor: (message: DescMessage) => Shaper,
  masked: ReadonlySet<string> = new Set(),
  mask = '',
  custom?: CustomShaper,
): Shaper['run'] {
  const nested: Shaper[] = [];
  const lines = fields.map((field) => {
    if (masked.has(field.name)) return maskedLine(field);
    if (custom && isCustomHolder(field)) return 'v = o.custom; if (v != null) r.custom = custom(v);';
    const at = nested.length;
    if (field.message) nested.push(shaperFor(field.message));
    const absent = absentOf(field);
    return `v = o.${identifier(field.name)}; if (v != null) r.${field.name} = ${present(field, at)};${absent && ` else r.${field.name} = ${absent};`}`;
  });
  const source = `return (o, seen) => { const r = {}; let v; ${lines.join('\n')} return r; };`;
  const make = new Function('nested', 'utc', 'mask', 'custom', source) as (
    nested: Shaper[],
    utc: typeof utcTime,
    mask: string,
    custom: CustomShaper | undefined,
  ) => Shaper['run'];
  return make(nested, utcTime, mask, custom);
}

function maskedLine(field: FieldContract): string {
  if (field.type !== 'text' || field.repeated) return '';
  const name = identifier(field.name);
  const empty = field.optional ? '' : ` else r.${name} = '';`;
  return `v = o.${name}; if (v != null && v !== '') r.${name} = mask;${empty}`;
}

function present(field: FieldContract, at: number): string {
  if (field.message) {
    const run = `nested[${at}].run`;
    return field.repeated ? `v.map((item) => ${run}(item, seen))` : `${run}(v, seen)`;
  }
  if (field.type !== 'time') return 'v';
  return field.repeated ? 'v.map((item) => utc(item))' : 'utc(v)';
}

function absentOf(field: FieldContract): string {
  if (field.repeated) return '[]';
  const empty = emptyValues[field.type];
  return field.optional || empty === undefined ? '' : JSON.stringify(empty);
}

function identifier(name: string): string {
  if (!/^[a-z][a-zA-Z0-9]*$/.test(name)) throw new Error(`${name} is no JSON name that a field may have`);
  return name;
}

const MILLISECONDS_AT = 19;
const LENGTH_WITH_MILLISECONDS = 24;

/** A time (RFC 3339 in any zone, or a Date) as RFC 3339 in UTC with milliseconds. */
function utcTime(value: string | Date): string {
  if (typeof value !== 'string') return value.toISOString();
  const canonical =
    value.length === LENGTH_WITH_MILLISECONDS && value[MILLISECONDS_AT] === '.' && value.endsWith('Z');
  return canonical ? value : new Date(value).toISOString();
}
