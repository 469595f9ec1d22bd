import { Controller } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import type { ConversionAsked } from '@kontor/contracts/gen/kontor/customer/v1/convert_events';
import { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { CustomerCopy } from '../customer-copy/customer-copy.entity.js';
import { copyCustomers, nobodys } from '../customer-copy/customer-copy.js';
import { standingCustomer } from '../customer-copy/merge-copy.js';
import { valueFaults } from './opportunity-changes.js';
import { emitOpportunityChanged } from './opportunity-events.js';
import { OpportunityNumbers } from './opportunity-numbers.js';
import { Opportunity } from './opportunity.entity.js';
import { keptAmount } from './rules/kept-amount.js';

/**
 * Makes the opportunities of converted prospects, and tells the customer service how that went. The same question has
 * the same answer and makes one opportunity, however often it is asked.
 */
@Controller()
export class ConversionConsumer {
  constructor(
    private readonly numbers: OpportunityNumbers,
    private readonly customValues: CustomValueWriter,
  ) {}

  @OnEvent('kontor.customer.v1.ConversionAsked')
  async asked(event: ConversionAsked, { tx }: EventContext): Promise<void> {
    const { conversionId, customer, opportunity: draft } = event;
    // What was asked under another contract than ours cannot be made, and must have an end nevertheless.
    if (!customer || !draft) return refuse(tx, conversionId, 'invalid-request');
    await copyCustomers(tx, [customer]);
    const opportunityId = opportunityOf(conversionId);
    if (!(await tx.find(Opportunity, opportunityId))) {
      // Zero values do not travel.
      const { currency = '', competitorNote = '', productIds = [], source = '' } = draft;
      const [fault] = await valueFaults(tx, { amount: draft.amount, currency, productIds });
      if (fault) return refuse(tx, conversionId, fault.reason);
      const custom = await this.customOf(tx, draft.custom);
      if (typeof custom === 'string') return refuse(tx, conversionId, custom);
      const customerId = await standingCustomer(tx, customer.id);
      const standing = await tx.find(CustomerCopy, customerId);
      const created = tx.insert(Opportunity, {
        id: opportunityId,
        number: await this.numbers.take(tx.now),
        customerId,
        toldCustomerId: customer.id,
        contactId: event.contactId,
        toldContactId: event.contactId,
        name: draft.name,
        stage: 'open',
        amount: draft.amount === undefined ? undefined : keptAmount(draft.amount),
        currency,
        expectedCloseDate: draft.expectedCloseDate || undefined,
        probability: draft.probability,
        competitorNote,
        lossReason: '',
        productIds,
        source,
        creatorId: event.personId,
        conversionId,
        custom,
      });
      emitOpportunityChanged(tx, {}, created, standing?.guardianId ?? nobodys);
    }
    tx.emit(
      'kontor.sales_pipeline.v1.ConversionDone',
      { id: conversionId, version: 2 },
      { conversionId, opportunityId },
    );
  }

  /** The custom values of a new opportunity, or why they cannot stand, as a word: the fields may have changed since. */
  private async customOf(
    tx: Transaction,
    custom: Opportunity['custom'],
  ): Promise<Opportunity['custom'] | string> {
    try {
      return await this.customValues.make(tx, 'opportunity', { custom, stage: 'open' });
    } catch (error) {
      if (error instanceof AppError && error.fields[0]) return error.fields[0].reason;
      throw error;
    }
  }
}

/** Id of the opportunity of a conversion: always the same. */
export function opportunityOf(conversionId: string): string {
  return uuidv5('opportunity', conversionId);
}

function refuse(tx: Transaction, conversionId: string, reason: string): void {
  tx.emit(
    'kontor.sales_pipeline.v1.ConversionRefused',
    { id: conversionId, version: 2 },
    { conversionId, reason },
  );
}
