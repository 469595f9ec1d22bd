import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { BackgroundLoop } from '../background-loop.js';
import { foldHoldings } from './holding-fold.js';

/** How often a replica adds up what changed, in milliseconds. */
const interval = 2_000;

/** Keeps the changes of who holds how many prospects few, in every replica. */
@Injectable()
export class HoldingJob implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: BackgroundLoop;

  constructor(work: UnitOfWork, @Inject(LOGGER) logger: Pick<Logger, 'warn'>) {
    this.loop = new BackgroundLoop(
      () => foldHoldings(work),
      interval,
      (error) => logger.warn({ err: error }, 'what people hold could not be added up; it is tried again'),
    );
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }
}
