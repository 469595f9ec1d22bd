import type { Transaction, NewRow } from '@kontor/database/transaction';
import { checkFaults, type FieldViolation } from '@kontor/errors/app-error';
import { worthFaults } from '@kontor/schema/worth';
import type { CustomerCopy } from '../customer-copy/customer-copy.entity.js';
import { contactOf } from '../customer-copy/contact-copy.js';
import { unknownProducts } from './known-products.js';
import type { Opportunity } from './opportunity.entity.js';
import { isClosed, mayFollow } from './rules/stage.js';
import { keptAmount } from './rules/kept-amount.js';

/** A deal as callers give it. */
export type GivenDeal = Omit<Opportunity, 'toldCustomerId' | 'toldContactId'> & { customerName: string };

/** What a deal is made with beside what was given of it. */
interface Making {
  customer: Pick<CustomerCopy, 'id'>;
  creatorId: string;
}

/** A new deal but for its number, of what a caller gave. Throws invalid naming each field at fault. */
export async function newDeal(
  tx: Transaction,
  given: GivenDeal,
  { customer, creatorId }: Making,
): Promise<Omit<NewRow<Opportunity>, 'number'>> {
  const stage = given.stage ?? 'open';
  const contact = await knownContact(tx, customer.id, given.contactId);
  const faults = [...(await valueFaults(tx, given)), ...stageFaults('open', stage), ...contact.faults];
  checkFaults(faults);
  return {
    ...given,
    ...(given.amount !== undefined && { amount: keptAmount(given.amount) }),
    stage,
    customerId: customer.id,
    toldCustomerId: customer.id,
    ...contact.values,
    lossReason: '',
    creatorId,
  };
}

/** What a change makes of a deal; taking a lost one up again forgets why it was lost. Throws as newDeal does. */
export async function changedValues(
  tx: Transaction,
  before: Opportunity,
  given: Partial<Opportunity>,
): Promise<Partial<Opportunity>> {
  const changes = { ...given };
  const { stage = before.stage, customerId = before.customerId } = changes;
  const worth = { ...before, ...changes };
  const contact =
    'contactId' in changes && changes.contactId !== before.contactId
      ? await knownContact(tx, before.customerId, changes.contactId)
      : { values: {}, faults: [] };
  const faults = [
    ...(customerId === before.customerId
      ? []
      : [{ field: 'customerId', reason: 'opportunity-customer-fixed' }]),
    ...stageFaults(before.stage, stage),
    ...worthFaults(worth),
    ...contact.faults,
    ...(await unknownProducts(tx, changes.productIds ?? [])),
  ];
  checkFaults(faults);
  Object.assign(changes, contact.values);
  if (changes.amount !== undefined) changes.amount = keptAmount(changes.amount);
  if ('stage' in changes) changes.stage = stage;
  if (before.stage === 'lost' && stage !== 'lost')
    Object.assign(changes, { lossReason: '', closeTime: undefined });
  return changes;
}

/** What is wrong with the values of a deal that is to be made. */
export async function valueFaults(
  tx: Transaction,
  deal: Pick<Opportunity, 'amount' | 'currency' | 'productIds'>,
): Promise<FieldViolation[]> {
  return [...worthFaults(deal), ...(await unknownProducts(tx, deal.productIds))];
}

/** A deal is made with somebody at its customer: a contact of another one is refused as one that there is not. */
async function knownContact(
  tx: Transaction,
  customerId: string,
  toldContactId: string | undefined,
): Promise<{ values: Pick<Opportunity, 'contactId' | 'toldContactId'>; faults: FieldViolation[] }> {
  if (!toldContactId) return { values: { contactId: undefined, toldContactId: undefined }, faults: [] };
  const contactId = await contactOf(tx, customerId, toldContactId);
  if (contactId) return { values: { contactId, toldContactId }, faults: [] };
  return { values: {}, faults: [{ field: 'contactId', reason: 'contact-of-another' }] };
}

function stageFaults(from: Opportunity['stage'], to: Opportunity['stage']): FieldViolation[] {
  if (from === to) return [];
  if (isClosed(to)) return [{ field: 'stage', reason: 'stage-by-call' }];
  return mayFollow(from, to) ? [] : [{ field: 'stage', reason: 'stage-step', params: { from, to } }];
}
