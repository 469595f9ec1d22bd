import { Inject, Injectable } from '@nestjs/common';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { markNextLeft } from './last-day.js';

/** How often a replica looks for people whose last day is over, in milliseconds. */
const interval = 60_000;

/** Marks people left when their last day is over; any number of replicas, one at a time. */
@Injectable()
export class LastDayJob extends BackgroundLoop {
  constructor(unitOfWork: UnitOfWork, @Inject(LOGGER) logger: Logger) {
    super(
      () => markNextLeft(unitOfWork),
      interval,
      (error) => logger.warn({ err: error }, 'marking people left failed; it is tried again'),
      { firstPause: interval },
    );
  }
}
