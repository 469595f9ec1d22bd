import { Inject, Injectable } from '@nestjs/common';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { Store } from '@kontor/files/store';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { EXPORT_STORE } from './config.js';
import { ExportLeases, type ExportLease } from './export-lease.js';
import { runExport } from './export-run.js';
import { tidyExports } from './export-tidy.js';

/** How often a replica looks for work that nobody told it of, in milliseconds. */
const pollInterval = 1_000;
/** How often a lease is renewed, in milliseconds: a third of its length. */
const renewInterval = 10_000;
/** How often files are looked for that nobody needs any more, in milliseconds. */
const tidyInterval = 24 * 3_600_000;

/** Writes exports in the background of every replica, one after the other. */
@Injectable()
export class ExportJob extends BackgroundLoop {
  private readonly stopping = new AbortController();
  private nextTidy = 0;

  constructor(
    private readonly work: UnitOfWork,
    private readonly leases: ExportLeases,
    private readonly customFields: CustomFields,
    @Inject(EXPORT_STORE) private readonly store: Store,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
    @Inject(LOGGER) private readonly logger: Pick<Logger, 'warn' | 'error'>,
  ) {
    const onError = (error: unknown): void => logger.warn({ err: error }, 'looking for exports failed');
    super(() => this.step(), pollInterval, onError);
  }

  /** Stops after the page that is being written; another replica goes on from there. */
  override async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.stop();
  }

  private async step(): Promise<boolean> {
    const lease = await this.leases.claim();
    if (lease) {
      await this.run(lease);
      return true;
    }
    if (Date.now() >= this.nextTidy) {
      this.nextTidy = Date.now() + tidyInterval;
      await tidyExports(this.work, this.store);
    }
    return false;
  }

  private async run(lease: ExportLease): Promise<void> {
    const lost = new AbortController();
    const renewing = setInterval(() => {
      this.leases.renew(lease).then(
        (ours) => ours || lost.abort(),
        (error: unknown) =>
          this.logger.warn({ err: error, exportId: lease.exportId }, 'renewing an export failed'),
      );
    }, renewInterval);
    const { work, leases, customFields, store, settings } = this;
    const parts = { work, leases, customFields, store, secret: settings.secret };
    try {
      await runExport(parts, lease, AbortSignal.any([this.stopping.signal, lost.signal]));
    } catch (error) {
      this.logger.error(
        { err: error, exportId: lease.exportId },
        'an export broke off; it goes on from its last page',
      );
      // The lease runs out by itself: what broke the run gets time to pass.
      return;
    } finally {
      clearInterval(renewing);
    }
    await leases.release(lease);
  }
}
