import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { customerFields } from '../customer/customer-fields.js';
import { evaluationStep } from './evaluation.js';
import { freezeStep } from './freeze.js';
import { tellMembers } from './tell-members.js';

/** How often a replica looks for segments to go through, in milliseconds. */
const interval = 1_000;

/** Goes through all customers for segments whose rule is new or asks by the day, and tells who came in and who left. */
@Injectable()
export class SegmentJob implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: BackgroundLoop;
  private readonly telling: BackgroundLoop;
  private readonly freezing: BackgroundLoop;

  constructor(
    work: UnitOfWork,
    customFields: CustomFields,
    @Inject(SETTINGS) { companyTimeZone }: Pick<ServiceSettings, 'companyTimeZone'>,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    this.loop = new BackgroundLoop(
      () =>
        evaluationStep(work, {
          timeZone: companyTimeZone,
          fields: customFields.queryFields('customer', customerFields),
        }),
      interval,
      (error) => logger.warn({ err: error }, 'a step of a segment failed; it is tried again'),
    );
    this.telling = new BackgroundLoop(
      () => tellMembers(work),
      interval,
      (error) => logger.warn({ err: error }, 'who came into segments was not told; it is tried again'),
    );
    this.freezing = new BackgroundLoop(
      () => freezeStep(work),
      interval,
      (error) => logger.warn({ err: error }, 'a step of freezing a segment failed; it is tried again'),
    );
  }

  onApplicationBootstrap(): void {
    this.loop.start();
    this.telling.start();
    this.freezing.start();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.loop.stop(), this.telling.stop(), this.freezing.stop()]);
  }

  /** Tells that a rule was set. */
  wake(): void {
    this.loop.wake();
  }
}
