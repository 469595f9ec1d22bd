import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { CustomerFilters } from '../customer/customer-filters.js';
import { Calendars } from './calendars.js';
import {
  settingsAt,
  StrategyLookup,
  type ScopedValues,
  type Strategy,
  type StrategyOf,
} from './rules/strategy.js';
import { StrategySetting } from './strategy-setting.entity.js';

/** Milliseconds between two looks for what other replicas set. */
const interval = 1_000;

/**
 * The settings of strategies and the working calendars, in the memory of each replica: every new customer asks them.
 * What another replica sets holds here within a second or so.
 */
@Injectable()
export class StrategyBook implements OnApplicationBootstrap, OnModuleDestroy {
  private settings: StrategySetting[] = [];
  private held: Held[] = [];
  private readonly lookups = new WeakMap<readonly ScopedValues[], StrategyLookup>();
  /** When people work. */
  readonly calendars = new Calendars();
  private readonly loop: BackgroundLoop;

  constructor(
    private readonly work: UnitOfWork,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
    /** How filters of rules are read that new customers are asked for. */
    readonly filters: CustomerFilters,
  ) {
    this.loop = new BackgroundLoop(
      () => this.refresh(),
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
      const [settings] = await Promise.all([
        tx.select(
          StrategySetting,
          `NOT EXISTS (SELECT 1 FROM strategy_setting later WHERE later.scope = r.scope AND later.scope_id = r.scope_id
             AND later.start_time <= now() AND (later.start_time, later.id) > (r.start_time, r.id))`,
          [],
        ),
        this.calendars.refresh(tx),
      ]);
      const known = new Set(this.settings.map(({ id }) => id));
      if (settings.length === known.size && settings.every(({ id }) => known.has(id))) return;
      this.settings = settings;
      this.held = [];
    });
  }

  /** The settings that count at a moment, RFC 3339. The same list as long as the same count. */
  at(now: string): readonly StrategySetting[] {
    const time = Date.parse(now);
    const known = this.held.find(({ from, to }) => from <= time && time < to);
    if (known) return known.settings;
    const starts = this.startsWithin(-Infinity, Infinity);
    const one = {
      settings: settingsAt(this.settings, time),
      from: starts.findLast((start) => start <= time) ?? -Infinity,
      to: starts.find((start) => start > time) ?? Infinity,
    };
    this.held = [...this.held.slice(-9), one];
    return one.settings;
  }

  /** When settings begin after a moment and before another one or at it (epoch milliseconds), in their order. */
  startsWithin(after: number, until: number): number[] {
    const starts = this.settings.map(({ startTime }) => Date.parse(startTime));
    return [...new Set(starts)].filter((start) => start > after && start <= until).sort((a, b) => a - b);
  }

  /** What holds for a person, and for customers of a product line. */
  strategyOf(
    tx: Transaction,
    personId: string,
    productLine?: string,
    settings: readonly ScopedValues[] = this.at(tx.now),
  ): Strategy {
    return this.lookup(settings).for(ofPerson(tx, personId, productLine));
  }

  /** How values are found among settings. Kept for as long as the list is. */
  lookup<S extends ScopedValues>(settings: readonly S[]): StrategyLookup<S> {
    let lookup = this.lookups.get(settings);
    if (!lookup) this.lookups.set(settings, (lookup = new StrategyLookup<ScopedValues>(settings)));
    return lookup as StrategyLookup<S>;
  }

  /** How many prospects a person may hold; undefined for any number. */
  capOf(tx: Transaction, personId: string): number | undefined {
    const { capEnabled, cap } = this.strategyOf(tx, personId);
    return capEnabled ? cap : undefined;
  }
}

/** For whom values are looked up: where the person works, and as what. */
export function ofPerson({ organisation }: Transaction, personId: string, productLine?: string): StrategyOf {
  const roles = organisation.rolesOfPerson(personId);
  return { personId, roles, units: organisation.unitsOf(personId), productLine };
}

/** Settings, and from when until before when they are the ones that count. */
interface Held {
  settings: readonly StrategySetting[];
  from: number;
  to: number;
}
