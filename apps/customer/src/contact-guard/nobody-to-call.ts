import type { Transaction } from '@kontor/database/transaction';
import type { Wishes } from './rules/verdict.js';

/**
 * The wish that holds for a call of which nobody says who was called: where all who work at the customer and have a phone
 * are never to be called, the customer is not to be called either. Undefined where somebody may be.
 */
export async function wishOfAll(tx: Transaction, customerId: string): Promise<Wishes | undefined> {
  const [found] = await tx.query<{ nobody: boolean | null }>(
    `SELECT bool_and(coalesce(p.do_not_call, false)) AS nobody FROM contact c
     LEFT JOIN contact_preference p ON p.customer_id = c.customer_id AND p.contact_id = c.id
     WHERE c.customer_id = $1 AND c.left_time IS NULL AND jsonb_array_length(c.phones) > 0`,
    [customerId],
  );
  return found?.nobody ? { consents: [], doNotCall: true, timeZone: '' } : undefined;
}
