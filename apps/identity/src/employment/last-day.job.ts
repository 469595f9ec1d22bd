import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { markNextLeft } from './last-day.js';

/** How often a replica looks for people whose last day is over, in milliseconds. */
const interval = 60_000;

/** Marks people left when their last day is over; any number of replicas, one at a time. */
@Injectable()
export class LastDayJob implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => (this.looking = this.look()), interval);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    try {
      while (await markNextLeft(this.unitOfWork));
    } catch (error) {
      this.logger.warn({ err: error }, 'marking people left failed; it is tried again');
    }
  }
}
