import { Inject, Injectable } from '@nestjs/common';
import type { WebAnswers, WebSubmissionState } from '@kontor/contracts/gen/kontor/customer/v1/web_lead';
import { serviceCall, type Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { Contact } from '../contact/contact.entity.js';
import { ContactService } from '../contact/contact.service.js';
import { Customer } from '../customer/customer.entity.js';
import { CustomerService } from '../customer/customer.service.js';
import { nobodys } from '../customer/guardian.js';
import { attachMessage } from '../triage/attach-message.js';
import { matchesOf, onlyMatch, type Match } from '../triage/contact-match.js';
import { addressOf } from '../triage/rules/address.js';
import { contactOf, customerOf, talkText } from './rules/prospect-of-answers.js';
import { WebForm } from './web-form.entity.js';
import { WebSubmission } from './web-submission.entity.js';

const hour = 60 * 60 * 1000;

/** Faults that pass: the submission waits for the next look. */
const passing: ReadonlySet<string> = new Set(['unavailable', 'deadline', 'exhausted']);

/**
 * Makes of a submission a prospect, or a talk of the customer whose phone or e-mail it names. Each step happens once:
 * what is made has the submission for its idempotency key, and the talk is written with the submission's state.
 */
@Injectable()
export class SubmissionTurner {
  /** When counts were last forgotten by this replica, epoch milliseconds. */
  private forgotten = 0;

  constructor(
    private readonly work: UnitOfWork,
    private readonly customers: CustomerService,
    private readonly contacts: ContactService,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'companyCountry'>,
    @Inject(LOGGER) private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  /** Turns the oldest submission that waits. Resolves to whether there was one. */
  async step(): Promise<boolean> {
    const found = await this.work.read(serviceCall('customer', 'web-lead'), async (tx) => {
      const [submission] = await tx.select(
        WebSubmission,
        `r.state = 'received'`,
        [],
        'ORDER BY r.create_time, r.id LIMIT 1',
      );
      if (!submission) return undefined;
      const form = await tx.get(WebForm, submission.formId);
      const owner = form.ownerId && (await tx.find(PersonCopy, form.ownerId));
      const matches = await this.matches(tx, submission.answers);
      return { submission, form, owner, matches };
    });
    if (!found) {
      await this.forgetUse();
      return false;
    }
    const { submission, form, owner, matches } = found;
    try {
      const known = onlyMatch(matches);
      // Several customers have what was filled in: a person says which, by accepting or putting aside.
      if (matches.length > 0 && !known && !submission.accepted) await this.settle(submission, 'review');
      else if (known) await this.attach(submission, known, 'attached');
      else await this.makeProspect(submission, form, owner && owner.status === 'active' ? owner.id : '');
    } catch (error) {
      if (error instanceof AppError && passing.has(error.code)) throw error;
      this.failed(error);
      await this.settle(submission, 'review');
    }
    return true;
  }

  /** Counts of hours that are over limit nobody any more. */
  private async forgetUse(): Promise<void> {
    if (Date.now() - this.forgotten < hour) return;
    this.forgotten = Date.now();
    await this.work.write(serviceCall('customer', 'web-lead'), async (tx) => {
      await tx.query(`DELETE FROM web_form_use WHERE hour < now() - interval '2 hours'`);
    });
  }

  failed(error: unknown): void {
    this.logger.warn({ err: error }, 'a submission of a web form became nothing yet');
  }

  private async matches(tx: Transaction, { phone, email }: WebAnswers): Promise<Match[]> {
    const addresses = [phone, email].flatMap((text) => addressOf(text, this.settings.companyCountry) ?? []);
    const found = await Promise.all(addresses.map((address) => matchesOf(tx, address)));
    return found.flat();
  }

  private async makeProspect(submission: WebSubmission, form: WebForm, ownerId: string): Promise<void> {
    const { id, answers, accepted } = submission;
    const customer = await this.customers.create(
      {
        customer: customerOf(answers, form) as never,
        ...(!ownerId && { unassigned: true }),
        ...(accepted && { acceptDuplicates: true, duplicateReason: `webSubmissions/${id}` }),
      },
      onceFor(`${id} customer`, ownerId),
    );
    const contact = contactOf(answers);
    const made =
      contact &&
      (await this.contacts.create(
        { customerId: customer.id, contact, acceptDuplicates: true, duplicateReason: `webSubmissions/${id}` },
        onceFor(`${id} contact`, ownerId),
      ));
    await this.attach(submission, { customerId: customer.id, contactId: made?.id }, 'prospect');
  }

  /** The talk in the timeline, and what became of the submission, together. */
  private async attach({ id }: WebSubmission, match: Match, state: WebSubmissionState): Promise<void> {
    await this.work.write(serviceCall('customer', 'web-lead'), async (tx) => {
      const submission = await tx.getForUpdate(WebSubmission, id);
      if (submission.state !== 'received') return;
      const customer = await tx.getForUpdate(Customer, match.customerId);
      const contact = match.contactId && (await tx.find(Contact, match.contactId));
      await attachMessage(
        tx,
        customer,
        {
          source: 'web-form',
          channel: 'other',
          direction: 'inbound',
          messageTime: submission.createTime,
          content: talkText(submission.answers),
        },
        { contactId: contact ? contact.id : undefined },
        customer.ownerId ?? nobodys,
      );
      tx.update(WebSubmission, submission, { state, customerId: customer.id });
    });
  }

  private async settle({ id }: WebSubmission, state: WebSubmissionState): Promise<void> {
    await this.work.write(serviceCall('customer', 'web-lead'), async (tx) => {
      const submission = await tx.getForUpdate(WebSubmission, id);
      if (submission.state === 'received') tx.update(WebSubmission, submission, { state });
    });
  }
}

/** A call of the service, in the name of the owner if there is one, whose effect happens once. */
function onceFor(key: string, ownerId: string): Call {
  const call = serviceCall('customer', 'web-lead');
  return { ...call, idempotencyKey: key, caller: { ...call.caller, personId: ownerId } };
}
