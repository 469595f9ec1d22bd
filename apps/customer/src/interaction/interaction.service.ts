import { Inject, Injectable } from '@nestjs/common';
import type {
  CreateInteractionRequest,
  GetInteractionRequest,
  ListInteractionsRequest,
  ListInteractionsResponse,
  UpdateInteractionRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { Call } from '@kontor/access/call';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, refusedField } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { maskedChanges } from '@kontor/schema/update-mask';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Contact } from '../contact/contact.entity.js';
import { guardFrozen } from '../contact-guard/frozen-guard.js';
import { guardTalk, noteBreach } from '../contact-guard/touch-guard.js';
import { emitCustomerChanged } from '../customer/customer-events.js';
import { Customer } from '../customer/customer.entity.js';
import { reopened } from '../customer/rules/reopened.js';
import { checkChange } from '../customer/status-change.js';
import { customerForUpdate } from '../merge/merged-into.js';
import { tickedOutcome } from '../outcome-template/ticked-outcome.js';
import { changeCustomer, followPlan, nextContactOf, tellTalk } from './customer-after-talk.js';
import { StrategyBook } from '../strategy/strategy-book.js';
import { Interaction } from './interaction.entity.js';
import { lastContactOf } from './last-contact.js';
import { fulfilAnew } from '../visit-plan/fulfil-visits.js';
import { amendmentsAfter } from './rules/amendment.js';
import { countsAsContact } from './rules/counts-as-contact.js';
import { hasTakenPlace } from './rules/next-contact.js';

const message = 'kontor.customer.v1.Interaction';
const fields = queryFields(contract.fields(message), {
  id: { nullable: false },
  manner: { nullable: false },
});

/** Talks with customers, and the next contact that they plan. */
@Injectable()
export class InteractionService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly customFields: CustomFields,
    private readonly customValues: CustomValueWriter,
    private readonly book: StrategyBook,
  ) {}

  create(
    { customerId, interaction, guardReason }: CreateInteractionRequest,
    call: Call,
  ): Promise<Interaction> {
    return this.work.write(call, async (tx) => {
      const customer = await customerForUpdate(tx, customerId);
      const row = {
        ...(interaction as Interaction),
        customerId,
        authorId: call.caller.personId,
        amendments: [],
        draft: false,
        source: '',
      };
      row.talkTime ??= tx.now;
      if (row.nextContactTime && !row.nextContactTimeZone) row.nextContactTimeZone = call.caller.timeZone;
      await checkTalk(tx, row, customer);
      guardFrozen(tx, customer, row);
      await guardTalk(tx, row, guardReason, this.settings.companyTimeZone);
      await this.checkStatus(tx, customer, row.customerStatus);
      row.outcome = await tickedOutcome(tx, row, row.outcome);
      row.custom = await this.customValues.make(tx, 'interaction', row);
      const talk = tx.insert(Interaction, row);
      tellTalk(tx, talk, await changeCustomer(tx, customer, talk));
      return talk;
    });
  }

  get({ customerId, id }: GetInteractionRequest, call: Call): Promise<Interaction> {
    return this.work.read(call, (tx) => talkOf(tx, customerId, id));
  }

  list(request: ListInteractionsRequest, call: Call): Promise<ListInteractionsResponse> {
    return this.work.read(call, async (tx) => {
      await tx.get(Customer, request.customerId);
      return this.listIn(tx, request, call.method);
    });
  }

  /** A page of the talks with a customer that is looked at in the same transaction, for the call `method`. */
  async listIn(
    tx: Transaction,
    { customerId, ...request }: ListInteractionsRequest,
    method: string,
  ): Promise<ListInteractionsResponse> {
    const { rows, ...page } = await listRows(tx, Interaction, 'interaction', request, {
      fields: this.customFields.queryFields('interaction', fields),
      defaultOrder: 'talkTime desc',
      method,
      secret: this.settings.secret,
      scope: { where: 'r.customer_id = $1', params: [customerId] },
    });
    return { interactions: rows, ...page };
  }

  update(
    { customerId, id, interaction, updateMask, etag, guardReason }: UpdateInteractionRequest,
    call: Call,
  ): Promise<Interaction> {
    return this.work.write(call, async (tx) => {
      const customer = await customerForUpdate(tx, customerId);
      const before = await talkOf(tx, customerId, id);
      const { personId } = call.caller;
      // A draft says nothing yet: whoever may change the customer may finish it, for who answered may not see the customer.
      if (!before.draft && before.authorId !== personId && before.finishedById !== personId) {
        throw new AppError('forbidden', 'not-the-author');
      }
      expectEtag(before, etag);
      const changes = maskedChanges<Interaction>(message, interaction as Interaction | undefined, updateMask);
      // Who writes what was said in a call has finished its draft; there was no text to amend.
      if (before.draft) {
        changes.draft = !(changes.content || changes.outcome || changes.outcomeTemplateId);
        if (!changes.draft && personId !== before.authorId) changes.finishedById = personId;
      }
      if (changes.nextContactTime && !(changes.nextContactTimeZone ?? before.nextContactTimeZone)) {
        changes.nextContactTimeZone = call.caller.timeZone;
      }
      const planned = { ...before, ...changes };
      // A contact that went to another customer since is still the one that was talked to.
      const talkedTo = planned.contactId === before.contactId ? undefined : planned.contactId;
      // What it gave the customer, who may have gone on since, is asked only where it is given anew.
      const givesStatus = before.draft || planned.customerStatus !== before.customerStatus;
      const customerStatus = givesStatus ? planned.customerStatus : undefined;
      await checkTalk(tx, { ...planned, contactId: talkedTo }, customer);
      if (turnsOtherwise(before, planned)) {
        guardFrozen(tx, customer, planned);
        await guardTalk(tx, planned, guardReason, this.settings.companyTimeZone);
      } else if (planned.contactId !== before.contactId && before.draft) {
        // The call was made: who it was with is written down, whatever that contact wishes.
        changes.guardBreach = await noteBreach(tx, planned, this.settings.companyTimeZone);
      }
      if (changes.outcomeTemplateId && changes.outcomeTemplateId !== before.outcomeTemplateId) {
        changes.outcome = await tickedOutcome(tx, planned, 'outcome' in changes ? planned.outcome : '');
      }
      await this.customValues.change(tx, 'interaction', before, changes);
      await this.checkStatus(tx, customer, customerStatus);
      if (!before.draft) {
        const known = { ...before, writerId: before.finishedById ?? before.authorId };
        changes.amendments = amendmentsAfter(known, { ...before, ...changes }, personId, tx.now);
      }
      const after = tx.update(Interaction, before, changes);
      const finished = before.draft && !after.draft;
      const changed = finished
        ? await changeCustomer(tx, customer, after)
        : await this.followAmendedTalk(tx, customer, before, after);
      tellTalk(tx, after, changed);
      return after;
    });
  }

  private async checkStatus(
    tx: Transaction,
    customer: Customer,
    status: Interaction['customerStatus'],
  ): Promise<void> {
    const { book, customValues } = this;
    if (status)
      await checkChange(tx, { book, customValues }, customer, { status }, { field: 'customerStatus' });
  }

  /**
   * An amended talk moves the next contact only if it planned the one that stands, or now plans one; a status or segment
   * that it gives anew, the customer gets. Where it now took place at another time, or is a contact no longer, the last
   * contact is the newest one that is left.
   */
  private async followAmendedTalk(
    tx: Transaction,
    customer: Customer,
    before: Interaction,
    talk: Interaction,
  ): Promise<Customer> {
    const replanned =
      before.nextContactTime !== talk.nextContactTime ||
      before.nextContactTimeZone !== talk.nextContactTimeZone ||
      before.nextAction !== talk.nextAction ||
      JSON.stringify(before.remindMinutesBefore) !== JSON.stringify(talk.remindMinutesBefore);
    const stands =
      customer.nextContactInteractionId === talk.id || (!customer.nextContactTime && talk.nextContactTime);
    const plan = replanned && stands ? nextContactOf(talk) : undefined;
    const given = givenAnew(before, talk);
    await fulfilAnew(tx, before, talk);
    if (contactMoved(before, talk)) {
      const lastContactTime = await lastContactOf(tx, customer.id, { changed: talk });
      if (lastContactTime !== customer.lastContactTime) given.lastContactTime = lastContactTime;
    }
    if (!plan && Object.keys(given).length === 0) return customer;
    const after = tx.update(Customer, customer, { ...plan, ...given, ...reopened(customer, given, tx.now) });
    if (plan) followPlan(tx, customer, after, talk);
    else emitCustomerChanged(tx, customer, after);
    return after;
  }
}

