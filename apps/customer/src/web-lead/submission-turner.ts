import { Inject, Injectable } from '@nestjs/common';
import type { WebAnswers, WebReviewReason } from '@kontor/contracts/gen/kontor/customer/v1/web_lead';
import { serviceCall, type Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { ContactService } from '../contact/contact.service.js';
import { Customer } from '../customer/customer.entity.js';
import { CustomerService } from '../customer/customer.service.js';
import { winnerOf } from '../merge/merged-into.js';
import { matchesOf, onlyMatch, type Match } from '../triage/contact-match.js';
import { addressOf } from '../triage/rules/address.js';
import { contactOf, customerOf } from './rules/prospect-of-answers.js';
import { fateOf } from './rules/retry.js';
import { SubmissionKeeper } from './submission-keeper.js';
import { WebForm } from './web-form.entity.js';
import { formOrigin, mailOrigin, type LeadOrigin } from './lead-origin.js';
import { WebSubmission } from './web-submission.entity.js';

const hour = 60 * 60 * 1000;

/** A submission whose turn it is, with what its fate hangs on. */
interface Turn {
  submission: WebSubmission;
  origin: LeadOrigin;
  /** Who gets a prospect; empty where the rules of assignment say. */
  ownerId: string;
  matches: Match[];
  /** Whose it is, as somebody said. */
  chosen: Match | undefined;
}

/**
 * Makes of a submission a prospect, or a talk of the customer whose phone or e-mail it names. Each step happens once:
 * what is made has the submission for its idempotency key, and the talk is written with the submission's state. What
 * meets a fault that passes waits, longer each time, and keeps nobody behind it waiting.
 */
@Injectable()
export class SubmissionTurner {
  /** When counts were last forgotten by this replica, epoch milliseconds. */
  private forgotten = 0;
  private readonly keeper: SubmissionKeeper;

  constructor(
    private readonly work: UnitOfWork,
    private readonly customers: CustomerService,
    private readonly contacts: ContactService,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'companyCountry' | 'companyTimeZone'>,
    @Inject(LOGGER) private readonly logger: Pick<Logger, 'warn'>,
  ) {
    this.keeper = new SubmissionKeeper(work, settings.companyTimeZone);
  }

  /** Turns the submission that has waited longest. Resolves to whether there was one. */
  async step(): Promise<boolean> {
    const submission = await this.next();
    if (!submission) {
      await this.forgetUse();
      return false;
    }
    try {
      await this.turn(await this.turnOf(submission));
    } catch (error) {
      this.failed(error);
      const fate = fateOf(error, submission.attempts);
      if ('review' in fate) await this.keeper.review(submission, fate.review, fate.fault);
      else await this.keeper.putOff(submission, fate.retryAfter);
    }
    return true;
  }

  failed(error: unknown): void {
    this.logger.warn({ err: error }, 'a submission became nothing yet');
  }

  private next(): Promise<WebSubmission | undefined> {
    return this.work.read(serviceCall('customer', 'web-lead'), async (tx) => {
      const [submission] = await tx.select(
        WebSubmission,
        `r.state = 'received' AND (r.next_time IS NULL OR r.next_time <= now())`,
        [],
        'ORDER BY coalesce(r.next_time, r.create_time), r.id LIMIT 1',
      );
      return submission;
    });
  }

  private turnOf(submission: WebSubmission): Promise<Turn> {
    return this.work.read(serviceCall('customer', 'web-lead'), async (tx) => {
      const origin = mailOrigin(submission) ?? formOrigin(await tx.get(WebForm, submission.formId));
      const owner = origin.ownerId && (await tx.find(PersonCopy, origin.ownerId));
      const matches = await this.matches(tx, submission.answers);
      const ownerId = owner && owner.status === 'active' ? owner.id : '';
      return { submission, origin, ownerId, matches, chosen: await chosenOf(tx, submission, matches) };
    });
  }

  private async turn({ submission, origin, ownerId, matches, chosen }: Turn): Promise<void> {
    const known = chosen ?? onlyMatch(matches);
    // Several customers have what was filled in: a person says which, by accepting or putting aside.
    const unclear: WebReviewReason | undefined =
      matches.length > 0 && !known && !submission.accepted ? 'several_customers' : undefined;
    if (unclear) await this.keeper.review(submission, unclear, '');
    else if (known) await this.keeper.attach(submission, origin, known, 'attached');
    else await this.makeProspect(submission, origin, ownerId);
  }

  /** Counts of hours that are over limit nobody any more. */
  private async forgetUse(): Promise<void> {
    if (Date.now() - this.forgotten < hour) return;
    this.forgotten = Date.now();
    await this.work.write(serviceCall('customer', 'web-lead'), async (tx) => {
      await tx.query(`DELETE FROM web_form_use WHERE hour < now() - interval '2 hours'`);
    });
  }

  private async matches(tx: Transaction, { phone, email }: WebAnswers): Promise<Match[]> {
    const addresses = [phone, email].flatMap((text) => addressOf(text, this.settings.companyCountry) ?? []);
    const found = await Promise.all(addresses.map((address) => matchesOf(tx, address)));
    return found.flat();
  }

  private async makeProspect(submission: WebSubmission, origin: LeadOrigin, ownerId: string): Promise<void> {
    const { id, answers, accepted } = submission;
    const customer = await this.customers.create(
      {
        customer: customerOf(answers, origin) as never,
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
    await this.keeper.attach(
      submission,
      origin,
      { customerId: customer.id, contactId: made?.id },
      'prospect',
    );
  }
}

/** The customer that somebody chose, or the one that it became part of since; with the contact whose address it is. */
async function chosenOf(
  tx: Transaction,
  { chosenId }: WebSubmission,
  matches: readonly Match[],
): Promise<Match | undefined> {
  if (!chosenId) return undefined;
  const there = await tx.find(Customer, chosenId);
  const customerId = there?.id ?? (await winnerOf(tx, chosenId));
  if (!customerId) return undefined;
  return matches.find((match) => match.customerId === customerId) ?? { customerId, contactId: undefined };
}

/** A call of the service, in the name of the owner if there is one, whose effect happens once. */
function onceFor(key: string, ownerId: string): Call {
  const call = serviceCall('customer', 'web-lead');
  return { ...call, idempotencyKey: key, caller: { ...call.caller, personId: ownerId } };
}
