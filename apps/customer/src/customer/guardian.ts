import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { Customer } from './customer.entity.js';

/** Whose records a customer counts among that nobody owns and nobody keeps: only who reaches all sees it. */
export const nobodys = '00000000-0000-0000-0000-000000000000';

/** Among whose records a customer counts for rights: the owner's, else the keeper's. As the database says it. */
export function guardianOf({ ownerId, keeperId }: Pick<Customer, 'ownerId' | 'keeperId'>): string {
  return ownerId ?? keeperId ?? nobodys;
}

/**
 * The same call, in whose name the service itself acts: where a rule lets a person bring about what lies beyond the
 * person's reach, such as a claim from a pool. Whoever makes such a call asks the rules itself. Audit rows and the
 * idempotency key stay the person's.
 */
export function asService(call: Call): Call {
  return { ...call, caller: { ...call.caller, kind: 'service', service: 'customer' } };
}

/** Whether a person reaches the records of another, asked within the service's own unit of work. */
export function reachedBy(tx: Transaction, { caller }: Call, personId: string): boolean {
  return tx.organisation.reaches(caller, 'customer', personId);
}

/**
 * The nearest superior who works here, of each person: who keeps what the person loses. Whoever has none is left out.
 */
export async function superiorsOf(
  tx: Transaction,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(personIds)];
  if (wanted.length === 0) return new Map();
  const rows = await tx.query<{ id: string; superior: string }>(
    `SELECT wanted.id, above.id AS superior FROM unnest($1::uuid[]) AS wanted (id) CROSS JOIN LATERAL (
       WITH RECURSIVE up (id, step) AS (
         SELECT p.manager_id, 1 FROM person_copy p WHERE p.id = wanted.id
         UNION ALL
         SELECT p.manager_id, up.step + 1 FROM up JOIN person_copy p ON p.id = up.id WHERE up.step < 50
       )
       SELECT up.id FROM up JOIN person_copy p ON p.id = up.id WHERE p.status = 'active' ORDER BY up.step LIMIT 1) above`,
    [wanted],
  );
  return new Map(rows.map(({ id, superior }) => [id, superior]));
}
