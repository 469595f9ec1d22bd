import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { BackgroundLoop } from '../background-loop.js';
import { CustomerFilters } from '../customer/customer-filters.js';
import { countStep } from './count-step.js';

/** How often a replica looks for numbers to count where nobody wakes it, in milliseconds. */
const interval = 10_000;

/** Counts metrics of all customers in the background of every replica. */
@Injectable()
export class MetricJob implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: BackgroundLoop;

  constructor(
    work: UnitOfWork,
    filters: CustomerFilters,
    @Inject(SETTINGS) { companyTimeZone }: Pick<ServiceSettings, 'companyTimeZone'>,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    this.loop = new BackgroundLoop(
      () => countStep({ work, fields: () => filters.fields, timeZone: companyTimeZone }),
      interval,
      (error) => logger.warn({ err: error }, 'metrics could not be counted; it is tried again'),
    );
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  /** Tells that a metric is new or counts otherwise. */
  wake(): void {
    this.loop.wake();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }
}
