import { Controller } from '@nestjs/common';
import type { OpportunityChanged } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/opportunity_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import { StrategyBook } from '../strategy/strategy-book.js';
import { cooperateOnWin, lockBuyer } from './cooperate-on-win.js';
import { copyDeal } from './open-deals.js';

/** Keeps what customers may bring, as the sales pipeline tells it; who has bought is cooperating. */
@Controller()
export class OpenDealConsumer {
  constructor(
    readonly book: StrategyBook,
    readonly customValues: CustomValueWriter,
  ) {}

  @OnEvent('kontor.sales_pipeline.v1.OpportunityChanged')
  async changed({ opportunity }: OpportunityChanged, { tx }: EventContext): Promise<void> {
    if (!opportunity) return;
    const buyer = opportunity.stage === 'won' ? await lockBuyer(tx, opportunity) : undefined;
    await copyDeal(tx, opportunity);
    if (buyer) await cooperateOnWin(tx, this, buyer, opportunity);
  }
}
