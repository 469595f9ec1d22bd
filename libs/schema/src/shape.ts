import type { DescMessage } from '@bufbuild/protobuf';
import type { FieldContract } from './contract.js';
import { contract } from './contract.js';
import { emptyValues } from './field-contract.js';

/** A value in the JSON shape of some message. */
export type Shaped = Record<string, unknown>;

/**
 * Brings values into the exact shape of a message, as the ts-proto types describe it: unknown properties, null and
 * undefined go; texts, numbers, booleans and lists that are absent get their zero value; words, times, messages and
 * fields marked `optional` stay absent. Times become UTC with milliseconds. The value must be valid otherwise.
 */
export function shape(message: DescMessage, value: object, use: ShapeUse = 'answer'): Shaped {
  return (shapers[use].get(message.typeName) ?? compile(message, use)).run(value);
}

/** In requests, fields that only the service sets stay out, also with their zero value. */
export type ShapeUse = 'request' | 'answer';

/** A function behind a name, so that messages may contain each other. */
interface Shaper {
  run: (value: object) => Shaped;
}

const shapers: Record<ShapeUse, Map<string, Shaper>> = { request: new Map(), answer: new Map() };

/**
 * Writes the function as source: generic loops over fields cost 30 times as much on a list of 50 customers, which
 * is the way of every answer. Only names of the contract get into the source.
 */
function compile(message: DescMessage, use: ShapeUse): Shaper {
  const shaper: Shaper = { run: () => ({}) };
  shapers[use].set(message.typeName, shaper);
  const nested: Shaper[] = [];
  const fields = contract
    .fields(message.typeName)
    .filter(({ rules }) => use === 'answer' || !rules.outputOnly);
  const lines = fields.map((field) => {
    const at = nested.length;
    if (field.message) nested.push(shapers[use].get(field.message.typeName) ?? compile(field.message, use));
    const absent = absentOf(field);
    return `v = o.${identifier(field.name)}; if (v != null) r.${field.name} = ${present(field, at)};${absent && ` else r.${field.name} = ${absent};`}`;
  });
  const source = `return (o) => { const r = {}; let v; ${lines.join('\n')} return r; };`;
  shaper.run = (
    new Function('nested', 'utc', source) as (nested: Shaper[], utc: typeof utcTime) => Shaper['run']
  )(nested, utcTime);
  return shaper;
}

function present(field: FieldContract, at: number): string {
  const convert = field.message ? `nested[${at}].run` : field.type === 'time' ? 'utc' : '';
  if (convert === '') return 'v';
  return field.repeated ? `v.map((item) => ${convert}(item))` : `${convert}(v)`;
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
