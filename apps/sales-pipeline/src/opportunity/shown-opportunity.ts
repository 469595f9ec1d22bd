import type { Transaction } from '@kontor/database/transaction';
import { CustomerCopy } from '../customer-copy/customer-copy.entity.js';
import type { Opportunity } from './opportunity.entity.js';

/** An opportunity as it is answered: with what its customer says of itself. */
export type ShownOpportunity = Opportunity & { customerName: string; ownerId?: string };

/** Opportunities of one customer as they are answered. */
export function shownWith(opportunity: Opportunity, customer?: CustomerCopy): ShownOpportunity {
  const { name: customerName = '', ownerId } = customer ?? {};
  return { ...opportunity, customerName, ...(ownerId && { ownerId }) };
}

/** Opportunities as they are answered; one statement for all. */
export async function shown(
  tx: Transaction,
  opportunities: readonly Opportunity[],
): Promise<ShownOpportunity[]> {
  const ids = [...new Set(opportunities.map(({ customerId }) => customerId))];
  const customers = ids.length > 0 ? await tx.select(CustomerCopy, 'r.id = ANY ($1::uuid[])', [ids]) : [];
  const byId = new Map(customers.map((customer) => [customer.id, customer]));
  return opportunities.map((opportunity) => shownWith(opportunity, byId.get(opportunity.customerId)));
}
