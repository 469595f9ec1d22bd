import type { Transaction } from '@kontor/database/transaction';
import { emitCustomerChanged } from '../customer/customer-events.js';
import { Customer } from '../customer/customer.entity.js';
import { cancelNextContact, planNextContact } from '../customer/next-contact-reminder.js';
import { guardianOf } from '../customer/guardian.js';
import { reopened } from '../customer/rules/reopened.js';
import { fulfilVisits } from '../visit-plan/fulfil-visits.js';
import type { Interaction } from './interaction.entity.js';
import { countsAsContact } from './rules/counts-as-contact.js';
import { instantOf } from './rules/next-contact.js';

/**
 * What a talk does to its customer: one that counts as a contact is the last one unless it is logged late; a talk replaces
 * the plan for the next one, gives status and segment where it names them, and fulfils a planned visit. A draft says
 * nothing yet: the plan stands until its author has written what was said. Nor does what another system brought in answer
 * anything: it leaves the plan and the visits alone.
 */
export async function changeCustomer(
  tx: Transaction,
  before: Customer,
  talk: Interaction,
): Promise<Customer> {
  const newest =
    countsAsContact(talk) &&
    (!before.lastContactTime || Date.parse(before.lastContactTime) < Date.parse(talk.talkTime));
  const after = tx.update(Customer, before, {
    lastContactTime: newest ? talk.talkTime : before.lastContactTime,
    ...(keepsPlan(talk) ? {} : nextContactOf(talk)),
    ...(talk.customerStatus ? { status: talk.customerStatus } : {}),
    ...reopened(before, { status: talk.customerStatus }, tx.now),
    ...(talk.customerSegment === undefined ? {} : { segment: talk.customerSegment }),
  });
  if (!keepsPlan(talk)) await fulfilVisits(tx, talk);
  if (keepsPlan(talk)) emitCustomerChanged(tx, before, after);
  else followPlan(tx, before, after, talk);
  return after;
}

const keepsPlan = ({ draft, source }: Interaction): boolean => draft || source !== '';

/** Plans or cancels the reminder of the next contact, and tells that the customer changed. */
export function followPlan(tx: Transaction, before: Customer, after: Customer, talk: Interaction): void {
  if (after.nextContactTime) planNextContact(tx, after, talk);
  else if (before.nextContactTime) cancelNextContact(tx, after);
  emitCustomerChanged(tx, before, after);
}

/** The next contact that a talk plans; both absent where it plans none. */
export function nextContactOf(
  talk: Interaction,
): Pick<Customer, 'nextContactTime' | 'nextContactInteractionId'> {
  if (!talk.nextContactTime) return { nextContactTime: undefined, nextContactInteractionId: undefined };
  return {
    nextContactTime: instantOf(talk.nextContactTime, talk.nextContactTimeZone),
    nextContactInteractionId: talk.id,
  };
}

/** Tells that a talk was logged or changed, and of whose customer. */
export function tellTalk(tx: Transaction, talk: Interaction, customer: Customer): void {
  const ownerId = guardianOf(customer);
  tx.emit('kontor.customer.v1.InteractionLogged', talk, { interaction: talk, ownerId });
}
