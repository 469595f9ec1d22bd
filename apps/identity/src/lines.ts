import type { Transaction } from '@kontor/database/transaction';

/** A person and everyone above in the reporting line, nearest first; empty for an unknown person. */
export function personAndAbove(tx: Transaction, personId: string): Promise<string[]> {
  return lineOf(tx, 'person', 'manager_id', personId);
}

/** A unit and every unit above, nearest first; empty for an unknown unit. */
export function unitAndAbove(tx: Transaction, unitId: string): Promise<string[]> {
  return lineOf(tx, 'unit', 'parent_id', unitId);
}

async function lineOf(tx: Transaction, table: string, above: string, id: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `WITH RECURSIVE line AS (
       SELECT id, ${above} AS above, 0 AS height FROM ${table} WHERE id = $1
       UNION ALL
       SELECT t.id, t.${above}, line.height + 1 FROM ${table} t JOIN line ON t.id = line.above
     ) CYCLE id SET repeated USING path
     SELECT id FROM line WHERE NOT repeated ORDER BY height`,
    [id],
  );
  return rows.map((row) => row.id);
}
