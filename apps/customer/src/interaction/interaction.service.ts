import { Inject, Injectable } from '@nestjs/common';
import type {
  CreateInteractionRequest,
  GetInteractionRequest,
  ListInteractionsRequest,
  ListInteractionsResponse,
  UpdateInteractionRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { Call } from '@kontor/access/call';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { maskedChanges } from '@kontor/schema/update-mask';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Contact } from '../contact/contact.entity.js';
import { emitCustomerChanged } from '../customer/customer-events.js';
import { Customer } from '../customer/customer.entity.js';
import { cancelNextContact, planNextContact } from '../customer/next-contact-reminder.js';
import { mayFollow } from '../customer/rules/status.js';
import { Interaction } from './interaction.entity.js';
import { amendmentsAfter } from './rules/amendment.js';
import { hasTakenPlace, instantOf } from './rules/next-contact.js';

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
  ) {}

  create({ customerId, interaction }: CreateInteractionRequest, call: Call): Promise<Interaction> {
    return this.work.write(call, async (tx) => {
      const customer = await tx.getForUpdate(Customer, customerId);
      const row = {
        ...(interaction as Interaction),
        customerId,
        authorId: call.caller.personId,
        amendments: [],
      };
      row.talkTime ??= tx.now;
      if (row.nextContactTime && !row.nextContactTimeZone) row.nextContactTimeZone = call.caller.timeZone;
      await checkTalk(tx, row, customer);
      const talk = tx.insert(Interaction, row);
      const after = this.changeCustomer(tx, customer, talk);
      tx.emit('kontor.customer.v1.InteractionLogged', talk, { interaction: talk, ownerId: after.ownerId });
      return talk;
    });
  }

  get({ customerId, id }: GetInteractionRequest, call: Call): Promise<Interaction> {
    return this.work.read(call, (tx) => talkOf(tx, customerId, id));
  }

  async list(
    { customerId, ...request }: ListInteractionsRequest,
    call: Call,
  ): Promise<ListInteractionsResponse> {
    const { rows, ...page } = await this.work.read(call, async (tx) => {
      await tx.get(Customer, customerId);
      return listRows(tx, Interaction, 'interaction', request, {
        fields,
        defaultOrder: 'talkTime desc',
        method: call.method,
        secret: this.settings.secret,
        scope: { where: 'r.customer_id = $1', params: [customerId] },
      });
    });
    return { interactions: rows, ...page };
  }

  update(
    { customerId, id, interaction, updateMask, etag }: UpdateInteractionRequest,
    call: Call,
  ): Promise<Interaction> {
    return this.work.write(call, async (tx) => {
      const customer = await tx.getForUpdate(Customer, customerId);
      const before = await talkOf(tx, customerId, id);
      if (before.authorId !== call.caller.personId) throw new AppError('forbidden', 'not-the-author');
      expectEtag(before, etag);
      const changes = maskedChanges<Interaction>(message, interaction as Interaction | undefined, updateMask);
      changes.amendments = amendmentsAfter(before, { ...before, ...changes }, before.authorId, tx.now);
      if (changes.nextContactTime && !(changes.nextContactTimeZone ?? before.nextContactTimeZone)) {
        changes.nextContactTimeZone = call.caller.timeZone;
      }
      const planned = { ...before, ...changes };
      await checkTalk(tx, planned, customer);
      const after = tx.update(Interaction, before, changes);
      const changed = this.followAmendedTalk(tx, customer, before, after);
      tx.emit('kontor.customer.v1.InteractionLogged', after, {
        interaction: after,
        ownerId: changed.ownerId,
      });
      return after;
    });
  }

  /** A talk that took place is the last contact unless it is logged late, and it replaces the plan for the next one. */
  private changeCustomer(tx: Transaction, before: Customer, talk: Interaction): Customer {
    const newest = !before.lastContactTime || Date.parse(before.lastContactTime) < Date.parse(talk.talkTime);
    const after = tx.update(Customer, before, {
      lastContactTime: newest ? talk.talkTime : before.lastContactTime,
      ...nextContactOf(talk),
      ...(talk.customerStatus ? { status: talk.customerStatus } : {}),
    });
    this.remind(tx, before, after, talk);
    return after;
  }

  /** An amended talk moves the next contact only if it planned the one that stands, or now plans one. */
  private followAmendedTalk(
    tx: Transaction,
    customer: Customer,
    before: Interaction,
    talk: Interaction,
  ): Customer {
    const replanned =
      before.nextContactTime !== talk.nextContactTime ||
      before.nextContactTimeZone !== talk.nextContactTimeZone ||
      before.nextAction !== talk.nextAction ||
      JSON.stringify(before.remindMinutesBefore) !== JSON.stringify(talk.remindMinutesBefore);
    const stands =
      customer.nextContactInteractionId === talk.id || (!customer.nextContactTime && talk.nextContactTime);
    if (!replanned || !stands) return customer;
    const after = tx.update(Customer, customer, nextContactOf(talk));
    this.remind(tx, customer, after, talk);
    return after;
  }

  private remind(tx: Transaction, before: Customer, after: Customer, talk: Interaction): void {
    if (after.nextContactTime) planNextContact(tx, after, talk);
    else if (before.nextContactTime) cancelNextContact(tx, after);
    emitCustomerChanged(tx, before, after);
  }
}

function nextContactOf(talk: Interaction): Pick<Customer, 'nextContactTime' | 'nextContactInteractionId'> {
  if (!talk.nextContactTime) return { nextContactTime: undefined, nextContactInteractionId: undefined };
  return {
    nextContactTime: instantOf(talk.nextContactTime, talk.nextContactTimeZone),
    nextContactInteractionId: talk.id,
  };
}

type Talk = Pick<Interaction, 'talkTime' | 'customerStatus' | 'contactId'>;

async function checkTalk(tx: Transaction, talk: Talk, customer: Customer): Promise<void> {
  if (!hasTakenPlace(talk.talkTime, tx.now)) throw refused('talkTime', 'talk-in-future');
  if (talk.customerStatus && !mayFollow(customer.status, talk.customerStatus)) {
    throw refused('customerStatus', 'status-step', { from: customer.status, to: talk.customerStatus });
  }
  if (!talk.contactId) return;
  const contact = await tx.find(Contact, talk.contactId);
  if (contact?.customerId !== customer.id) throw refused('contactId', 'contact-of-another');
}

function refused(field: string, reason: string, params: Record<string, string> = {}): AppError {
  return new AppError('invalid', 'invalid-request', { fields: [{ field, reason, params }] });
}

async function talkOf(tx: Transaction, customerId: string, id: string): Promise<Interaction> {
  const [talk] = await tx.select(Interaction, 'r.id = $1 AND r.customer_id = $2', [id, customerId]);
  if (!talk) throw new AppError('not_found', 'interaction-not-found');
  return talk;
}
