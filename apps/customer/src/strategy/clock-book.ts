import type { ReclaimCause } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Transaction } from '@kontor/database/transaction';
import type { Customer } from '../customer/customer.entity.js';
import type { ClockRow } from './clock-sql.js';
import { hasClock } from './clock-sql.js';
import { merged, type Pause } from './rules/clock.js';
import { dueOf, type Cutoffs, type Due, type ProspectTimes } from './rules/due.js';
import { besides } from './rules/free-days.js';
import { countsAsHeld } from './rules/room.js';
import { never, type Standstill } from './rules/standstill.js';
import type { ScopedValues, Strategy } from './rules/strategy.js';
import type { StrategyBook } from './strategy-book.js';

/** What holds for prospects, all of them or those of one product line. */
export interface Clock {
  /** Undefined: those of product lines that nothing is set for. */
  productLine: string | undefined;
  strategy: Strategy;
  /** When it stands; undefined where nobody has told yet when the owner works: then it takes nothing. */
  standstill: Standstill | undefined;
}

/** What holds for the prospects of one owner. */
export interface OwnerClock extends Clock {
  ownerId: string;
}

/** What clocks ask of a customer that stands beside it: warnings of this run of each, and whether it has bought. */
export type Beside = Pick<ProspectTimes, 'warned' | 'bought'>;

/** What a customer tells clocks. */
type Clocked = Pick<Customer, 'status' | 'ownerId' | 'productLine' | 'assignTime' | 'createTime'> &
  Pick<Customer, 'lastContactTime' | 'lostTime' | 'freezeUntil'>;

/** By what clocks are read; without it by the settings of now. */
export interface ClockOptions {
  settings?: readonly ScopedValues[];
  /** Product lines with clocks of their own; those that something is set for, unless named. */
  lines?: readonly string[];
}

/** The clocks of people by which prospects are judged, at one moment. */
export class ClockBook {
  private readonly byKey: ReadonlyMap<string, OwnerClock>;
  private readonly lines: ReadonlySet<string>;
  /** Whether some of them take who is lost. */
  readonly takesLost: boolean;

  private constructor(
    /** Those by which something may be taken. */
    readonly clocks: readonly OwnerClock[],
    /** Product lines that have clocks of their own. */
    readonly productLines: readonly string[],
  ) {
    this.byKey = new Map(clocks.map((clock) => [key(clock.ownerId, clock.productLine), clock]));
    this.lines = new Set(productLines);
    this.takesLost = clocks.some(({ strategy }) => strategy.lostRelease);
  }

  /**
   * Reads the clocks of people: one for each of them, and one for each product line that something is set
   * for and of which the person holds prospects.
   */
  static async read(
    tx: Transaction,
    book: StrategyBook,
    personIds: readonly string[],
    { settings = book.at(tx.now), lines }: ClockOptions = {},
  ): Promise<ClockBook> {
    const productLines = lines ?? book.lookup(settings).productLines;
    if (settings.length === 0 || personIds.length === 0) return new ClockBook([], productLines);
    const pairs = [
      ...personIds.map((ownerId) => ({ ownerId, productLine: undefined })),
      ...(await heldLines(tx, personIds, productLines, releasesLost(settings))),
    ];
    const active = pairs
      .map((pair) => ({ ...pair, strategy: book.strategyOf(tx, pair.ownerId, pair.productLine, settings) }))
      .filter(({ strategy }) => takesSomething(strategy));
    const standstillOf = await standstills(tx, book, active);
    const clocks = active.map((clock) => ({ ...clock, standstill: standstillOf(clock) }));
    return new ClockBook(clocks, productLines);
  }

  /** The clock of a customer; undefined where none takes it. */
  of({ status, ownerId, productLine }: Clocked): OwnerClock | undefined {
    if (!ownerId || !(countsAsHeld(status) || status === 'lost')) return undefined;
    return this.byKey.get(key(ownerId, this.lines.has(productLine ?? '') ? productLine : undefined));
  }

  /** When a customer is taken unless something is done; `now` in epoch milliseconds. Undefined where it never is. */
  dueOf(customer: Clocked, now: number, beside?: Beside): Due | undefined {
    const clock = this.of(customer);
    if (!clock?.standstill) return undefined;
    return dueOf({ ...timesOf(customer), ...beside }, clock.strategy, clock.standstill, now);
  }

  /** Which of the clocks of a prospect that have both run out did so first. */
  firstOut(customer: Clocked): ReclaimCause {
    const clock = this.of(customer);
    if (!clock?.standstill) return 'idle';
    const unwarned = { ...clock.strategy, warnDaysBefore: 0 };
    return dueOf(timesOf(customer), unwarned, clock.standstill, 0)?.cause ?? 'idle';
  }
}

