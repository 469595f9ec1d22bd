import { Controller } from '@nestjs/common';
import type {
  ConversionDone,
  ConversionRefused,
} from '@kontor/contracts/gen/kontor/sales_pipeline/v1/opportunity_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { StrategyBook } from '../strategy/strategy-book.js';
import { endConversion } from './end-conversion.js';

/** Ends conversions as the sales pipeline answers them, also those that nobody waits for any more. */
@Controller()
export class ConversionEndConsumer {
  constructor(private readonly book: StrategyBook) {}

  @OnEvent('kontor.sales_pipeline.v1.ConversionDone')
  done({ conversionId, opportunityId }: ConversionDone, { tx }: EventContext): Promise<void> {
    return endConversion(tx, this.book, conversionId, { state: 'done', opportunityId });
  }

  @OnEvent('kontor.sales_pipeline.v1.ConversionRefused')
  refused({ conversionId, reason }: ConversionRefused, { tx }: EventContext): Promise<void> {
    return endConversion(tx, this.book, conversionId, { state: 'failed', reason });
  }
}
