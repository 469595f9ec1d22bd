import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { BackgroundLoop } from '../background-loop.js';
import { CustomerFilters } from '../customer/customer-filters.js';
import { planStep } from './plan-step.js';

/** How often a replica looks for visits to plan where nobody wakes it, in milliseconds. */
const interval = 10_000;

/** Plans visits in the background of every replica. */
@Injectable()
export class VisitPlanJob implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: BackgroundLoop;

  constructor(
    work: UnitOfWork,
    filters: CustomerFilters,
    @Inject(SETTINGS) { companyTimeZone }: Pick<ServiceSettings, 'companyTimeZone'>,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    this.loop = new BackgroundLoop(
      () => planStep(work, companyTimeZone, filters),
      interval,
      (error) => logger.warn({ err: error }, 'visits could not be planned; it is tried again'),
    );
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  /** Tells that a plan is new or changed. */
  wake(): void {
    this.loop.wake();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }
}
