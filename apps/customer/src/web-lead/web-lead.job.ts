import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { BackgroundLoop } from '../background-loop.js';
import { SubmissionTurner } from './submission-turner.js';

const pause = 5_000;

/** Makes prospects and talks of what came by web forms; what is to be done stands in the table. */
@Injectable()
export class WebLeadJob implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: BackgroundLoop;

  constructor(turner: SubmissionTurner) {
    this.loop = new BackgroundLoop(
      () => turner.step(),
      pause,
      (error) => turner.failed(error),
    );
  }

  /** Tells that something came. */
  wake(): void {
    this.loop.wake();
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }
}
