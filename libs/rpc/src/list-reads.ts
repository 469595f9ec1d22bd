import type { Caller } from '@kontor/access/caller';
import { contract, type MethodContract } from '@kontor/schema/contract';

/** Who watches how much is read. */
export interface ReadWatch {
  /** Asked before a list is read. Throws exhausted mass-read where somebody has read too much. */
  admit(caller: Caller): void;
  /** Told how many rows a list answered. */
  listed(caller: Caller, call: string, rows: number): void;
}

/** How many rows an answer has in that field. */
export function countRows(answer: object, field: string): number {
  const rows = (answer as Record<string, unknown>)[field];
  return Array.isArray(rows) ? rows.length : 0;
}

const rowFields = new Map<string, string | undefined>();

/**
 * The field of an answer that holds the rows of a page; undefined for calls that are no lists, and for lists of what is
 * the caller's own, such as notices and sessions: reading those takes nothing away.
 */
export function rowsField(method: MethodContract): string | undefined {
  if (!rowFields.has(method.path)) rowFields.set(method.path, findRowsField(method));
  return rowFields.get(method.path);
}

function findRowsField({ http, input, output, permission = '' }: MethodContract): string | undefined {
  if (http?.verb !== 'get' || permission.endsWith('.own')) return undefined;
  if (!input.fields.some(({ name }) => name === 'page_size')) return undefined;
  return contract.fields(output.typeName).find(({ repeated, type }) => repeated && type === 'object')?.name;
}
