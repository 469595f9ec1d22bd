import type { WebReviewReason, WebSubmissionState } from '@kontor/contracts/gen/kontor/customer/v1/web_lead';
import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { Contact } from '../contact/contact.entity.js';
import { Customer } from '../customer/customer.entity.js';
import { nobodys } from '../customer/guardian.js';
import { filesOfTalk } from '../mail-file/mail-file.js';
import { noteTouch } from '../touch/note-touch.js';
import { attachMessage } from '../triage/attach-message.js';
import type { Match } from '../triage/contact-match.js';
import { noteConsents } from './note-consents.js';
import { talkText } from './rules/prospect-of-answers.js';
import { touchOfVisit } from './rules/touch-of-visit.js';
import type { LeadOrigin } from './lead-origin.js';
import { WebSubmission } from './web-submission.entity.js';

/** Writes what became of a submission, together with all that follows from it; once, whoever else is at it. */
export class SubmissionKeeper {
  constructor(
    private readonly work: UnitOfWork,
    private readonly companyTimeZone: string,
  ) {}

  /** The talk in the timeline, the touch, what was agreed to, and what became of the submission, together. */
  attach({ id }: WebSubmission, origin: LeadOrigin, match: Match, state: WebSubmissionState): Promise<void> {
    return this.whileReceived(id, async (tx, submission) => {
      const { createTime, answers, visit, consentChannels, consentText } = submission;
      const customer = await tx.getForUpdate(Customer, match.customerId);
      const contact = match.contactId ? await tx.find(Contact, match.contactId) : undefined;
      const talk = await attachMessage(
        tx,
        customer,
        {
          ...origin.talk,
          direction: 'inbound',
          messageTime: createTime,
          content: talkText(answers),
        },
        { contactId: contact?.id },
        customer.ownerId ?? nobodys,
        this.companyTimeZone,
      );
      if (submission.mail) await filesOfTalk(tx, submission.tokenId, talk.id);
      noteTouch(tx, customer.id, touchOfVisit(origin, visit, createTime), { origin: origin.touchOrigin });
      await noteConsents(tx, customer.id, contact?.id, {
        channels: consentChannels,
        text: consentText,
        source: origin.name,
        time: createTime,
        proof: `webSubmissions/${id}`,
      });
      tx.update(WebSubmission, submission, { state, customerId: customer.id, reason: undefined, fault: '' });
    });
  }

  /** Leaves it to a person. */
  review({ id }: WebSubmission, reason: WebReviewReason, fault: string): Promise<void> {
    return this.whileReceived(id, (tx, submission) => {
      tx.update(WebSubmission, submission, { state: 'review', reason, fault });
    });
  }

  /** Tries it again after so many milliseconds. */
  putOff({ id }: WebSubmission, retryAfter: number): Promise<void> {
    return this.whileReceived(id, (tx, submission) => {
      const nextTime = new Date(Date.parse(tx.now) + retryAfter).toISOString();
      tx.update(WebSubmission, submission, { attempts: submission.attempts + 1, nextTime });
    });
  }

  private async whileReceived(
    id: string,
    write: (tx: Transaction, submission: WebSubmission) => Promise<void> | void,
  ): Promise<void> {
    await this.work.write(serviceCall('customer', 'web-lead'), async (tx) => {
      const submission = await tx.getForUpdate(WebSubmission, id);
      if (submission.state === 'received') await write(tx, submission);
    });
  }
}
