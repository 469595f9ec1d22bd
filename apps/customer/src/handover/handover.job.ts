import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BackgroundLoop, BackgroundLoops } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { moveBatch } from './handover-batch.js';
import { checkEveryOwnedMoves } from './movable.js';
import { checkNightly } from './orphans.js';

/** How often a replica looks for hand-overs, in milliseconds. */
const moveInterval = 500;
/** How often it looks whether the nightly check is due, in milliseconds. */
const checkInterval = 5 * 60_000;

/** Moves the records of hand-overs, and looks every night for records of people who left; in every replica. */
@Injectable()
export class HandoverJob extends BackgroundLoops {
  constructor(
    private readonly dataSource: DataSource,
    work: UnitOfWork,
    @Inject(SETTINGS) { companyTimeZone }: Pick<ServiceSettings, 'companyTimeZone'>,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    const failed = (error: unknown) =>
      logger.warn({ err: error }, 'a step of a hand-over failed; it is tried again');
    super([
      new BackgroundLoop(() => moveBatch(work), moveInterval, failed),
      new BackgroundLoop(() => checkNightly(work, companyTimeZone), checkInterval, failed),
    ]);
  }

  override onApplicationBootstrap(): void {
    checkEveryOwnedMoves(this.dataSource);
    super.onApplicationBootstrap();
  }
}
