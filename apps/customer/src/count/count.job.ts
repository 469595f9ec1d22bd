import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { checkStep } from './check.js';
import { foldStep } from './fold.js';

/** Milliseconds between two looks for deltas: the fewer are open, the less a count has to sum. */
const interval = 3_000;
/** Milliseconds between two looks whether counts are to be checked. */
const checkInterval = 60_000;

/** Folds deltas of counts, and checks the counts every night, in the background of every replica. */
@Injectable()
export class CountJob implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loops: readonly BackgroundLoop[];

  constructor(
    work: UnitOfWork,
    @Inject(SETTINGS) { companyTimeZone }: Pick<ServiceSettings, 'companyTimeZone'>,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    const check = async () => {
      const wrong = await checkStep(work, companyTimeZone);
      if (wrong) logger.warn({ cells: wrong }, 'kept counts differed from the rows and were set right');
      return false;
    };
    this.loops = [
      new BackgroundLoop(
        () => foldStep(work, companyTimeZone),
        interval,
        (error) => logger.warn({ err: error }, 'counts could not be folded; it is tried again'),
      ),
      new BackgroundLoop(check, checkInterval, (error) =>
        logger.warn({ err: error }, 'counts could not be checked; it is tried again'),
      ),
    ];
  }

  onApplicationBootstrap(): void {
    for (const loop of this.loops) loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }
}
