import { Inject, Injectable } from '@nestjs/common';
import { serviceCall, type Call } from '@kontor/access/call';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { ExchangeCall } from './exchange-call.entity.js';
import { settleCall } from './settle-call.js';
import { tellPhones } from './tell-phones.js';

/** How often a replica looks for calls that came to an end without an event, in milliseconds. */
const interval = 1_000;

/** For how long a call that cannot be settled is left alone. */
const retryAfter = `interval '1 minute'`;

/** Ends calls that no event ends: missed ones after their grace, those whose hang-up was lost. */
@Injectable()
export class TelephonyJob extends BackgroundLoop {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'companyTimeZone'>,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    super(
      () => this.settleOne(),
      interval,
      (error) => logger.warn({ err: error }, 'a phone call could not be settled; it is tried again'),
    );
  }

  /**
   * One call a transaction, locked in it: a replica that dies leaves it to the others. One that cannot be settled is put
   * off, lest it keep the others waiting.
   */
  private async settleOne(): Promise<boolean> {
    const call = serviceCall('customer', 'telephony');
    const tried: { id?: string } = {};
    try {
      return await this.settleIn(call, tried);
    } catch (error) {
      if (!tried.id) throw error;
      await this.work.write(call, (tx) =>
        tx.query(`UPDATE exchange_call SET settle_time = now() + ${retryAfter} WHERE id = $1`, [tried.id]),
      );
      throw error;
    }
  }

  private settleIn(as: Call, tried: { id?: string }): Promise<boolean> {
    return this.work.write(as, async (tx) => {
      const [call] = await tx.select(
        ExchangeCall,
        'r.settle_time <= $1',
        [tx.now],
        'ORDER BY r.settle_time LIMIT 1 FOR NO KEY UPDATE OF r SKIP LOCKED',
      );
      if (!call) return false;
      tried.id = call.id;
      await settleCall(tx, call, this.settings.companyTimeZone);
      await tellPhones(tx, call.id);
      return true;
    });
  }
}
