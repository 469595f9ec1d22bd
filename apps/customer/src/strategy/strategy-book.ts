import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { serviceCall } from '@kontor/access/call';
import type { WorkingCalendar } from '@kontor/calendar/working-day';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { BackgroundLoop } from '../background-loop.js';
import { settingsAt, strategyFor, type ScopedValues, type Strategy } from './rules/strategy.js';
import { StrategySetting } from './strategy-setting.entity.js';

/** Milliseconds between two looks for what other replicas set. */
const interval = 1_000;

/**
 * The settings of strategies and the company's calendar, in the memory of each replica: every new customer asks them.
 * What another replica sets holds here within a second or so.
 */
@Injectable()
export class StrategyBook implements OnApplicationBootstrap, OnModuleDestroy {
  private settings: StrategySetting[] = [];
  /** The company's, where identity told of one. */
  calendar: WorkingCalendar | undefined;
  private readonly loop: BackgroundLoop;

  constructor(
    private readonly work: UnitOfWork,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    this.loop = new BackgroundLoop(
      () => this.refresh().then(() => false),
      interval,
      (error) =>
        logger.warn({ err: error }, 'the settings of strategies could not be read; they are read again'),
    );
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.refresh();
    this.loop.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }

  /** Reads what is stored now. Settings that a later one of their scope replaced long ago are left out. */
  async refresh(): Promise<void> {
    await this.work.read(serviceCall('customer', 'read strategies'), async (tx) => {
      const [settings, [company]] = await Promise.all([
        tx.select(
          StrategySetting,
          `NOT EXISTS (SELECT 1 FROM strategy_setting later WHERE later.scope = r.scope AND later.scope_id = r.scope_id
             AND later.start_time <= now() AND (later.start_time, later.id) > (r.start_time, r.id))`,
          [],
        ),
        tx.query<{ calendar: WorkingCalendar }>(
          'SELECT calendar FROM calendar_copy WHERE company_default LIMIT 1',
        ),
      ]);
      this.settings = settings;
      this.calendar = company?.calendar;
    });
  }

  /** The settings that count at a moment, RFC 3339. */
  at(now: string): readonly ScopedValues[] {
    return settingsAt(this.settings, Date.parse(now));
  }

  /** What holds for a person, and for customers of a product line. */
  strategyOf(
    tx: Transaction,
    personId: string,
    productLine?: string,
    settings: readonly ScopedValues[] = this.at(tx.now),
  ): Strategy {
    const { organisation } = tx;
    const roles = organisation.rolesOfPerson(personId);
    return strategyFor(settings, { personId, roles, units: organisation.unitsOf(personId), productLine });
  }

  /** How many prospects a person may hold; undefined for any number. */
  capOf(tx: Transaction, personId: string): number | undefined {
    const { capEnabled, cap } = this.strategyOf(tx, personId);
    return capEnabled ? cap : undefined;
  }
}
