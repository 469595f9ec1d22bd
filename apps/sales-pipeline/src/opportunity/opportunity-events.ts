import { differences } from '@kontor/database/audit';
import type { Transaction } from '@kontor/database/transaction';
import type { Opportunity } from './opportunity.entity.js';

/** Fields by which this service follows merges, which concern nobody else. */
const told: ReadonlySet<string> = new Set(['toldCustomerId', 'toldContactId']);

/** Tells how an opportunity stands now, which fields differ, and among whose records its customer counts. */
export function emitOpportunityChanged(
  tx: Transaction,
  before: Partial<Opportunity>,
  after: Opportunity,
  guardianId: string,
): void {
  const changed = Object.keys(differences(before, after)).filter((name) => !told.has(name));
  tx.emit('kontor.sales_pipeline.v1.OpportunityChanged', after, {
    opportunity: after as ToldOpportunity,
    changed,
    ownerId: guardianId,
  });
}

/** What an event says of an opportunity: its customer's name and owner are told by the customer. */
type ToldOpportunity = Opportunity & { customerName: string };
