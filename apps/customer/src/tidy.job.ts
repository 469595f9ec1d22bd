import { Inject, Injectable } from '@nestjs/common';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { forgetSearches } from './search/forget-searches.js';
import { forgetWarnings } from './strategy/forget-warnings.js';

/** How often a replica looks, in milliseconds. */
const interval = 3_600_000;

/** Removes rows that only mattered for a while and that nobody asks for any more; in every replica. */
@Injectable()
export class TidyJob extends BackgroundLoop {
  constructor(work: UnitOfWork, @Inject(LOGGER) logger: Pick<Logger, 'warn'>) {
    const step = async (): Promise<boolean> => {
      await forgetSearches(work);
      return forgetWarnings(work);
    };
    super(step, interval, (error) =>
      logger.warn({ err: error }, 'old rows could not be removed; it is tried again'),
    );
  }
}
