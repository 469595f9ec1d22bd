import { Inject, Injectable } from '@nestjs/common';
import { BackgroundLoop, BackgroundLoops } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { scanNightly } from './nightly-scan.js';
import { scanStep } from './scan-run.js';

/** How often a replica looks for scans, in milliseconds. */
const interval = 2_000;
/** And whether a night has come. */
const nightInterval = 600_000;

/** Works off scans in the background of every replica. */
@Injectable()
export class ScanJob extends BackgroundLoops {
  constructor(
    work: UnitOfWork,
    @Inject(SETTINGS) { companyTimeZone }: Pick<ServiceSettings, 'companyTimeZone'>,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    const scanning = new BackgroundLoop(
      () => scanStep(work),
      interval,
      (error) => logger.warn({ err: error }, 'a step of a scan for duplicates failed; it is tried again'),
    );
    const night = async (): Promise<void> => {
      if (await scanNightly(work, companyTimeZone)) scanning.wake();
    };
    const nights = new BackgroundLoop(night, nightInterval, (error) =>
      logger.warn({ err: error }, 'the nightly scan for duplicates could not begin; it is tried again'),
    );
    super([scanning, nights]);
  }
}
