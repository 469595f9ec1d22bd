import { decimalOf, millionths } from '@kontor/schema/decimal';
import { isDecimal } from '@kontor/schema/formats';
import type { QueryField } from './fields.js';

/**
 * A value of a filter in its one canonical form: times in UTC with milliseconds, uuids in lower case, decimals as text
 * without zeros at the end.
 */
export type FilterValue = string | number | boolean;

/** A value in a form that JavaScript's `===` and `<` compare as Postgres compares the column. */
export type Comparable = string | number | bigint | boolean;

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const dateForm = /^\d{4}-\d{2}-\d{2}$/;
const timeForm =
  /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
/** Every decimal number of so many digits comes out of a double as it went in. */
const exactDigits = 15;
const integerForm = /^-?\d{1,19}$/;
const firstInstant = Date.parse('0001-01-01T00:00:00.000Z');
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z');
const int8 = { least: -(2n ** 63n), greatest: 2n ** 63n - 1n };

/** Reads a value for a field in canonical form; undefined when it does not fit the field's type. */
export function readValue(field: QueryField, value: unknown): FilterValue | undefined {
  switch (field.type) {
    case 'text':
      return readText(value);
    case 'number':
      return field.integer === true ? readInteger(value) : readNumber(value);
    case 'decimal':
      return readDecimal(value);
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'time':
      return readTime(value);
    case 'date':
      return typeof value === 'string' && isCalendarDate(value) ? value : undefined;
    case 'uuid':
      return typeof value === 'string' && uuidForm.test(value) ? value.toLowerCase() : undefined;
    case 'word':
    case 'words':
      return typeof value === 'string' && field.words?.includes(value) === true ? value : undefined;
  }
}

/** The Postgres type to which parameters for the field are cast: that of its column, so that indexes serve. */
export function sqlType(field: QueryField): string {
  if (field.cast !== undefined) return field.cast;
  if (field.type === 'number') return field.integer === true ? 'bigint' : 'double precision';
  const types = {
    text: 'text',
    decimal: 'numeric',
    word: 'text',
    words: 'text',
    boolean: 'boolean',
    time: 'timestamptz',
    date: 'date',
    uuid: 'uuid',
  };
  return types[field.type];
}

/**
 * The value of a record, or of a filter, ready for comparison; null for null and absent. Records may carry what
 * the driver gives (Date for times, text for int8) or what JSON gives.
 */
export function comparable(field: QueryField, value: unknown): Comparable | null {
  if (value === null || value === undefined) return null;
  switch (field.type) {
    case 'number':
      return field.integer === true ? BigInt(value as string | number) : Number(value);
    case 'decimal':
      return millionths(String(value));
    case 'time':
      return value instanceof Date ? value.getTime() : Date.parse(String(value));
    case 'date':
      return value instanceof Date ? calendarDate(value) : String(value);
    case 'uuid':
      return String(value).toLowerCase();
    case 'boolean':
      return value === true;
    default:
      return String(value);
  }
}

/**
 * Lower case as Postgres' `lower(x COLLATE "pg_c_utf8")` makes it: letter by letter, without regard to language
 * or neighbours. JavaScript differs in two letters only: İ, and Σ at the end of a word.
 */
export function lowerCase(text: string): string {
  return text.replaceAll('İ', 'i').replaceAll('Σ', 'σ').toLowerCase();
}

/** Postgres stores neither NUL nor halves of surrogate pairs: a driver would change or refuse them. */
function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value.isWellFormed() && !value.includes('\0') ? value : undefined;
}

function readNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Whole numbers come as JSON numbers while exact, and as text in the whole range of int8. */
function readInteger(value: unknown): number | string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value + 0 : undefined;
  if (typeof value !== 'string' || !integerForm.test(value)) return undefined;
  const number = BigInt(value);
  return number >= int8.least && number <= int8.greatest ? number.toString() : undefined;
}

/** Decimals come as text, and as JSON numbers of so few digits that reading them as a double has changed nothing. */
function readDecimal(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || !isDecimal(text)) return undefined;
  if (typeof value === 'number' && text.replace(/\D/g, '').length > exactDigits) return undefined;
  return decimalOf(millionths(text));
}

function readTime(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const day = timeForm.exec(value)?.[1];
  if (day === undefined || !isCalendarDate(day)) return undefined;
  const instant = Date.parse(value.toUpperCase());
  return instant >= firstInstant && instant <= lastInstant ? new Date(instant).toISOString() : undefined;
}

function isCalendarDate(text: string): boolean {
  if (!dateForm.test(text) || text.startsWith('0000')) return false;
  const instant = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}

/** The driver makes local midnight of a date column, so the local calendar day is the stored one. */
function calendarDate(date: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
