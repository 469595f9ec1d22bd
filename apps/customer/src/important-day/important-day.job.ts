import { Inject, Injectable } from '@nestjs/common';
import { serviceCall } from '@kontor/access/call';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { LETTERS, type LetterSettings } from '../letter/config.js';
import { greetStep } from '../letter/greet-step.js';
import { rollDays } from './day-plans.js';
import { tellFestivals } from './festival-notices.js';
import { earliestDay } from './rules/day-over.js';

/** How often a replica looks for days that are over, in milliseconds. */
const interval = 60_000;

/** Hour of the company's day from which greetings are sent. */
const greetingHour = 9;

/** Hour of the company's day from which people are told of festivals. */
const festivalHour = 8;

/** Plans days that are over for the next time, and tells of festivals, in every replica. */
@Injectable()
export class ImportantDayJob extends BackgroundLoop {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'companyTimeZone' | 'secret'>,
    @Inject(LETTERS) private readonly letters: LetterSettings,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    super(
      () => this.step(),
      interval,
      (error) => logger.warn({ err: error }, 'a step of important days failed; it is tried again'),
    );
  }

  private async step(): Promise<boolean> {
    const { now, instant } = await this.work.read(serviceCall('customer', 'important days'), async (tx) => {
      const [clock] = await tx.query<{ now: string; instant: string }>(
        `SELECT to_char(clock_timestamp() AT TIME ZONE $1, 'YYYY-MM-DD"T"HH24') AS now,
           to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS instant`,
        [this.settings.companyTimeZone],
      );
      return clock ?? { now: '', instant: tx.now };
    });
    const today = now.slice(0, 10);
    if (await rollDays(this.work, earliestDay(instant))) return true;
    if (Number(now.slice(11)) >= festivalHour) await tellFestivals(this.work, today);
    const settings = { ...this.settings, ...this.letters };
    return Number(now.slice(11)) >= greetingHour && greetStep(this.work, settings, today);
  }
}
