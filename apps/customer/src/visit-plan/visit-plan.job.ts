import { Inject, Injectable } from '@nestjs/common';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { CustomerFilters } from '../customer/customer-filters.js';
import { planStep } from './plan-step.js';

/** How often a replica looks for visits to plan where nobody wakes it, in milliseconds. */
const interval = 10_000;

/** Plans visits in the background of every replica. */
@Injectable()
export class VisitPlanJob extends BackgroundLoop {
  constructor(
    work: UnitOfWork,
    filters: CustomerFilters,
    @Inject(SETTINGS) { companyTimeZone }: Pick<ServiceSettings, 'companyTimeZone'>,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    super(
      () => planStep(work, companyTimeZone, filters),
      interval,
      (error) => logger.warn({ err: error }, 'visits could not be planned; it is tried again'),
    );
  }
}
