import { Inject, Injectable } from '@nestjs/common';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import { BackgroundLoop, BackgroundLoops } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { CustomerNumbers } from '../customer/customer-numbers.js';
import type { Lease } from '../lease/leases.js';
import { StrategyBook } from '../strategy/strategy-book.js';
import { ImportLeases } from './import-lease.js';
import { runImport } from './import-run.js';
import { ImportTidy } from './import-tidy.js';

/** Runs that one replica works on at the same time: a long one does not keep a short one waiting. */
const runsAtOnce = 2;
/** How often a replica looks for work that nobody told it of, in milliseconds. */
const pollInterval = 1_000;
/** How often leftovers are looked for, in milliseconds. */
const tidyInterval = 60_000;

/**
 * Works off imports in the background of every replica. When it stops it does so after the batch that is being written,
 * and another replica goes on from there.
 */
@Injectable()
export class ImportJob extends BackgroundLoops {
  private nextTidy = 0;

  constructor(
    private readonly work: UnitOfWork,
    private readonly leases: ImportLeases,
    private readonly tidy: ImportTidy,
    private readonly numbers: CustomerNumbers,
    private readonly book: StrategyBook,
    private readonly customFields: CustomFields,
    private readonly customValues: CustomValueWriter,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'companyCountry' | 'companyTimeZone'>,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    const onError = (error: unknown): void => logger.warn({ err: error }, 'looking for imports failed');
    const loop = () => new BackgroundLoop((stopping) => this.step(stopping), pollInterval, onError);
    super(Array.from({ length: runsAtOnce }, loop));
  }

  private async step(stopping: AbortSignal): Promise<boolean> {
    const lease = await this.leases.claim();
    if (lease) {
      await this.leases.holding(lease, stopping, (signal) => this.run(lease, signal));
      return true;
    }
    if (Date.now() >= this.nextTidy) {
      this.nextTidy = Date.now() + tidyInterval;
      await this.tidy.tidy();
    }
    return false;
  }

  private async run(lease: Lease, signal: AbortSignal): Promise<void> {
    const { work, leases, numbers, book, customFields, customValues } = this;
    const { companyCountry, companyTimeZone } = this.settings;
    const made = { customFields, customValues, companyCountry, companyTimeZone };
    await runImport({ work, leases, numbers, book, ...made }, lease, signal);
    this.nextTidy = 0;
  }
}
