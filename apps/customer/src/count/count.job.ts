import { Inject, Injectable } from '@nestjs/common';
import { BackgroundLoop, BackgroundLoops } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { checkStep } from './check.js';
import { foldStep } from './fold.js';
import { fillStep } from './spans.js';

/** Milliseconds between two looks for deltas: the fewer are open, the less a count has to sum. */
const interval = 3_000;
/** Milliseconds between two looks whether counts are to be checked. */
const checkInterval = 60_000;

/** Folds deltas of counts, and checks the counts every night, in the background of every replica. */
@Injectable()
export class CountJob extends BackgroundLoops {
  constructor(
    work: UnitOfWork,
    @Inject(SETTINGS) { companyTimeZone }: Pick<ServiceSettings, 'companyTimeZone'>,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    const check = async () => {
      const wrong = await checkStep(work, companyTimeZone);
      if (wrong) logger.warn({ cells: wrong }, 'kept counts differed from the rows and were set right');
    };
    super([
      new BackgroundLoop(
        () => foldStep(work, companyTimeZone),
        interval,
        (error) => logger.warn({ err: error }, 'counts could not be folded; it is tried again'),
      ),
      new BackgroundLoop(
        () => fillStep(work),
        checkInterval,
        (error) => logger.warn({ err: error }, 'weeks and months could not be counted; it is tried again'),
      ),
      new BackgroundLoop(check, checkInterval, (error) =>
        logger.warn({ err: error }, 'counts could not be checked; it is tried again'),
      ),
    ]);
  }
}
