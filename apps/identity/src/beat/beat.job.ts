import { Inject, Injectable } from '@nestjs/common';
import { serviceCall } from '@kontor/access/call';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { beatInterval } from '@kontor/people/organisation-beat';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { tellBeat } from './beat.js';

/** Tells the beat as long as the service runs; every replica tries, one of them tells. */
@Injectable()
export class BeatJob extends BackgroundLoop {
  constructor(unitOfWork: UnitOfWork, @Inject(LOGGER) logger: Logger) {
    super(
      () => unitOfWork.write(serviceCall('identity', 'beat'), tellBeat),
      beatInterval,
      (error) => logger.error({ err: error }, 'services could not be told that identity is there'),
    );
  }
}
