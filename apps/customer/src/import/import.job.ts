import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { CustomValueWriter } from '@kontor/custom-fields/custom-values';
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
  private readonly sleepers = new Set<() => void>();
  private loops: Promise<void>[] = [];
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
  ) {}

  onApplicationBootstrap(): void {
    this.loops = Array.from({ length: runsAtOnce }, () => this.loop());
  }

  /** Stops after the batch that is being written; another replica goes on from there. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await Promise.all(this.loops);
  }

  /** Tells that there is work. */
  wake(): void {
    for (const wakeUp of this.sleepers) wakeUp();
  }

  private async loop(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        const lease = await this.leases.claim();
        if (lease) await this.run(lease);
        else await this.idle();
      } catch (error) {
        this.logger.warn({ err: error }, 'looking for imports failed');
        await this.sleep();
      }
    }
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

  private async idle(): Promise<void> {
    if (Date.now() >= this.nextTidy) {
      this.nextTidy = Date.now() + tidyInterval;
      await this.tidy.tidy();
    }
    await this.sleep();
  }

  private sleep(): Promise<void> {
    if (this.stopping.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wakeUp = (): void => {
        clearTimeout(timer);
        this.sleepers.delete(wakeUp);
        resolve();
      };
      const timer = setTimeout(wakeUp, pollInterval);
      this.sleepers.add(wakeUp);
    });
  }
}
