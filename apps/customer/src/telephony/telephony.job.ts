import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { serviceCall } from '@kontor/access/call';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { BackgroundLoop } from '../background-loop.js';
import { ExchangeCall } from './exchange-call.entity.js';
import { settleCall } from './settle-call.js';
import { tellPhones } from './tell-phones.js';

/** How often a replica looks for calls that came to an end without an event, in milliseconds. */
const interval = 1_000;

/** Ends calls that no event ends: missed ones after their grace, those whose hang-up was lost. */
@Injectable()
export class TelephonyJob implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: BackgroundLoop;

  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'companyTimeZone'>,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    this.loop = new BackgroundLoop(
      () => this.settleOne(),
      interval,
      (error) => logger.warn({ err: error }, 'a phone call could not be settled; it is tried again'),
    );
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }

  /** One call a transaction, locked in it: a replica that dies leaves it to the others. */
  private settleOne(): Promise<boolean> {
    return this.work.write(serviceCall('customer', 'telephony'), async (tx) => {
      const [call] = await tx.select(
        ExchangeCall,
        'r.settle_time <= $1',
        [tx.now],
        'ORDER BY r.settle_time LIMIT 1 FOR NO KEY UPDATE OF r SKIP LOCKED',
      );
      if (!call) return false;
      await settleCall(tx, call, this.settings.companyTimeZone);
      await tellPhones(tx, call.id);
      return true;
    });
  }
}
