import type { Random } from '../random.ts';
import type { Stage } from '../stage/stage.ts';

/** A row of a file, by its headings. */
export interface FileRow {
  id: string;
  name: string;
  segment: string;
  note: string;
  mail: string;
  who: string;
  tel: string;
}

/** A row of a customer that is like no other; `place` numbers the rows of one source. */
export function newRow(random: Random, place: number): FileRow {
  const mark = random.uuid();
  // Places of one source have numbers far apart, so that a number that changes is nobody else's.
  const line = String(random.whole(2, 9)) + String(place).padStart(6, '0');
  return {
    id: `R${place}`,
    name: `Row ${mark}`,
    segment: `seg ${random.whole(1, 9)}a`,
    note: '',
    mail: `r${mark}@rows-${place}-${mark.slice(0, 8)}.example`,
    who: `Contact ${mark.slice(0, 8)}`,
    tel: `+86 10 ${line.slice(0, 4)} ${line.slice(4)}${random.whole(0, 9)}`,
  };
}

/** The rows as text with tabs. */
export function csvOf(rows: readonly FileRow[], headings: readonly string[]): string {
  const lines = rows.map((row) => headings.map((heading) => row[heading as keyof FileRow]).join('\t'));
  return `${[headings.join('\t'), ...lines].join('\n')}\n`;
}

/**
 * Everything that there is of a source, by the ids of its rows, each as text in an order that does not depend on anything:
 * customer, contacts and keys, without what counts changes.
 */
export async function baseOf(stage: Stage, source: string): Promise<Map<string, string>> {
  const found = await stage.database('customer', (query) =>
    query<{ id: string; is: string }>(
      `SELECT c.external_id AS id, jsonb_build_array(
         to_jsonb(c) - '{version,update_time}'::text[],
         (SELECT jsonb_agg(to_jsonb(k) - '{version,update_time}'::text[] ORDER BY k.id) FROM contact k WHERE k.customer_id = c.id),
         (SELECT jsonb_agg(to_jsonb(m) ORDER BY m.kind, m.key, m.contact_id) FROM match_key m WHERE m.customer_id = c.id)
       )::text AS is
       FROM customer c WHERE c.source = $1`,
      [source],
    ),
  );
  const base = new Map<string, string>();
  for (const { id, is } of found) base.set(id, base.has(id) ? `twice: ${is}` : is);
  return base;
}
