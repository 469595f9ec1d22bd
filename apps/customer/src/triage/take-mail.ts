import type { MailReceived } from '@kontor/contracts/gen/kontor/notification/v1/mail_events';
import type { Transaction } from '@kontor/database/transaction';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { requestNotice } from '@kontor/people/request-notice';
import type { ServiceSettings } from '@kontor/service/config';
import { Contact } from '../contact/contact.entity.js';
import { Customer } from '../customer/customer.entity.js';
import { nobodys } from '../customer/guardian.js';
import { arrivesAgain } from '../letter/undeliverable-address.js';
import { filesOfTalk, noteFiles } from '../mail-file/mail-file.js';
import { takeLead } from '../web-lead/mail-lead.js';
import { attachMessage } from './attach-message.js';
import { matchesOf, onlyMatch, type Match } from './contact-match.js';
import { takeIn, type NewItem } from './ingest.service.js';
import { mailSource, submissionToken, threadOf } from './mail-thread.js';
import { mailContent } from './rules/mail-content.js';
import { partiesOf, type Parties } from './rules/mail-parties.js';

/** Characters that a talk says at most. */
const longestContent = 20_000;

/** What mail needs to know. */
export type MailSettings = Pick<ServiceSettings, 'companyTimeZone'>;

/**
 * Takes a message in, once, whichever of our addresses brings it: to the timeline of the customer whose thread it goes on or
 * who alone has the address; else to the prospects, if it came to a drop for those, or to the tray.
 */
export async function takeMail(tx: Transaction, mail: MailReceived, settings: MailSettings): Promise<void> {
  const tokenId = submissionToken(mail.externalId);
  if (await knows(tx, mail.externalId, tokenId)) return noteFiles(tx, tokenId, mail.attachments, true);
  const parties = partiesOf(mail, await ownPeople(tx, mail));
  const threadId = await threadOf(tx, mail);
  if (parties.direction === 'inbound' && parties.sure) await arrivesAgain(tx, mail.senderAddress);
  const isLead = mail.purpose === 'prospects' && !threadId && parties.direction === 'inbound';
  if (isLead && parties.others.length > 0) {
    await noteFiles(tx, tokenId, mail.attachments, false);
    return takeLead(tx, mail, tokenId);
  }
  const item = itemOf(mail, parties);
  const { id, known } = await takeIn(tx, item);
  await noteFiles(tx, tokenId, mail.attachments, known);
  if (known || !parties.sure) return;
  const match = await matchOf(tx, parties, threadId);
  const customer = match && (await customerOf(tx, match.customerId));
  if (!match || !customer) return;
  // Who wrote is told where the customer does not have the address: an answer of somebody else's mailbox.
  const content = mailContent(mail, longestContent, match.addressUnknown);
  const authorId = parties.authorId ?? customer.ownerId ?? nobodys;
  const talk = await attachMessage(
    tx,
    customer,
    { ...item, content },
    match,
    authorId,
    settings.companyTimeZone,
  );
  await tx.query(
    `UPDATE triage_item SET state = 'attached', content = '', interaction_id = $2 WHERE id = $1`,
    [id, talk.id],
  );
  await filesOfTalk(tx, tokenId, talk.id);
  if (parties.direction === 'inbound') await tellOwner(tx, mail, customer, match.contactId);
}

/** The owner hears of what did not come to the own mailbox as well. */
async function tellOwner(
  tx: Transaction,
  { mailId, subject, recipients }: MailReceived,
  { id, name, ownerId }: Customer,
  contactId: string | undefined,
): Promise<void> {
  const owner = ownerId ? await tx.find(PersonCopy, ownerId) : undefined;
  if (!owner || recipients.includes(owner.email.toLowerCase())) return;
  const contact = contactId ? await tx.find(Contact, contactId) : undefined;
  requestNotice(tx, {
    noticeId: mailId,
    personId: owner.id,
    template: 'mail-received',
    about: `customers/${id}`,
    values: { customerName: name, contactName: contact?.name ?? '', subject },
  });
}

/** The same message may come by several of our addresses, and be a prospect already. */
async function knows(tx: Transaction, externalId: string, tokenId: string): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM triage_item WHERE source = $1 AND external_id = $2
     UNION ALL SELECT 1 FROM web_submission WHERE token_id = $3`,
    [mailSource, externalId, tokenId],
  );
  return rows.length > 0;
}

async function ownPeople(
  tx: Transaction,
  { senderAddress, recipients }: MailReceived,
): Promise<Map<string, PersonCopy>> {
  const people = await tx.select(PersonCopy, 'lower(r.email) = ANY ($1::text[])', [
    [senderAddress, ...recipients],
  ]);
  return new Map(people.map((person) => [person.email.toLowerCase(), person]));
}

function itemOf(mail: MailReceived, { direction, others, ours, authorId }: Parties): NewItem {
  return {
    source: mailSource,
    externalId: mail.externalId,
    channel: 'email',
    direction,
    address: others[0] ?? '',
    ownAddress: ours,
    messageTime: mail.messageTime as string,
    content: mailContent(mail, longestContent),
    authorId,
    touch: undefined,
    senderCheck: mail.authenticity,
  };
}

/** Whose it is: the thread says so before the addresses do, for people write from more than one. */
async function matchOf(
  tx: Transaction,
  { others }: Parties,
  threadId: string | undefined,
): Promise<(Match & { addressUnknown: boolean }) | undefined> {
  const found: Match[] = [];
  for (const value of others.slice(0, 10)) found.push(...(await matchesOf(tx, { kind: 'email', value })));
  if (!threadId) {
    const only = onlyMatch(found);
    return only && { ...only, addressUnknown: false };
  }
  const here = found.filter(({ customerId }) => customerId === threadId);
  const contactId = here.length === 1 ? here[0]?.contactId : undefined;
  return { customerId: threadId, contactId, addressUnknown: here.length === 0 };
}

async function customerOf(tx: Transaction, id: string): Promise<Customer | undefined> {
  const [customer] = await tx.select(Customer, 'r.id = $1', [id], 'FOR NO KEY UPDATE OF r');
  return customer;
}
