import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { BackgroundLoop } from '../background-loop.js';
import { scanStep } from './scan-run.js';

/** How often a replica looks for scans, in milliseconds. */
const interval = 2_000;

/** Works off scans in the background of every replica. */
@Injectable()
export class ScanJob implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: BackgroundLoop;

  constructor(work: UnitOfWork, @Inject(LOGGER) logger: Pick<Logger, 'warn'>) {
    this.loop = new BackgroundLoop(
      () => scanStep(work),
      interval,
      (error) => logger.warn({ err: error }, 'a step of a scan for duplicates failed; it is tried again'),
    );
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }

  /** Tells that there is work. */
  wake(): void {
    this.loop.wake();
  }
}
