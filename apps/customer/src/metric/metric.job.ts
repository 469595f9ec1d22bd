import { Inject, Injectable } from '@nestjs/common';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { CustomerFilters } from '../customer/customer-filters.js';
import { countStep } from './count-step.js';

/** How often a replica looks for numbers to count where nobody wakes it, in milliseconds. */
const interval = 10_000;

/** Counts metrics of all customers in the background of every replica. */
@Injectable()
export class MetricJob extends BackgroundLoop {
  constructor(
    work: UnitOfWork,
    filters: CustomerFilters,
    @Inject(SETTINGS) { companyTimeZone }: Pick<ServiceSettings, 'companyTimeZone'>,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    super(
      () => countStep({ work, fields: () => filters.fields, timeZone: companyTimeZone }),
      interval,
      (error) => logger.warn({ err: error }, 'metrics could not be counted; it is tried again'),
    );
  }
}
