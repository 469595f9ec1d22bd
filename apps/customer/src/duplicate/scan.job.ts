import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { BackgroundLoop } from '@kontor/database/background-loop';
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
export class ScanJob implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: BackgroundLoop;
  private readonly nights: BackgroundLoop;

  constructor(
    work: UnitOfWork,
    @Inject(SETTINGS) { companyTimeZone }: Pick<ServiceSettings, 'companyTimeZone'>,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    const night = async (): Promise<boolean> => {
      if (await scanNightly(work, companyTimeZone)) this.loop.wake();
      return false;
    };
    this.nights = new BackgroundLoop(night, nightInterval, (error) =>
      logger.warn({ err: error }, 'the nightly scan for duplicates could not begin; it is tried again'),
    );
    this.loop = new BackgroundLoop(
      () => scanStep(work),
      interval,
      (error) => logger.warn({ err: error }, 'a step of a scan for duplicates failed; it is tried again'),
    );
  }

  onApplicationBootstrap(): void {
    this.loop.start();
    this.nights.start();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.loop.stop(), this.nights.stop()]);
  }

  /** Tells that there is work. */
  wake(): void {
    this.loop.wake();
  }
}
