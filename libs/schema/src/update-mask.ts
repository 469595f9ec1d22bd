import { checkFaults, type FieldViolation } from '@kontor/errors/app-error';
import type { FieldContract } from './contract.js';
import { contract } from './contract.js';
import { emptyValues } from './field-contract.js';

/**
 * The changes that an Update call asks for: the fields of `mask` with their new values, absent ones as the empty
 * value of the field (or undefined for optional ones: cleared). Throws `invalid` for fields that do not exist, are
 * set by the service only, or are required and would be cleared.
 */
export function maskedChanges<M extends object>(
  messageName: string,
  record: M | undefined,
  mask: string[],
): Partial<M> {
  const fields = new Map(contract.fields(messageName).map((field) => [field.name, field]));
  const violations: FieldViolation[] = [];
  const changes: Record<string, unknown> = {};
  for (const name of mask) {
    const field = fields.get(name);
    const value = (record as Record<string, unknown> | undefined)?.[name];
    const reason = refusal(field, value);
    if (reason) violations.push({ field: name, reason });
    else if (field) changes[name] = value ?? emptyValue(field);
  }
  checkFaults(violations);
  return changes as Partial<M>;
}

function refusal(field: FieldContract | undefined, value: unknown): string | undefined {
  if (!field) return 'unknown-field';
  if (field.rules.outputOnly) return 'read-only-field';
  if (!field.clearable && (value === undefined || value === null)) return 'required';
  return undefined;
}

function emptyValue(field: FieldContract): unknown {
  if (field.optional) return undefined;
  if (field.repeated) return [];
  return emptyValues[field.type];
}
