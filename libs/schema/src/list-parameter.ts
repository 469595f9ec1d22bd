import type { DescMessage } from '@bufbuild/protobuf';
import type { FieldContract } from './contract.js';
import { contract } from './contract.js';
import type { JsonSchema } from './json-schema.js';

/**
 * What the parameters `filter` and `orderBy` of a list say beyond their type: which fields of the listed record
 * they take, and examples. Empty for other parameters.
 */
export function listParameter(field: FieldContract, record: DescMessage): JsonSchema {
  const fields = contract.fields(record.typeName);
  if (field.rules.format === 'filter')
    return filterParameter(
      field,
      fields.filter(({ rules }) => rules.filterable),
    );
  if (field.name === 'orderBy')
    return orderParameter(
      field,
      fields.filter(({ rules }) => rules.sortable),
    );
  return {};
}

const GRAMMAR =
  'A condition is `{"field", "op", "value"}`; `{"and": [...]}`, `{"or": [...]}` and `{"not": ...}` join conditions. ' +
  'Operators: eq, ne, lt, le, gt, ge, in, notIn, contains, startsWith, isNull, as far as they suit the field.';

function filterParameter(field: FieldContract, filterable: readonly FieldContract[]): JsonSchema {
  const conditions = filterable.map(condition);
  const first = conditions[0];
  const examples = {
    ...(first && { one: { summary: 'One condition', value: JSON.stringify(first) } }),
    ...(conditions.length > 1 && {
      both: { summary: 'Two conditions', value: JSON.stringify({ and: conditions.slice(-2) }) },
    }),
  };
  return {
    description: `${field.comment} ${GRAMMAR} Fields: ${names(filterable)}.`,
    ...(first && { examples }),
  };
}

function orderParameter(field: FieldContract, sortable: readonly FieldContract[]): JsonSchema {
  const [one] = sortable;
  return {
    description: `${field.comment} Fields: ${names(sortable)}.`,
    ...(one && { examples: { descending: { summary: 'From great to small', value: `${one.name} desc` } } }),
  };
}

function condition(field: FieldContract): { field: string; op: string; value: unknown } {
  switch (field.type) {
    case 'word':
      return { field: field.name, op: 'in', value: (field.words ?? []).slice(0, 2) };
    case 'time':
      return { field: field.name, op: 'ge', value: '2026-11-21T09:00:00.000Z' };
    case 'boolean':
      return { field: field.name, op: 'eq', value: false };
    case 'integer':
    case 'number':
    case 'long':
      return { field: field.name, op: 'ge', value: 1 };
    default:
      return field.rules.format === 'uuid'
        ? { field: field.name, op: 'eq', value: '0190b0f0-5a3c-7d2e-8f10-6b1c2d3e4f50' }
        : { field: field.name, op: 'eq', value: 'Example' };
  }
}

function names(fields: readonly FieldContract[]): string {
  return fields.map(({ name }) => `\`${name}\``).join(', ');
}
