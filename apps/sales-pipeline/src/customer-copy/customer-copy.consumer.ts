import { Controller } from '@nestjs/common';
import type { ShareChanged } from '@kontor/contracts/gen/kontor/access/v1/access';
import type {
  ContactChanged,
  ContactRemoved,
  CustomerChanged,
  CustomerCreated,
} from '@kontor/contracts/gen/kontor/customer/v1/customer_events';
import type { ContactJoin } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { CustomerRemoved } from '@kontor/contracts/gen/kontor/customer/v1/import_events';
import type {
  CustomersMerged,
  CustomersUnmerged,
} from '@kontor/contracts/gen/kontor/customer/v1/merge_events';
import type { Transaction } from '@kontor/database/transaction';
import type { EventContext, GatheringContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { followJoins } from '../opportunity/follow-joins.js';
import { followMerge } from '../opportunity/follow-merge.js';
import { loseContact } from '../opportunity/lose-contact.js';
import { tellRemoval } from '../opportunity/tell-removal.js';
import { contactsHome, copyContact, copyJoins, forgetContact } from './contact-copy.js';
import { copyCustomers, copyRemoval } from './customer-copy.js';
import { copyMerge, type ToldMerge } from './merge-copy.js';
import { copyShare, settleShares } from './share-copy.js';

/** Keeps the copy of customers, of what became of them, and of their shares; opportunities follow. */
@Controller()
export class CustomerCopyConsumer {
  @OnEvent('kontor.customer.v1.CustomerCreated')
  async created({ customer }: CustomerCreated, { together }: GatheringContext): Promise<void> {
    // Imports make many at once. A later state that was copied first stays.
    if (customer) together(copyCustomers, customer);
  }

  @OnEvent('kontor.customer.v1.CustomerChanged')
  async changed({ customer }: CustomerChanged, { tx }: EventContext): Promise<void> {
    if (customer) await copyCustomers(tx, [customer]);
  }

  @OnEvent('kontor.customer.v1.ContactChanged')
  async contactChanged({ contact }: ContactChanged, { tx }: EventContext): Promise<void> {
    if (contact) await copyContact(tx, contact);
  }

  @OnEvent('kontor.customer.v1.ContactRemoved')
  async contactRemoved({ contactId }: ContactRemoved, { tx }: EventContext): Promise<void> {
    await forgetContact(tx, contactId);
    await loseContact(tx, contactId);
  }

  @OnEvent('kontor.customer.v1.CustomersMerged')
  merged(event: CustomersMerged, { tx }: EventContext): Promise<void> {
    return takeOver(tx, event, false);
  }

  @OnEvent('kontor.customer.v1.CustomersUnmerged')
  async unmerged(event: CustomersUnmerged, { tx }: EventContext): Promise<void> {
    await takeOver(tx, event, true);
    await contactsHome(tx, event.loserId, event.loserContactIds ?? []);
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

/** A merge, with the contacts that it joined. Empty lists do not travel. */
type Told = ToldMerge & { contacts?: ContactJoin[] };

async function takeOver(tx: Transaction, merge: Told, undone: boolean): Promise<void> {
  const { contacts = [] } = merge;
  await copyJoins(tx, merge.mergeId, contacts);
  for (const root of await copyMerge(tx, merge, undone)) {
    await settleShares(tx, root);
    await followMerge(tx, root);
  }
  await followJoins(tx, contacts);
}
