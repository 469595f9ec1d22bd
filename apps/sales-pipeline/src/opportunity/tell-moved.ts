import type { MovedRecords } from '@kontor/custom-fields/moved-references';
import type { Transaction } from '@kontor/database/transaction';
import { CustomerCopy } from '../customer-copy/customer-copy.entity.js';
import { nobodys } from '../customer-copy/customer-copy.js';
import { emitProductChanged } from '../product/product-events.js';
import { Product } from '../product/product.entity.js';
import { emitOpportunityChanged } from './opportunity-events.js';
import { Opportunity } from './opportunity.entity.js';

/** Tells of opportunities and products whose references followed a merge of customers, or its undoing. */
export async function tellMoved(tx: Transaction, { table, key, ids }: MovedRecords): Promise<void> {
  if (table === 'opportunity') {
    const moved = await tx.select(Opportunity, 'r.id = ANY ($1::uuid[])', [ids], 'ORDER BY r.id');
    const customers = await tx.select(CustomerCopy, 'r.id = ANY ($1::uuid[])', [
      moved.map(({ customerId }) => customerId),
    ]);
    const guardianOf = new Map(customers.map(({ id, guardianId }) => [id, guardianId]));
    for (const after of moved)
      emitOpportunityChanged(tx, before(after, key), after, guardianOf.get(after.customerId) ?? nobodys);
  } else if (table === 'product') {
    const moved = await tx.select(Product, 'r.id = ANY ($1::uuid[])', [ids], 'ORDER BY r.id');
    for (const after of moved) emitProductChanged(tx, before(after, key), after);
  }
}

/** The record with another value of the field: which one it was, nobody asks. */
function before<R extends { custom?: object | undefined }>(after: R, key: string): R {
  return { ...after, custom: { ...after.custom, [key]: '' } };
}
