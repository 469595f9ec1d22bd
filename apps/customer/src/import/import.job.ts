import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { CustomerNumbers } from '../customer/customer-numbers.js';
import { StrategyBook } from '../strategy/strategy-book.js';
import { ImportLeases, type Lease } from './import-lease.js';
import { runImport } from './import-run.js';
import { ImportTidy } from './import-tidy.js';

/** Runs that one replica works on at the same time: a long one does not keep a short one waiting. */
const runsAtOnce = 2;
/** How often a replica looks for work that nobody told it of, in milliseconds. */
const pollInterval = 1_000;
/** How often a lease is renewed, in milliseconds: a third of its length. */
const renewInterval = 10_000;
/** How often leftovers are looked for, in milliseconds. */
const tidyInterval = 60_000;

/** Works off imports in the background of every replica. */
@Injectable()
export class ImportJob implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stopping = new AbortController();
  private readonly loops: readonly BackgroundLoop[];
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
    @Inject(LOGGER) private readonly logger: Pick<Logger, 'warn' | 'error'>,
  ) {
    const onError = (error: unknown): void => logger.warn({ err: error }, 'looking for imports failed');
    this.loops = Array.from(
      { length: runsAtOnce },
      () => new BackgroundLoop(() => this.step(), pollInterval, onError),
    );
  }

  onApplicationBootstrap(): void {
    for (const loop of this.loops) loop.start();
  }

  /** Stops after the batch that is being written; another replica goes on from there. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops.map((loop) => loop.stop()));
  }

  /** Tells that there is work. */
  wake(): void {
    for (const loop of this.loops) loop.wake();
  }

  private async step(): Promise<boolean> {
    const lease = await this.leases.claim();
    if (lease) {
      await this.run(lease);
      return true;
    }
    if (Date.now() >= this.nextTidy) {
      this.nextTidy = Date.now() + tidyInterval;
      await this.tidy.tidy();
    }
    return false;
  }

  private async run(lease: Lease): Promise<void> {
    const lost = new AbortController();
    const renewing = setInterval(() => {
      this.leases.renew(lease).then(
        (ours) => ours || lost.abort(),
        (error: unknown) =>
          this.logger.warn({ err: error, importId: lease.importId }, 'renewing an import failed'),
      );
    }, renewInterval);
    const { work, leases, numbers, book, settings } = this;
    try {
      const { customFields, customValues } = this;
      const { companyCountry, companyTimeZone } = settings;
      const custom = { customFields, customValues };
      const parts = { work, leases, numbers, book, ...custom, companyCountry, companyTimeZone };
      await runImport(parts, lease, AbortSignal.any([this.stopping.signal, lost.signal]));
      this.nextTidy = 0;
    } catch (error) {
      this.logger.error(
        { err: error, importId: lease.importId },
        'an import broke off; it goes on from its last batch',
      );
      // The lease runs out by itself: what broke the run gets time to pass.
      return;
    } finally {
      clearInterval(renewing);
    }
    await leases.release(lease);
  }
}
