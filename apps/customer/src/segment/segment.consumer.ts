import { Controller, Inject } from '@nestjs/common';
import type {
  CustomerChanged,
  CustomerCreated,
} from '@kontor/contracts/gen/kontor/customer/v1/customer_events';
import type {
  CustomersMerged,
  CustomersUnmerged,
} from '@kontor/contracts/gen/kontor/customer/v1/merge_events';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import type { Transaction } from '@kontor/database/transaction';
import type { GatheringContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { customerFields } from '../customer/customer-fields.js';
import { evaluateCustomers, followGuardian, forgetSegmentsGone } from './evaluation.js';

/** Fields that say whose a customer is. */
const guardians = ['ownerId', 'keeperId'];

/** Keeps the members of segments by rule: by this service's own events, so that no change of a customer waits for it. */
@Controller()
export class SegmentConsumer {
  constructor(
    private readonly customFields: CustomFields,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'companyTimeZone'>,
  ) {}

  @OnEvent('kontor.customer.v1.CustomerCreated')
  async created({ customer }: CustomerCreated, { together }: GatheringContext): Promise<void> {
    if (customer) together(this.evaluate, customer.id);
  }

  @OnEvent('kontor.customer.v1.CustomerChanged')
  async changed(
    { customer, changed = [] }: CustomerChanged,
    { tx, together }: GatheringContext,
  ): Promise<void> {
    if (!customer) return;
    if (changed.some((field) => guardians.includes(field))) await followGuardian(tx, customer.id);
    together(this.evaluate, customer.id);
  }

  /** What the loser brought along is the winner's: counted as its, and of rules only where they take the winner. */
  @OnEvent('kontor.customer.v1.CustomersMerged')
  async merged({ winnerId }: CustomersMerged, { tx, together }: GatheringContext): Promise<void> {
    await followGuardian(tx, winnerId);
    together(this.evaluate, winnerId);
  }

  /** Segments may have gone, and owners and rules changed, while the loser was away. */
  @OnEvent('kontor.customer.v1.CustomersUnmerged')
  async unmerged(
    { winnerId, loserId }: CustomersUnmerged,
    { tx, together }: GatheringContext,
  ): Promise<void> {
    await forgetSegmentsGone(tx, loserId);
    for (const id of [winnerId, loserId]) {
      await followGuardian(tx, id);
      together(this.evaluate, id);
    }
  }

  private readonly evaluate = (tx: Transaction, ids: readonly string[]): Promise<void> => {
    const fields = this.customFields.queryFields('customer', customerFields);
    return evaluateCustomers(tx, ids, { timeZone: this.settings.companyTimeZone, fields });
  };
}
