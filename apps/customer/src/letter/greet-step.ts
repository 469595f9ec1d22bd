import { v7 as uuidv7 } from 'uuid';
import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import type { ServiceSettings } from '@kontor/service/config';
import { ContactGuardSetting } from '../contact-guard/contact-preference.entity.js';
import { findRefusals } from '../contact-guard/touch-guard.js';
import { Contact } from '../contact/contact.entity.js';
import { Customer } from '../customer/customer.entity.js';
import { ImportantDay } from '../important-day/important-day.entity.js';
import { languageOf } from '../important-day/language-of.js';
import { greetingText } from '../important-day/rules/greeting.js';
import { tellTalk } from '../interaction/customer-after-talk.js';
import { Interaction } from '../interaction/interaction.entity.js';
import type { LetterSettings } from './config.js';
import { unsubscribeToken } from './rules/unsubscribe-token.js';
import { whyWithheld } from './rules/why-withheld.js';
import { tellUnsent } from './tell-unsent.js';
import { isUndeliverable } from './undeliverable-address.js';
import { hasWithdrawn } from './withdrawn-address.js';

/** A greeting that did not leave by then is late, in milliseconds. */
const lifetime = 12 * 60 * 60 * 1000;

/** What greetings need to know. */
export type GreetSettings = Pick<ServiceSettings, 'secret' | 'companyTimeZone'> & LetterSettings;

/** Nobody congratulates who is with the customer no more. */
const due = `r.send_greeting AND r.next_date = $1::date AND NOT EXISTS (
  SELECT 1 FROM letter l WHERE l.important_day_id = r.id AND l.day = r.next_date) AND NOT EXISTS (
  SELECT 1 FROM contact c WHERE c.id = r.contact_id AND c.left_time IS NOT NULL)`;

/**
 * Sends one greeting that is due on the company's day `today`, or notes why it is withheld and tells the owner. The guard
 * is asked under the lock of the customer's row, and the talk that is noted counts with it, in the one transaction that
 * asks for the letter. Returns whether there may be more.
 */
export function greetStep(work: UnitOfWork, settings: GreetSettings, today: string): Promise<boolean> {
  return work.write(serviceCall('customer', 'send greetings'), async (tx) => {
    const [found] = await tx.select(ImportantDay, due, [today], 'ORDER BY r.id LIMIT 1');
    if (!found) return false;
    // The customer first, as everybody locks them; another replica may have been faster.
    const [customer] = await tx.select(Customer, 'r.id = $1', [found.customerId], 'FOR NO KEY UPDATE OF r');
    const [day] = await tx.select(
      ImportantDay,
      `${due} AND r.id = $2`,
      [today, found.id],
      'FOR NO KEY UPDATE OF r',
    );
    if (customer && day?.customerId === customer.id) await greet(tx, settings, day, customer);
    return true;
  });
}

async function greet(
  tx: Transaction,
  settings: GreetSettings,
  day: ImportantDay,
  customer: Customer,
): Promise<void> {
  const contact = day.contactId ? await tx.find(Contact, day.contactId) : undefined;
  const [address] = day.contactId ? (contact?.emails ?? []) : customer.emails;
  const owner = customer.ownerId ? await tx.find(PersonCopy, customer.ownerId) : undefined;
  const language = languageOf(customer, contact, owner);
  const greeting = greetingText(day.kind, contact?.name ?? customer.name, language);
  const unsubscribeUrl = linkOf(settings, day);
  const { refusals, consentNeeded } = await guardOf(tx, day, settings.companyTimeZone);
  const against = refusals.length === 0 && address !== undefined ? await wordAgainst(tx, address) : undefined;
  const withheld = whyWithheld({
    address,
    ownerId: customer.ownerId,
    refusals: against ? [against] : refusals,
    consentNeeded,
    canUnsubscribe: unsubscribeUrl !== '',
  });
  const letterId = uuidv7();
  const sent = withheld === '' && address !== undefined && customer.ownerId !== undefined;
  const talk = sent ? noteTalk(tx, day, { authorId: customer.ownerId as string, greeting }) : undefined;
  await tx.query(
    `INSERT INTO letter (id, important_day_id, day, interaction_id, withheld_for, time)
     VALUES ($1, $2, $3::date, $4, $5, $6)`,
    [letterId, day.id, day.nextDate, talk?.id ?? null, withheld, tx.now],
  );
  if (!talk || !address) return tellUnsent(tx, { letterId, customer, contact, reason: withheld, greeting });
  tellTalk(tx, talk, customer);
  tx.emit(
    'kontor.notification.v1.LetterRequested',
    { id: letterId, version: 1 },
    {
      ...{ letterId, address, language, template: 'greeting', unsubscribeUrl },
      values: { kind: day.kind, greeting },
      replyTo: owner?.email ?? '',
      expireTime: new Date(Date.parse(tx.now) + lifetime).toISOString(),
    },
  );
}

/** What is known of the mailbox itself: that its owner wants no e-mail, or that nothing arrives there. */
async function wordAgainst(tx: Transaction, address: string): Promise<string | undefined> {
  if (await hasWithdrawn(tx, address)) return 'withdrawn';
  return (await isUndeliverable(tx, address)) ? 'undeliverable' : undefined;
}

async function guardOf(
  tx: Transaction,
  { customerId, contactId }: ImportantDay,
  companyTimeZone: string,
): Promise<{ refusals: string[]; consentNeeded: boolean }> {
  const asked = { customerId, contactId, time: tx.now };
  const { refusals } = await findRefusals(tx, asked, ['email'], companyTimeZone);
  const [setting] = await tx.select(ContactGuardSetting, `r.channel = 'email'`, []);
  return {
    refusals: refusals.flat().map(({ rule }) => rule),
    consentNeeded: setting?.consentNeeded ?? false,
  };
}

function noteTalk(
  tx: Transaction,
  { customerId, contactId }: ImportantDay,
  { authorId, greeting }: { authorId: string; greeting: string },
): Interaction {
  return tx.insert(Interaction, {
    ...{ customerId, contactId, manner: 'email', direction: 'outbound', talkTime: tx.now, authorId },
    ...{
      content: greeting,
      outcome: '',
      quote: '',
      nextAction: '',
      nextContactTime: '',
      nextContactTimeZone: '',
    },
    ...{ remindMinutesBefore: [], draft: false, source: 'kontor', amendments: [], letterState: 'queued' },
  });
}

/** The reader's own link, empty where no page is set. */
function linkOf({ unsubscribeUrl, secret }: GreetSettings, { customerId, contactId }: ImportantDay): string {
  return unsubscribeUrl
    ? `${unsubscribeUrl}#token=${unsubscribeToken(secret, { customerId, contactId })}`
    : '';
}
