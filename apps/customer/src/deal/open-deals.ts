import type { Opportunity } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/opportunity';
import { may, rightsOf } from '@kontor/access/permissions';
import type { Transaction } from '@kontor/database/transaction';

/** What a customer may bring in one currency. */
export interface OpenValue {
  customerId: string;
  /** Decimal text. */
  amount: string;
  currency: string;
}

/**
 * Takes over the newest state of an opportunity; an older one that comes late changes nothing, the same again brings what
 * was not copied when it was told first. One of a customer that
 * became part of another is told anew, of that one.
 */
export async function copyDeal(tx: Transaction, deal: Opportunity): Promise<void> {
  const { id, customerId, amount, currency = '', stage, etag } = deal;
  await tx.query(
    `INSERT INTO open_deal AS known (id, customer_id, amount, currency, open, won, deal_version)
     SELECT $1, c.id, $3, $4, $5, $7, $6 FROM customer c WHERE c.id = $2
     ON CONFLICT (id) DO UPDATE SET customer_id = excluded.customer_id, amount = excluded.amount,
       currency = excluded.currency, open = excluded.open, won = excluded.won, deal_version = excluded.deal_version
     WHERE known.deal_version <= excluded.deal_version`,
    [
      id,
      customerId,
      amount ?? null,
      currency,
      stage !== 'won' && stage !== 'lost',
      Number(etag),
      stage === 'won',
    ],
  );
}

/**
 * What customers may bring: the amounts of their open opportunities, by currency. Nothing for who may not read
 * opportunities, or their amounts.
 */
export async function openValues(tx: Transaction, customerIds: readonly string[]): Promise<OpenValue[]> {
  const { caller } = tx.call;
  const limits = rightsOf(caller).limits('opportunity');
  const hidden = ['amount', 'currency', 'stage'].some(
    (field) => limits?.hidden.has(field) || limits?.masked.has(field),
  );
  if (customerIds.length === 0 || hidden || !may(caller, 'opportunity.read')) return [];
  return tx.query<OpenValue>(
    `SELECT customer_id AS "customerId", sum(amount)::text AS amount, currency FROM open_deal
     WHERE customer_id = ANY ($1::uuid[]) AND open AND amount > 0 GROUP BY customer_id, currency ORDER BY 1, 3`,
    [customerIds],
  );
}
