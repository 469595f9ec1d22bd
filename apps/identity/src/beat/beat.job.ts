import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { serviceCall } from '@kontor/access/call';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { beatInterval } from '@kontor/people/organisation-beat';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { tellBeat } from './beat.js';

/** Tells the beat as long as the service runs; every replica tries, one of them tells. */
@Injectable()
export class BeatJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.turn();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private turn(): void {
    this.running = this.tell().finally(() => {
      if (!this.stopped) this.timer = setTimeout(() => this.turn(), beatInterval).unref();
    });
  }

  private async tell(): Promise<void> {
    try {
      await this.unitOfWork.write(serviceCall('identity', 'beat'), tellBeat);
    } catch (error) {
      this.logger.error({ err: error }, 'services could not be told that identity is there');
    }
  }
}
