import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '@kontor/database/transaction';
import { noteBreach } from '../contact-guard/touch-guard.js';
import type { Customer } from '../customer/customer.entity.js';
import { changeCustomer, tellTalk } from '../interaction/customer-after-talk.js';
import { Interaction } from '../interaction/interaction.entity.js';
import type { Match } from './contact-match.js';
import type { TriageItem } from './triage-item.entity.js';

/** What of a message the talk keeps. */
export interface Message extends Pick<
  TriageItem,
  'source' | 'channel' | 'direction' | 'messageTime' | 'content'
> {
  /** Somebody had the talk and has yet to write what was said, as of a call that was answered. */
  draft?: boolean;
}

/**
 * Makes a message a talk in the timeline of a customer, which was read and locked in this transaction. One that we should
 * not have sent is kept all the same, and says so.
 */
export async function attachMessage(
  tx: Transaction,
  customer: Customer,
  { source, channel, direction, messageTime, content, draft = false }: Message,
  { contactId }: Pick<Match, 'contactId'>,
  authorId: string,
  companyTimeZone: string,
): Promise<Interaction> {
  const facts = {
    id: uuidv7(),
    customerId: customer.id,
    contactId,
    manner: channel,
    direction,
    talkTime: messageTime,
    authorId,
  };
  const talk = tx.insert(Interaction, {
    ...facts,
    guardBreach: await noteBreach(tx, facts, companyTimeZone),
    content: draft ? '' : content,
    outcome: '',
    quote: '',
    nextAction: '',
    nextContactTime: '',
    nextContactTimeZone: '',
    remindMinutesBefore: [],
    draft,
    source: draft ? '' : source,
    amendments: [],
  });
  tellTalk(tx, talk, await changeCustomer(tx, customer, talk));
  return talk;
}
