import type { Call } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import type { Batch } from './import-batch.js';

/** The people whom a batch names as owners, by e-mail: those who work here and whom the starter reaches. */
export async function ownersOf(work: UnitOfWork, call: Call, batch: Batch): Promise<Map<string, string>> {
  const emails = new Set(
    batch.rows.flatMap(({ judged }) =>
      'ownerEmail' in judged && judged.ownerEmail ? [judged.ownerEmail] : [],
    ),
  );
  if (emails.size === 0) return new Map();
  return work.read(call, async (tx) => {
    const people = await tx.select(PersonCopy, `r.email = ANY ($1) AND r.status = 'active'`, [[...emails]]);
    const reached = people.filter(({ id }) => tx.reachesOwner('customer', id));
    return new Map(reached.map(({ email, id }) => [email, id]));
  });
}
