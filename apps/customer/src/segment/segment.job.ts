import { Inject, Injectable } from '@nestjs/common';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { BackgroundLoop, BackgroundLoops } from '@kontor/database/background-loop';
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
export class SegmentJob extends BackgroundLoops {
  constructor(
    work: UnitOfWork,
    customFields: CustomFields,
    @Inject(SETTINGS) { companyTimeZone }: Pick<ServiceSettings, 'companyTimeZone'>,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    const evaluating = new BackgroundLoop(
      () =>
        evaluationStep(work, {
          timeZone: companyTimeZone,
          fields: customFields.queryFields('customer', customerFields),
        }),
      interval,
      (error) => logger.warn({ err: error }, 'a step of a segment failed; it is tried again'),
    );
    const telling = new BackgroundLoop(
      () => tellMembers(work),
      interval,
      (error) => logger.warn({ err: error }, 'who came into segments was not told; it is tried again'),
    );
    const freezing = new BackgroundLoop(
      () => freezeStep(work),
      interval,
      (error) => logger.warn({ err: error }, 'a step of freezing a segment failed; it is tried again'),
    );
    super([evaluating, telling, freezing]);
  }
}
