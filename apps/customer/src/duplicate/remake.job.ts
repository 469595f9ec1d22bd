import { Inject, Injectable } from '@nestjs/common';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { remakeStep } from './remake-step.js';

/** How often a replica looks whether another one died in the middle, in milliseconds. */
const interval = 60_000;

/** After a rule of keys or of search has changed, makes what records are recognised by anew, in the background. */
@Injectable()
export class RemakeJob extends BackgroundLoop {
  constructor(work: UnitOfWork, @Inject(LOGGER) logger: Pick<Logger, 'warn'>) {
    super(
      () => remakeStep(work),
      interval,
      (error) => logger.warn({ err: error }, 'making keys anew failed; it is tried again'),
    );
  }
}
