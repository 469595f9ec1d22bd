import { Inject, Injectable } from '@nestjs/common';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { CustomerFilters } from '../customer/customer-filters.js';
import { rotateStep } from './rotation-run.js';

/** How often a replica looks for rotations, in milliseconds. */
const interval = 1_000;

/** Runs rotations when their time comes, in every replica. */
@Injectable()
export class RotationJob extends BackgroundLoop {
  constructor(
    work: UnitOfWork,
    filters: CustomerFilters,
    @Inject(SETTINGS) { companyTimeZone }: Pick<ServiceSettings, 'companyTimeZone'>,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    super(
      () => rotateStep(work, companyTimeZone, filters),
      interval,
      (error) => logger.warn({ err: error }, 'a step of a rotation failed; it is tried again'),
    );
  }
}
