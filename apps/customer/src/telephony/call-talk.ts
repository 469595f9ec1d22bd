import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '@kontor/database/transaction';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { noteBreach } from '../contact-guard/touch-guard.js';
import { Customer } from '../customer/customer.entity.js';
import { changeCustomer, followPlan, tellTalk } from '../interaction/customer-after-talk.js';
import { Interaction } from '../interaction/interaction.entity.js';
import type { Match } from '../triage/contact-match.js';
import type { ExchangeCall } from './exchange-call.entity.js';
import { missedWords } from './rules/missed-words.js';

const nothingSaid = {
  manner: 'call',
  outcome: '',
  quote: '',
  content: '',
  nextAction: '',
  nextContactTime: '',
  nextContactTimeZone: '',
  remindMinutesBefore: [],
  source: '',
  draft: false,
  amendments: [],
} as const;

/**
 * Logs that there was a talk on the phone; its author has yet to write what was said. One that we should not have begun
 * counts like any other, and says so.
 */
export async function draftTalk(
  tx: Transaction,
  customer: Customer,
  { contactId }: Pick<Match, 'contactId'>,
  told: Pick<Interaction, 'direction' | 'talkTime' | 'authorId'>,
  companyTimeZone: string,
): Promise<Interaction> {
  const facts = { ...told, id: uuidv7(), manner: 'call' as const, customerId: customer.id, contactId };
  const talk = tx.insert(Interaction, {
    ...nothingSaid,
    remindMinutesBefore: [],
    amendments: [],
    ...facts,
    guardBreach: await noteBreach(tx, facts, companyTimeZone),
    draft: true,
  });
  tellTalk(tx, talk, await changeCustomer(tx, customer, talk));
  return talk;
}

/**
 * Logs a missed call and plans to call back now, so that the owner is reminded and has it on the list. It is no contact.
 * `authorId` is the owner, or where nobody owns the customer who says whose call it was.
 * A plan that is overdue stands: the customer is on the list already; one for later is kept in words.
 */
export async function missedCall(
  tx: Transaction,
  customer: Customer,
  { contactId }: Pick<Match, 'contactId'>,
  call: Pick<ExchangeCall, 'ringTime' | 'hangupTime'>,
  authorId: string,
): Promise<Interaction> {
  const owner = await tx.find(PersonCopy, authorId);
  const planned = customer.nextContactInteractionId
    ? await tx.find(Interaction, customer.nextContactInteractionId)
    : undefined;
  const overdue =
    customer.nextContactTime !== undefined && Date.parse(customer.nextContactTime) <= Date.parse(tx.now);
  const zone = owner?.timeZone || 'UTC';
  const words = missedWords(owner?.language ?? 'en', overdue ? undefined : planned);
  const talk = tx.insert(Interaction, {
    ...nothingSaid,
    amendments: [],
    remindMinutesBefore: overdue ? [] : [0],
    content: words.content,
    nextAction: words.nextAction,
    ...(overdue ? {} : { nextContactTime: wallTime(tx.now, zone), nextContactTimeZone: zone }),
    // Brought in by the exchange: no contact took place.
    source: 'telephony',
    direction: 'inbound',
    talkTime: call.ringTime ?? call.hangupTime ?? tx.now,
    authorId,
    customerId: customer.id,
    contactId,
  });
  if (overdue) {
    tellTalk(tx, talk, customer);
    return talk;
  }
  const plan = { nextContactTime: tx.now, nextContactInteractionId: talk.id };
  const after = tx.update(Customer, customer, plan);
  followPlan(tx, customer, after, talk);
  tellTalk(tx, talk, after);
  return talk;
}

function wallTime(instant: string, zone: string): string {
  return Temporal.Instant.from(instant)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
}
