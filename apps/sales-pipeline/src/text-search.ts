import { rightsOf } from '@kontor/access/permissions';
import type { Transaction } from '@kontor/database/transaction';

/** What records of one object are found by. */
export interface SearchedObject {
  /** Name of the object, as rights call it. */
  object: string;
  /** Table of the pairs of signs of each record. */
  table: string;
  /** Fields that are searched in; their columns are called the same. */
  fields: readonly string[];
}

/**
 * Condition that keeps the records `r` in whose fields a text stands, whatever case and width it is written in; of these,
 * those that the caller may read. The index finds what has all pairs of signs of the text, and the second look whether
 * they stand side by side. Who may read none of these fields finds nothing, nor does a single sign, for which there is no
 * index.
 */
export function foundByText(
  tx: Transaction,
  { object, table, fields }: SearchedObject,
  text: string,
): { where: string; params: unknown[] } {
  const limits = rightsOf(tx.call.caller).limits(object);
  const readable = fields.filter((name) => !limits?.hidden.has(name) && !limits?.masked.has(name));
  if (readable.length === 0 || [...text.trim()].length < 2) return { where: 'FALSE', params: [] };
  const looks = readable.map((name) => `strpos(folded_text(r.${name}), folded_text($1)) > 0`);
  const found = `SELECT s.id FROM ${table} s WHERE s.pairs @> text_pairs($1)`;
  // An array, asked for first: else the second look is taken at every record.
  return { where: `r.id = ANY (ARRAY(${found})) AND (${looks.join(' OR ')})`, params: [text.trim()] };
}
