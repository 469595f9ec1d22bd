import { Controller } from '@nestjs/common';
import type { OpportunityChanged } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/opportunity_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { copyDeal } from './open-deals.js';

/** Keeps what customers may bring, as the sales pipeline tells it. */
@Controller()
export class OpenDealConsumer {
  @OnEvent('kontor.sales_pipeline.v1.OpportunityChanged')
  async changed({ opportunity }: OpportunityChanged, { tx }: EventContext): Promise<void> {
    if (opportunity) await copyDeal(tx, opportunity);
  }
}
