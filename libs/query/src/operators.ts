import type { FieldType } from './fields.js';

/** What a condition may ask. */
export const operators = [
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'in',
  'notIn',
  'contains',
  'startsWith',
  'isNull',
] as const;

/** One of the questions that a condition may ask. */
export type Operator = (typeof operators)[number];

const equality = ['eq', 'ne', 'in', 'notIn', 'isNull'] as const;
const ordered = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'in', 'notIn', 'isNull'] as const;

/**
 * The operators of each type. Text has no less and greater: which of two names comes first depends on the
 * column's collation, which memory does not know.
 */
export const operatorsOf: Readonly<Record<FieldType, readonly Operator[]>> = {
  text: [...equality, 'contains', 'startsWith'],
  word: equality,
  words: ['contains', 'isNull'],
  uuid: equality,
  boolean: ['eq', 'ne', 'isNull'],
  number: ordered,
  decimal: ordered,
  time: ordered,
  date: ordered,
};

/** Whether a text is the name of an operator. */
export function isOperator(text: string): text is Operator {
  return (operators as readonly string[]).includes(text);
}
