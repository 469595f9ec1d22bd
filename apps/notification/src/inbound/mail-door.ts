import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { INBOUND, type InboundSettings } from './config.js';
import { InboundMailJob } from './inbound-mail.job.js';
import { MailListener } from './mail-listener.js';
import { MailStore } from './mail-store.js';

/** Opens the listener of a replica with the service and closes it first of all. Without settings nothing listens. */
@Injectable()
export class MailDoor implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly listener: MailListener | undefined;

  constructor(
    work: UnitOfWork,
    job: InboundMailJob,
    @Inject(INBOUND) private readonly inbound: InboundSettings | undefined,
    @Inject(SETTINGS) { secret }: Pick<ServiceSettings, 'secret'>,
    @Inject(LOGGER) private readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>,
  ) {
    this.listener =
      inbound &&
      new MailListener({
        settings: inbound,
        store: new MailStore(work, { secret, domain: inbound.domain }),
        logger,
        onKept: () => job.wake(),
      });
  }

  async onApplicationBootstrap(): Promise<void> {
    const port = await this.listener?.start();
    if (port !== undefined) this.logger.info(`mail for ${this.inbound?.domain} is taken at port ${port}`);
  }

  async onModuleDestroy(): Promise<void> {
    await this.listener?.stop();
  }
}
