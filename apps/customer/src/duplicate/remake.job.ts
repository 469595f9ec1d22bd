import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { BackgroundLoop } from '../background-loop.js';
import { remakeStep } from './remake-step.js';

/** How often a replica looks whether another one died in the middle, in milliseconds. */
const interval = 60_000;

/** After a rule of keys or of search has changed, makes what records are recognised by anew, in the background. */
@Injectable()
export class RemakeJob implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: BackgroundLoop;

  constructor(work: UnitOfWork, @Inject(LOGGER) logger: Pick<Logger, 'warn'>) {
    this.loop = new BackgroundLoop(
      () => remakeStep(work),
      interval,
      (error) => logger.warn({ err: error }, 'making keys anew failed; it is tried again'),
    );
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }
}
