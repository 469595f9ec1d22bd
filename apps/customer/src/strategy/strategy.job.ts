import { Inject, Injectable } from '@nestjs/common';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { keepAnew } from '../pool/keepers.js';
import { reclaimStep } from './reclaim.js';
import { Round } from './round.js';
import { StrategyBook } from './strategy-book.js';
import { warnStep } from './warn.js';

/** How often a replica looks for prospects that are due, in milliseconds. */
const interval = 30_000;

/** Reclaims prospects, warns before, and finds keepers for what nobody keeps any more; in every replica. */
@Injectable()
export class StrategyJob extends BackgroundLoop {
  constructor(work: UnitOfWork, book: StrategyBook, @Inject(LOGGER) logger: Pick<Logger, 'warn'>) {
    let round = new Round();
    const step = async (): Promise<boolean> => {
      if (await reclaimStep(work, book, round)) return true;
      if (await warnStep(work, book, 'owner', round)) return true;
      if (await warnStep(work, book, 'superior', round)) return true;
      if (round.advance()) return true;
      round = new Round();
      return keepAnew(work);
    };
    super(step, interval, (error) =>
      logger.warn({ err: error }, 'a step of reclaiming prospects failed; it is tried again'),
    );
  }
}
