import { Inject, Injectable } from '@nestjs/common';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { foldHoldings } from './holding-fold.js';

/** How often a replica adds up what changed, in milliseconds. */
const interval = 2_000;

/** Keeps the changes of who holds how many prospects few, in every replica. */
@Injectable()
export class HoldingJob extends BackgroundLoop {
  constructor(work: UnitOfWork, @Inject(LOGGER) logger: Pick<Logger, 'warn'>) {
    super(
      () => foldHoldings(work),
      interval,
      (error) => logger.warn({ err: error }, 'what people hold could not be added up; it is tried again'),
    );
  }
}
