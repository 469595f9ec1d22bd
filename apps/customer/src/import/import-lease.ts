import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { Leases, type LeasedRuns } from '../lease/leases.js';
import { ImportFailure } from './import-failure.js';

const importRuns: LeasedRuns = {
  table: 'import',
  waiting: `state = 'queued'`,
  held: `state IN ('running', 'undoing')`,
  // What is being undone stays so for who takes it over.
  begun: `CASE state WHEN 'undoing' THEN state ELSE 'running' END`,
  givenUp: (params) => new ImportFailure('import-gave-up', params),
};

/** Who works on which import. */
@Injectable()
export class ImportLeases extends Leases {
  constructor(work: UnitOfWork, @Inject(LOGGER) logger: Pick<Logger, 'warn' | 'error'>) {
    super(work, importRuns, logger);
  }
}
