import { AppError, checkFaults, type FieldViolation } from '@kontor/errors/app-error';
import type { FieldContract, FieldType } from '@kontor/schema/contract';

/** How the text of a parameter becomes a value; text that does not fit is kept, and validation names it. */
type Coercion = (text: string) => unknown;

/** One parameter that a call takes from the query. */
export interface QueryParameter {
  repeated: boolean;
  coerce: Coercion;
}

const asText: Coercion = (text) => text;

/** Types without an entry (objects, bytes) have no form in a query. */
const coercions: Partial<Record<FieldType, Coercion>> = {
  text: asText,
  word: asText,
  time: asText,
  long: asText,
  boolean: (text) => (text === 'true' ? true : text === 'false' ? false : text),
  integer: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : text),
  number: (text) => (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : text),
};

/** The parameter for a field of the request, or undefined where the field has no form in a query. */
export function queryParameter(field: FieldContract): QueryParameter | undefined {
  const coerce = coercions[field.type];
  return coerce && { repeated: field.repeated, coerce };
}

/**
 * Adds the parameters of a raw query (the part after `?`) to the request. Throws AppError `invalid` that names
 * every unknown parameter and every one that is given more than once where one is expected; `broken-utf8` where the
 * percent-encoding is not UTF-8.
 */
export function readQuery(
  raw: string,
  parameters: ReadonlyMap<string, QueryParameter>,
  request: Record<string, unknown>,
): void {
  const faults: FieldViolation[] = [];
  for (const [name, text] of new URLSearchParams(checkEncoding(raw))) {
    const parameter = parameters.get(name);
    if (!parameter) faults.push({ field: name, reason: 'unknown-field' });
    else if (parameter.repeated) ((request[name] ??= []) as unknown[]).push(parameter.coerce(text));
    else if (Object.hasOwn(request, name)) faults.push({ field: name, reason: 'repeated-parameter' });
    else request[name] = parameter.coerce(text);
  }
  checkFaults(faults);
}

/** URLSearchParams would replace broken bytes silently; a caller should hear of them. */
function checkEncoding(raw: string): string {
  if (!raw.includes('%')) return raw;
  try {
    decodeURIComponent(raw);
    return raw;
  } catch (cause) {
    throw new AppError('invalid', 'broken-utf8', { cause });
  }
}

/** Refuses every query parameter: for routes that take none. Throws AppError `invalid`. */
export function refuseQuery(url: string): void {
  const query = url.indexOf('?');
  if (query !== -1) readQuery(url.slice(query + 1), new Map(), {});
}
