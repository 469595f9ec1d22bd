import { Inject, Injectable } from '@nestjs/common';
import { serviceCall } from '@kontor/access/call';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { Store } from '@kontor/files/store';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { FILE_STORE } from './config.js';
import { removeLeftover, tidyPieces } from './file-tidy.js';

/** How often a replica looks for leftovers, in milliseconds. */
const interval = 10_000;
/** How often it looks through what only the store knows of. */
const tidyInterval = 3_600_000;
/** How old what a writer left in the store is before it counts as dead. */
const deadAge = 24 * 3_600_000;

/** Removes what nobody will see: uploads that broke off, and the bytes of removed files. */
@Injectable()
export class FileJob extends BackgroundLoop {
  private nextTidy = Date.now() + tidyInterval;

  constructor(
    private readonly work: UnitOfWork,
    @Inject(FILE_STORE) private readonly store: Store,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    super(
      () => this.step(),
      interval,
      (error) => logger.warn({ err: error }, 'a leftover file could not be removed; it is tried again'),
    );
  }

  private async step(): Promise<boolean> {
    const call = serviceCall('customer', 'tidy files');
    if (await removeLeftover(this.work, this.store, call)) return true;
    if (Date.now() >= this.nextTidy) {
      this.nextTidy = Date.now() + tidyInterval;
      await tidyPieces(this.work, this.store, call);
      await this.store.tidy(deadAge);
    }
    return false;
  }
}
