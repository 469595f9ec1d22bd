import { Inject, Injectable } from '@nestjs/common';
import { serviceCall } from '@kontor/access/call';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { StrategyBook } from '../strategy/strategy-book.js';
import { Conversion } from './conversion.entity.js';
import { endConversion } from './end-conversion.js';
import { conversionTermHours, expired } from './rules/conversion-end.js';

const pause = 60_000;

/**
 * Ends conversions that had no answer within their term, such as one whose event nobody can handle, so that the customer
 * can be converted anew. Any number of replicas may run: who comes second finds it ended.
 */
@Injectable()
export class ConversionTermJob extends BackgroundLoop {
  constructor(
    private readonly work: UnitOfWork,
    private readonly book: StrategyBook,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    super(
      () => this.step(),
      pause,
      (error) => logger.warn({ err: error }, 'a conversion without an answer was not ended'),
    );
  }

  /** Ends the oldest one whose term is over. Resolves to whether there was one. */
  async step(): Promise<boolean> {
    const call = serviceCall('customer', 'conversion term');
    const overdue = await this.work.read(call, async (tx) => {
      const [oldest] = await tx.select(
        Conversion,
        `r.state = 'started' AND r.create_time < now() - make_interval(hours => $1)`,
        [conversionTermHours],
        'ORDER BY r.create_time, r.id LIMIT 1',
      );
      return oldest;
    });
    if (!overdue) return false;
    const ended = { state: 'failed', reason: expired } as const;
    await this.work.write(call, (tx) => endConversion(tx, this.book, overdue.id, ended));
    return true;
  }
}
