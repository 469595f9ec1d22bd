import { Inject, Injectable } from '@nestjs/common';
import type {
  ConvertCustomerRequest,
  ListConversionsRequest,
  ListConversionsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/convert_service';
import type {
  Conversion as ConversionAnswer,
  ConversionOpportunity,
} from '@kontor/contracts/gen/kontor/customer/v1/convert';
import type { CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Call } from '@kontor/access/call';
import { may, rightsOf } from '@kontor/access/permissions';
import { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, checkFaults, refusedField } from '@kontor/errors/app-error';
import { render } from '@kontor/errors/messages';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { worthFaults } from '@kontor/schema/worth';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Contact } from '../contact/contact.entity.js';
import { ContactService } from '../contact/contact.service.js';
import { emitCustomerChanged } from '../customer/customer-events.js';
import { Customer } from '../customer/customer.entity.js';
import { reopened } from '../customer/rules/reopened.js';
import { checkChange } from '../customer/status-change.js';
import { auditAccepted, notePairs, refuseDuplicates } from '../duplicate/duplicate-check.js';
import { writeClaiming } from '../duplicate/key-writer.js';
import { comparedKeys, customerKeys } from '../duplicate/rules/match-keys.js';
import { customerForUpdate } from '../merge/merged-into.js';
import { StrategyBook } from '../strategy/strategy-book.js';
import { Conversion } from './conversion.entity.js';
import { convertMessages } from './messages.js';
import { failureKind } from './rules/conversion-end.js';
import { isLeftContact } from './rules/left-contact.js';
import { usualStatus } from './rules/usual-status.js';

const fields = queryFields(contract.fields('kontor.customer.v1.Conversion'), {
  id: { nullable: false },
  customerId: { nullable: false },
  state: { nullable: false },
});

/**
 * Converts prospects: here all in one transaction, and the opportunity by events, which are told again until they are
 * heard. What died in the middle is either not begun or goes on by itself.
 */