function takesSomething({ idleReclaim, noDealReclaim, lostRelease }: Strategy): boolean {
  return idleReclaim || noDealReclaim || lostRelease;
}

/** What clocks look at of a customer. */
export function timesOf(customer: Clocked): ProspectTimes {
  const { status, assignTime, createTime, lastContactTime, lostTime, freezeUntil } = customer;
  const assigned = Date.parse(assignTime ?? createTime);
  return {
    assigned,
    lost: status === 'lost' ? (lostTime ? Date.parse(lostTime) : assigned) : undefined,
    lastContact: lastContactTime ? Date.parse(lastContactTime) : undefined,
    freezeUntil: freezeUntil ? Date.parse(freezeUntil) : undefined,
  };
}

/**
 * The cut-offs of clocks as rows for a statement. Those of the same strategy and the same free days are worked out once.
 */
export function cutoffRows<S extends string>(
  clocks: readonly OwnerClock[],
  sets: Readonly<Record<S, (strategy: Strategy, standstill: Standstill) => Cutoffs>>,
): ClockRow<S>[] {
  const names = Object.keys(sets) as S[];
  const known = new Map<Strategy, Map<Standstill, Record<S, Cutoffs>>>();
  const workedOut = (one: (set: S) => Cutoffs) =>
    Object.fromEntries(names.map((name) => [name, one(name)])) as Record<S, Cutoffs>;
  const nothing = workedOut(() => ({}));
  return clocks.map(({ ownerId, productLine, strategy, standstill }) => {
    if (!standstill) return { ownerId, productLine, cutoffs: nothing };
    let ofStrategy = known.get(strategy);
    if (!ofStrategy) known.set(strategy, (ofStrategy = new Map<Standstill, Record<S, Cutoffs>>()));
    let cutoffs = ofStrategy.get(standstill);
    if (!cutoffs) ofStrategy.set(standstill, (cutoffs = workedOut((set) => sets[set](strategy, standstill))));
    return { ownerId, productLine, cutoffs };
  });
}

const key = (ownerId: string, productLine: string | undefined) => `${ownerId} ${productLine ?? ''}`;

/** Whether somebody's lost customers are released by some of the settings. */
export function releasesLost(settings: readonly ScopedValues[]): boolean {
  return settings.some(({ values }) => values.lostRelease === true);
}

/** Of which of the product lines each of the people holds prospects. */
async function heldLines(
  tx: Transaction,
  personIds: readonly string[],
  lines: readonly string[],
  withLost: boolean,
): Promise<{ ownerId: string; productLine: string }[]> {
  if (lines.length === 0) return [];
  return tx.query(
    `SELECT DISTINCT c.owner_id AS "ownerId", c.product_line AS "productLine" FROM customer c
     WHERE c.product_line = ANY ($1::text[]) AND c.owner_id = ANY ($2::uuid[]) AND ${hasClock('c', withLost)}`,
    [lines, personIds],
  );
}

/** When the clocks of people stand: on days on which they do not work, and while somebody stands in for them. */
async function standstills(
  tx: Transaction,
  book: StrategyBook,
  clocks: readonly { ownerId: string; strategy: Strategy }[],
): Promise<(clock: { ownerId: string; strategy: Strategy }) => Standstill | undefined> {
  const ids = [...new Set(clocks.map(({ ownerId }) => ownerId))];
  const [away, freeDaysOf] = await Promise.all([
    absencesOf(tx, ids),
    clocks.some(({ strategy }) => strategy.workingDays) ? book.calendars.freeDaysOf(tx, ids) : undefined,
  ]);
  return ({ ownerId, strategy }) => {
    const free = strategy.workingDays ? freeDaysOf?.(ownerId) : never;
    return free && besides(free, strategy.pauseOnAbsence ? (away.get(ownerId) ?? []) : []);
  };
}

/** When somebody stands in for each person: absence that a superior agreed to, past and to come. */
async function absencesOf(tx: Transaction, personIds: readonly string[]): Promise<Map<string, Pause[]>> {
  const rows = await tx.query<{ id: string; from: string; to: string }>(
    `SELECT person_id AS id, start_time AS "from", end_time AS "to" FROM substitution_copy
     WHERE person_id = ANY ($1::uuid[]) AND NOT cancelled AND NOT unapproved
       AND (cardinality(objects) = 0 OR 'customer' = ANY (objects))`,
    [personIds],
  );
  const absences = new Map<string, Pause[]>();
  for (const { id, from, to } of rows) {
    const pause = { from: Date.parse(from), to: Date.parse(to) };
    absences.set(id, [...(absences.get(id) ?? []), pause]);
  }
  return new Map([...absences].map(([id, pauses]) => [id, merged(pauses)]));
}
