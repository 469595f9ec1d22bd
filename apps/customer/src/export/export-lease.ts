import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { Leases, type LeasedRuns } from '../lease/leases.js';
import { ExportFailure } from './export-failure.js';

const exportRuns: LeasedRuns = {
  table: 'export',
  waiting: `state = 'waiting'`,
  held: `state = 'running'`,
  begun: `'running'`,
  givenUp: (params) => new ExportFailure('export-gave-up', params),
};

/** Who writes which export. */
@Injectable()
export class ExportLeases extends Leases {
  constructor(work: UnitOfWork, @Inject(LOGGER) logger: Pick<Logger, 'warn' | 'error'>) {
    super(work, exportRuns, logger);
  }
}