@Injectable()
export class ConvertService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly contacts: ContactService,
    private readonly book: StrategyBook,
    private readonly customValues: CustomValueWriter,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  async convert(request: ConvertCustomerRequest, call: Call): Promise<Conversion> {
    const permission = 'opportunity.write';
    if (!may(call.caller, permission))
      throw new AppError('forbidden', 'forbidden', { params: { permission } });
    return writeClaiming(this.work, call, (tx) => this.convertIn(tx, request));
  }

  async get(id: string, call: Call): Promise<ConversionAnswer> {
    return answer(await this.work.readOne(call, (tx) => tx.get(Conversion, id)), call);
  }

  async list(request: ListConversionsRequest, call: Call): Promise<ListConversionsResponse> {
    const { rows, ...page } = await this.work.read(call, (tx) =>
      listRows(tx, Conversion, 'conversion', request, {
        fields,
        defaultOrder: 'createTime desc',
        method: call.method,
        secret: this.settings.secret,
      }),
    );
    return { conversions: rows.map((row) => answer(row, call)), ...page };
  }

  private async convertIn(tx: Transaction, request: ConvertCustomerRequest): Promise<Conversion> {
    const { id, opportunity, etag } = request;
    await this.checkOpportunity(tx, opportunity);
    // Locked, so that two conversions of one customer follow each other.
    const before = await customerForUpdate(tx, id);
    expectEtag(before, etag);
    const { status = usualStatus(before.status) } = request;
    await noneRuns(tx, id);
    await this.compareAgain(tx, before, request);
    const after = await this.withStatus(tx, before, status);
    const contactId = await this.contactOf(tx, after, request);
    const { personId } = tx.call.caller;
    const conversion = tx.insert(Conversion, {
      customerId: id,
      toldCustomerId: id,
      state: 'started',
      reason: '',
      status,
      previousStatus: before.status,
      contactId,
      personId,
    });
    tx.emit('kontor.customer.v1.ConversionAsked', conversion, {
      conversionId: conversion.id,
      customer: after,
      opportunity,
      contactId,
      personId,
    });
    return conversion;
  }

  /** What the sales pipeline would refuse the opportunity for is said at once, naming the field. */
  private async checkOpportunity(tx: Transaction, draft: ConversionOpportunity | undefined): Promise<void> {
    const worth = worthFaults(draft ?? {});
    try {
      checkFaults(worth);
      await this.customValues.checkElsewhere(tx, 'opportunity', { ...draft, stage: 'open' });
    } catch (error) {
      if (!(error instanceof AppError) || error.fields.length === 0) throw error;
      const fields = error.fields.map((fault) => ({ ...fault, field: `opportunity.${fault.field}` }));
      throw new AppError(error.code, error.reason, { fields, cause: error });
    }
  }

  /** The customer may have come to look like another one since it was made, or that one like it. */
  private async compareAgain(
    tx: Transaction,
    customer: Customer,
    acceptance: ConvertCustomerRequest,
  ): Promise<void> {
    const keys = comparedKeys(customerKeys(customer), 'customer');
    const compared = await refuseDuplicates(tx, keys, acceptance, { selfId: customer.id });
    await notePairs(tx, customer.id, compared);
    auditAccepted(tx, compared, 'customer', customer.id, acceptance.duplicateReason);
  }

  private async withStatus(tx: Transaction, before: Customer, status: CustomerStatus): Promise<Customer> {
    if (before.status === status) return before;
    statusWritable(tx);
    const changes: Partial<Customer> = { status, ...reopened(before, { status }, tx.now) };
    await checkChange(tx, { book: this.book, customValues: this.customValues }, before, changes);
    const after = tx.update(Customer, before, changes);
    emitCustomerChanged(tx, before, after);
    return after;
  }

  private async contactOf(
    tx: Transaction,
    customer: Customer,
    { contact, contactId, ...request }: ConvertCustomerRequest,
  ): Promise<string | undefined> {
    if (contact && contactId) throw refusedField('contactId', 'one-contact');
    if (contact) {
      const left = await leftContact(tx, customer.id, contact as Contact);
      return left?.id ?? (await this.contacts.createIn(tx, customer, contact as Contact, request)).id;
    }
    if (!contactId) return undefined;
    const known = await tx.find(Contact, contactId);
    if (known?.customerId !== customer.id) throw refusedField('contactId', 'contact-of-another');
    return contactId;
  }
}

/** The contact of a draft that an earlier conversion made and left when it failed, where the caller sees it. */
async function leftContact(
  tx: Transaction,
  customerId: string,
  draft: Contact,
): Promise<Contact | undefined> {
  const left = await tx.select(
    Contact,
    `r.customer_id = $1 AND r.left_time IS NULL AND r.id IN (
       SELECT contact_id FROM conversion WHERE customer_id = $1 AND state = 'failed')`,
    [customerId],
    'ORDER BY r.id',
  );
  return left.find((one) => isLeftContact(draft, one));
}

/** Says besides why it failed, in the language of the caller. */
function answer(conversion: Conversion, { language }: Call): ConversionAnswer {
  if (conversion.state !== 'failed') return conversion;
  const kind = failureKind(conversion.reason);
  return { ...conversion, message: render(`conversion-failed-${kind}`, {}, language, convertMessages) };
}

/** Throws conflict conversion-running, naming it, while the customer is being converted. */
async function noneRuns(tx: Transaction, customerId: string): Promise<void> {
  const [running] = await tx.select(Conversion, `r.customer_id = $1 AND r.state = 'started'`, [customerId]);
  if (running) throw new AppError('conflict', 'conversion-running', { params: { conversionId: running.id } });
}

/** The usual status is given without being named: who may not write the field does not by way of a conversion either. */
function statusWritable(tx: Transaction): void {
  if (rightsOf(tx.call.caller).limits('customer')?.unwritable.has('status'))
    throw new AppError('forbidden', 'field-not-writable', { params: { field: 'status' } });
}
