import { Controller } from '@nestjs/common';
import type {
  ContactChanged,
  CustomerChanged,
} from '@kontor/contracts/gen/kontor/customer/v1/customer_events';
import type {
  CustomersMerged,
  CustomersUnmerged,
} from '@kontor/contracts/gen/kontor/customer/v1/merge_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { followContact, followCustomer } from './day-plans.js';

/** What the reminder of a day shows of a customer, and whom it is for. */
const followed = ['ownerId', 'name'];

/** Moves the reminders of days with the customer, by this service's own events. */
@Controller()
export class ImportantDayConsumer {
  @OnEvent('kontor.customer.v1.CustomerChanged')
  async customerChanged({ customer, changed = [] }: CustomerChanged, { tx }: EventContext): Promise<void> {
    if (customer && changed.some((field) => followed.includes(field))) await followCustomer(tx, customer.id);
  }

  /** The days that the loser brought along are the winner's owner's. */
  @OnEvent('kontor.customer.v1.CustomersMerged')
  merged({ winnerId }: CustomersMerged, { tx }: EventContext): Promise<void> {
    return followCustomer(tx, winnerId);
  }

  @OnEvent('kontor.customer.v1.CustomersUnmerged')
  unmerged({ loserId }: CustomersUnmerged, { tx }: EventContext): Promise<void> {
    return followCustomer(tx, loserId);
  }

  @OnEvent('kontor.customer.v1.ContactChanged')
  async contactChanged({ contact }: ContactChanged, { tx }: EventContext): Promise<void> {
    if (contact) await followContact(tx, contact.id, contact.customerId);
  }
}
