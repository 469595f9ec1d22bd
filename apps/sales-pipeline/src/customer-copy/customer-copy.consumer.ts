import { Controller } from '@nestjs/common';
import type { ShareChanged } from '@kontor/contracts/gen/kontor/access/v1/access';
import type {
  CustomerChanged,
  CustomerCreated,
} from '@kontor/contracts/gen/kontor/customer/v1/customer_events';
import type { CustomerRemoved } from '@kontor/contracts/gen/kontor/customer/v1/import_events';
import type {
  CustomersMerged,
  CustomersUnmerged,
} from '@kontor/contracts/gen/kontor/customer/v1/merge_events';
import type { Transaction } from '@kontor/database/transaction';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { followMerge } from '../opportunity/follow-merge.js';
import { tellRemoval } from '../opportunity/tell-removal.js';
import { copyCustomer, copyRemoval } from './customer-copy.js';
import { copyMerge, type ToldMerge } from './merge-copy.js';
import { copyShare, settleShares } from './share-copy.js';

/** Keeps the copy of customers, of what became of them, and of their shares; opportunities follow. */
@Controller()
export class CustomerCopyConsumer {
  @OnEvent('kontor.customer.v1.CustomerCreated')
  async created({ customer }: CustomerCreated, { tx }: EventContext): Promise<void> {
    if (customer) await copyCustomer(tx, customer);
  }

  @OnEvent('kontor.customer.v1.CustomerChanged')
  async changed({ customer }: CustomerChanged, { tx }: EventContext): Promise<void> {
    if (customer) await copyCustomer(tx, customer);
  }

  @OnEvent('kontor.customer.v1.CustomersMerged')
  merged(event: CustomersMerged, { tx }: EventContext): Promise<void> {
    return takeOver(tx, event, false);
  }

  @OnEvent('kontor.customer.v1.CustomersUnmerged')
  unmerged(event: CustomersUnmerged, { tx }: EventContext): Promise<void> {
    return takeOver(tx, event, true);
  }

  @OnEvent('kontor.customer.v1.CustomerRemoved')
  async removed(event: CustomerRemoved, { tx }: EventContext): Promise<void> {
    if (await copyRemoval(tx, event)) await tellRemoval(tx, event.customerId);
  }

  @OnEvent('kontor.access.v1.ShareChanged', { from: ['customer'] })
  shareChanged(event: ShareChanged, { tx }: EventContext): Promise<void> {
    return copyShare(tx, event);
  }
}

async function takeOver(tx: Transaction, merge: ToldMerge, undone: boolean): Promise<void> {
  for (const root of await copyMerge(tx, merge, undone)) {
    await settleShares(tx, root);
    await followMerge(tx, root);
  }
}
