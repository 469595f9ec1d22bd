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
 * A text that more records have is looked for in the order of the list, where a page is soon found: of a million records
 * every two hundredth.
 */
const mostFound = 5_000;

/**
 * Condition that keeps the records `r` in whose fields a text stands, whatever case and width it is written in; of these,
 * those that the caller may read. The index finds what has all pairs of signs of the text, and the second look whether
 * they stand side by side. Who may read none of these fields finds nothing, nor does a single sign, for which there is no
 * index.
 */
export async function foundByText(
  tx: Transaction,
  { object, table, fields }: SearchedObject,
  text: string,
): Promise<{ where: string; params: unknown[]; means: unknown }> {
  const wanted = text.trim();
  // A page token holds from page to page, whichever way is taken.
  const means = [object, wanted];
  const limits = rightsOf(tx.call.caller).limits(object);
  const readable = fields.filter((name) => !limits?.hidden.has(name) && !limits?.masked.has(name));
  if (readable.length === 0 || [...wanted].length < 2) return { where: 'FALSE', params: [], means };
  const looks = readable.map((name) => `strpos(folded_text(r.${name}), folded_text($1)) > 0`).join(' OR ');
  const [found] = await tx.query<{ ids: string | null }>(
    `WITH found AS MATERIALIZED (SELECT s.id FROM ${table} s WHERE s.pairs @> text_pairs($1))
     SELECT CASE WHEN count(*) <= $2 THEN coalesce(array_agg(id), '{}') END::text AS ids
     FROM (SELECT id FROM found LIMIT $2::integer + 1) first`,
    [wanted, mostFound],
  );
  // The planner expects half of all records to meet a CASE, and walks the order.
  if (!found?.ids) return { where: `CASE WHEN ${looks} THEN TRUE END`, params: [wanted], means };
  return { where: `r.id = ANY ($2::uuid[]) AND (${looks})`, params: [wanted, found.ids], means };
}
