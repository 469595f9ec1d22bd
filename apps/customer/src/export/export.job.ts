import { Inject, Injectable } from '@nestjs/common';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { Store } from '@kontor/files/store';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import type { Lease } from '../lease/leases.js';
import { EXPORT_STORE } from './config.js';
import { ExportLeases } from './export-lease.js';
import { runExport } from './export-run.js';
import { tidyExports } from './export-tidy.js';

/** How often a replica looks for work that nobody told it of, in milliseconds. */
const pollInterval = 1_000;
/** How often files are looked for that nobody needs any more, in milliseconds. */
const tidyInterval = 24 * 3_600_000;

/**
 * Writes exports in the background of every replica, one after the other. When it stops it does so after the page that
 * is being written, and another replica goes on from there.
 */
@Injectable()
export class ExportJob extends BackgroundLoop {
  private nextTidy = 0;

  constructor(
    private readonly work: UnitOfWork,
    private readonly leases: ExportLeases,
    private readonly customFields: CustomFields,
    @Inject(EXPORT_STORE) private readonly store: Store,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    const onError = (error: unknown): void => logger.warn({ err: error }, 'looking for exports failed');
    super((stopping) => this.step(stopping), pollInterval, onError);
  }

  private async step(stopping: AbortSignal): Promise<boolean> {
    const lease = await this.leases.claim();
    if (lease) {
      await this.leases.holding(lease, stopping, (signal) => this.run(lease, signal));
      return true;
    }
    if (Date.now() >= this.nextTidy) {
      this.nextTidy = Date.now() + tidyInterval;
      await tidyExports(this.work, this.store);
    }
    return false;
  }

  private run(lease: Lease, signal: AbortSignal): Promise<void> {
    const { work, leases, customFields, store, settings } = this;
    return runExport({ work, leases, customFields, store, secret: settings.secret }, lease, signal);
  }
}
