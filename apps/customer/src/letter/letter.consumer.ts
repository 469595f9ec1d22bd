import { Controller } from '@nestjs/common';
import type { LetterSettled } from '@kontor/contracts/gen/kontor/notification/v1/letter_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { Contact } from '../contact/contact.entity.js';
import { Customer } from '../customer/customer.entity.js';
import { tellTalk } from '../interaction/customer-after-talk.js';
import { Interaction } from '../interaction/interaction.entity.js';
import { letterStateOf, replaces } from './rules/letter-state.js';
import { tellUnsent } from './tell-unsent.js';
import { arrivesNever } from './undeliverable-address.js';

/** What became of letters: their talks say so, and the owner hears of one that was refused. */
@Controller()
export class LetterConsumer {
  @OnEvent('kontor.notification.v1.LetterSettled')
  async settled(
    { letterId, state, reason = '', reply = '', undeliverableAddress = '' }: LetterSettled,
    { tx }: EventContext,
  ): Promise<void> {
    if (undeliverableAddress !== '') await arrivesNever(tx, undeliverableAddress, letterId);
    const [letter] = await tx.query<{ talkId: string | null }>(
      'SELECT interaction_id AS "talkId" FROM letter WHERE id = $1',
      [letterId],
    );
    const known = letter?.talkId ? await tx.find(Interaction, letter.talkId) : undefined;
    const letterState = letterStateOf(state);
    if (!known || !letterState) return;
    const [customer] = await tx.select(Customer, 'r.id = $1', [known.customerId], 'FOR NO KEY UPDATE OF r');
    const [talk] = await tx.select(Interaction, 'r.id = $1', [known.id], 'FOR NO KEY UPDATE OF r');
    if (!customer || !talk || !replaces(letterState, talk.letterState)) return;
    const letterReason = [reason, reply].filter((word) => word !== '').join(': ') || undefined;
    tellTalk(tx, tx.update(Interaction, talk, { letterState, letterReason }), customer);
    if (letterState !== 'failed') return;
    const contact = talk.contactId ? await tx.find(Contact, talk.contactId) : undefined;
    const why = reason === 'bounced' ? reason : letterState;
    tellUnsent(tx, { letterId, customer, contact, reason: why, greeting: talk.content });
  }
}