function givenAnew(before: Interaction, { customerStatus, customerSegment }: Interaction): Partial<Customer> {
  return {
    ...(customerStatus && customerStatus !== before.customerStatus && { status: customerStatus }),
    ...(customerSegment !== undefined &&
      customerSegment !== before.customerSegment && { segment: customerSegment }),
  };
}

/** Whether another contact is told than before, that the guard has to be asked about. */
function turnsOtherwise(
  before: Interaction,
  { direction, manner, contactId, talkTime }: Interaction,
): boolean {
  if (before.direction !== direction || before.manner !== manner) return true;
  // One of long ago is counted among others than one of today.
  if (Date.parse(before.talkTime) !== Date.parse(talkTime) && !before.draft) return true;
  return before.contactId !== contactId && !before.draft;
}

function contactMoved(before: Interaction, talk: Interaction): boolean {
  if (countsAsContact(before) !== countsAsContact(talk)) return true;
  return countsAsContact(talk) && Date.parse(before.talkTime) !== Date.parse(talk.talkTime);
}

type Talk = Pick<Interaction, 'talkTime' | 'contactId'>;

async function checkTalk(tx: Transaction, talk: Talk, customer: Customer): Promise<void> {
  if (!hasTakenPlace(talk.talkTime, tx.now)) throw refusedField('talkTime', 'talk-in-future');
  if (!talk.contactId) return;
  const contact = await tx.find(Contact, talk.contactId);
  if (contact?.customerId !== customer.id) throw refusedField('contactId', 'contact-of-another');
}

async function talkOf(tx: Transaction, customerId: string, id: string): Promise<Interaction> {
  const [talk] = await tx.select(Interaction, 'r.id = $1 AND r.customer_id = $2', [id, customerId]);
  if (!talk) throw new AppError('not_found', 'interaction-not-found');
  return talk;
}
