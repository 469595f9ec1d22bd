import type { Transaction } from '@kontor/database/transaction';
import type { Interaction } from './interaction.entity.js';
import { countsAsContact, countsAsContactSql } from './rules/counts-as-contact.js';

/**
 * When somebody of us last was in contact with a customer, by the talks that count; undefined where none does. `changed`
 * is a talk that this transaction changes, as it is afterwards; `removed` the id of one that it removes.
 */
export async function lastContactOf(
  tx: Transaction,
  customerId: string,
  { changed, removed }: { changed?: Interaction; removed?: string },
): Promise<string | undefined> {
  const [newest] = await tx.query<{ time: string | Date }>(
    `SELECT i.talk_time AS time FROM interaction i
     WHERE i.customer_id = $1 AND i.id IS DISTINCT FROM $2::uuid AND ${countsAsContactSql('i')}
     ORDER BY i.talk_time DESC LIMIT 1`,
    [customerId, changed?.id ?? removed ?? null],
  );
  const times = newest ? [new Date(newest.time)] : [];
  if (changed && countsAsContact(changed)) times.push(new Date(changed.talkTime));
  const [last] = times.sort((one, other) => other.getTime() - one.getTime());
  return last?.toISOString();
}
