import type { Transaction } from '@kontor/database/transaction';

/** The person and everybody whom the person stands in for now and in all things, over several steps. */
export async function actingFor(tx: Transaction, personId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `WITH RECURSIVE acting (id) AS (
       SELECT $1::uuid
       UNION
       SELECT s.person_id FROM acting JOIN substitution s ON s.substitute_id = acting.id
       WHERE s.cancel_time IS NULL AND s.start_time <= now() AND s.end_time > now() AND s.objects = '[]'
     ) SELECT id FROM acting`,
    [personId],
  );
  return rows.map(({ id }) => id);
}

/** SELECT of the ids of everybody below those in a parameter (uuid[]), however deep. `UNION` ends at a cycle. */
export const belowStatement = (parameter: string): string =>
  `WITH RECURSIVE below (id) AS (
     SELECT id FROM person WHERE manager_id = ANY (${parameter}::uuid[])
     UNION
     SELECT p.id FROM person p JOIN below ON p.manager_id = below.id
   ) SELECT id FROM below`;
