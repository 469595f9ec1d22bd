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
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { customerFields } from '../customer/customer-fields.js';
import { evaluateCustomer, followGuardian, forgetSegmentsGone } from './evaluation.js';

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
  created({ customer }: CustomerCreated, context: EventContext): Promise<void> {
    return this.evaluate(customer?.id, context);
  }

  @OnEvent('kontor.customer.v1.CustomerChanged')
  async changed({ customer, changed = [] }: CustomerChanged, context: EventContext): Promise<void> {
    if (customer && changed.some((field) => guardians.includes(field)))
      await followGuardian(context.tx, customer.id);
    await this.evaluate(customer?.id, context);
  }

  /** What the loser brought along is the winner's: counted as its, and of rules only where they take the winner. */
  @OnEvent('kontor.customer.v1.CustomersMerged')
  async merged({ winnerId }: CustomersMerged, context: EventContext): Promise<void> {
    await followGuardian(context.tx, winnerId);
    await this.evaluate(winnerId, context);
  }

  /** Segments may have gone, and owners and rules changed, while the loser was away. */
  @OnEvent('kontor.customer.v1.CustomersUnmerged')
  async unmerged({ winnerId, loserId }: CustomersUnmerged, context: EventContext): Promise<void> {
    await forgetSegmentsGone(context.tx, loserId);
    for (const id of [winnerId, loserId]) {
      await followGuardian(context.tx, id);
      await this.evaluate(id, context);
    }
  }

  private async evaluate(id: string | undefined, { tx }: EventContext): Promise<void> {
    const fields = this.customFields.queryFields('customer', customerFields);
    if (id) await evaluateCustomer(tx, id, { timeZone: this.settings.companyTimeZone, fields });
  }
}
