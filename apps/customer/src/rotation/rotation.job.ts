import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { BackgroundLoop } from '../background-loop.js';
import { CustomerFilters } from '../customer/customer-filters.js';
import { rotateStep } from './rotation-run.js';

/** How often a replica looks for rotations, in milliseconds. */
const interval = 1_000;

/** Runs rotations when their time comes, in every replica. */
@Injectable()
export class RotationJob implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: BackgroundLoop;

  constructor(
    work: UnitOfWork,
    filters: CustomerFilters,
    @Inject(SETTINGS) { companyTimeZone }: Pick<ServiceSettings, 'companyTimeZone'>,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    this.loop = new BackgroundLoop(
      () => rotateStep(work, companyTimeZone, filters),
      interval,
      (error) => logger.warn({ err: error }, 'a step of a rotation failed; it is tried again'),
    );
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }
}
