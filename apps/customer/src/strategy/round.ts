import { databaseTime } from '@kontor/database/database-time';
import type { Transaction } from '@kontor/database/transaction';
import { ClockBook, cutoffRows, releasesLost, type OwnerClock } from './clock-book.js';
import { clockRows, columnsOf, isDue, ofClock, type ClockRow } from './clock-sql.js';
import { heldBy } from './holders.js';
import { isAtRisk, runs, toWarn, type WarningStage } from './risk-sql.js';
import { aheadAt, cutoffsAt } from './rules/due.js';
import type { StrategyBook } from './strategy-book.js';

/** Prospects that one statement judges, about. */
const sliceSize = 200_000;

/** What a round goes on by for so many milliseconds at most. */
const longest = 60_000;

/** What may be done with a prospect: taken, or warned of. */
export type Purpose = 'due' | WarningStage;

/** A prospect that something is to be done with, and the place of its clock. */
interface Found {
  id: string;
  place: number;
}

/** Prospects that something is to be done with, and what to judge them by once more. */
export interface Batch {
  found: readonly Found[];
  slice: readonly OwnerClock[];
  clocks: ClockBook;
  /** The moment of the round, epoch milliseconds. */
  at: number;
}

/** The clocks of a round, and how far it has come. */
interface Reading {
  clocks: ClockBook;
  slices: OwnerClock[][];
  place: number;
  at: number;
  basis: readonly unknown[];
  found: Record<Purpose, Found[]>;
}

/**
 * One pass over the prospects of everybody. The clocks are worked out once for all its steps, and the database judges all
 * prospects by them at once, unless settings, calendars or the organisation change in the middle, or it takes long: then
 * it begins anew. What was found is judged once more by whoever acts on it.
 */
export class Round {
  private reading: Reading | undefined;

  /** What is to be done next for a purpose, so many at most; undefined where nothing is left in this part of the round. */
  async next(
    tx: Transaction,
    book: StrategyBook,
    purpose: Purpose,
    size: number,
  ): Promise<Batch | undefined> {
    const { clocks, slices, place, at, found } = await this.read(tx, book);
    const some = found[purpose].splice(0, size);
    return some.length > 0 ? { found: some, slice: slices[place] ?? [], clocks, at } : undefined;
  }

  /** Goes on to the next part; whether there is one. */
  advance(): boolean {
    const { reading } = this;
    if (!reading || reading.place + 1 >= reading.slices.length) return false;
    this.reading = { ...reading, place: reading.place + 1, basis: [], at: reading.at };
    return true;
  }

  private async read(tx: Transaction, book: StrategyBook): Promise<Reading> {
    // Warnings come in crowds: by statistics of a table that was empty a moment ago each would be looked for in all of it.
    await tx.query(`SELECT set_config('enable_seqscan', 'off', true)`);
    const basis = [book.at(tx.now), book.calendars.version, tx.organisation];
    const at = Date.parse(await databaseTime(tx));
    const known = this.reading;
    if (known && at - known.at < longest && basis.every((one, i) => one === known.basis[i])) return known;
    const held = await heldBy(tx, 'all', releasesLost(book.at(tx.now)));
    const clocks = await ClockBook.read(tx, book, [...held.keys()]);
    const slices = inSlices(clocks.clocks, held);
    const place = Math.min(known?.place ?? 0, Math.max(0, slices.length - 1));
    const found = await find(tx, clocks, slices[place] ?? [], at);
    this.reading = { clocks, slices, place, at, basis, found };
    return this.reading;
  }
}

/** FROM item `g` of a batch: its prospects by `id`, each with its clock. Appends to `params`. */
export function batchRows({ found, slice, at }: Batch, params: unknown[]): string {
  const places = [...new Set(found.map(({ place }) => place))];
  const judged = judgedBy(
    places.flatMap((place) => slice[place] ?? []),
    at,
  );
  const rowAt = new Map(places.map((place, i) => [place, judged[i]]));
  const rows = found.flatMap(({ id, place }) => {
    const row = rowAt.get(place);
    return row ? [{ ...row, id, place }] : [];
  });
  return clockRows(['now', 'ahead'], rows, params);
}

/** By which cut-offs prospects are taken now, and by which they are warned of. */
function judgedBy(slice: readonly OwnerClock[], at: number): ClockRow<'now' | 'ahead'>[] {
  return cutoffRows(slice, {
    now: (strategy, standstill) => cutoffsAt({ at, now: at }, strategy, standstill),
    ahead: (strategy, standstill) => aheadAt(at, strategy, standstill),
  });
}

/** All that something is to be done with, in one look at everybody's prospects. */
async function find(
  tx: Transaction,
  clocks: ClockBook,
  slice: readonly OwnerClock[],
  at: number,
): Promise<Record<Purpose, Found[]>> {
  const found: Record<Purpose, Found[]> = { due: [], owner: [], superior: [] };
  if (slice.length === 0) return found;
  const params: unknown[] = [clocks.productLines];
  const from = clockRows(['now', 'ahead'], judgedBy(slice, at), params);
  const warns = (stage: WarningStage) => `EXISTS (SELECT 1 FROM ${runs('c')} WHERE ${toWarn('c', stage)})`;
  const rows = await tx.query<Found & Record<Purpose, boolean | null>>(
    `SELECT * FROM (
       SELECT c.id, g.place, ${isDue('c', columnsOf('now'))} AS due, ${warns('owner')} AS owner, ${warns('superior')} AS superior
       FROM ${from} JOIN customer c ON ${ofClock('c', '$1', clocks.takesLost)} AND ${isAtRisk('c')}) one
     WHERE due OR owner OR superior ORDER BY place`,
    params,
  );
  for (const row of rows) {
    for (const purpose of ['due', 'owner', 'superior'] as const) {
      if (row[purpose]) found[purpose].push({ id: row.id, place: row.place });
    }
  }
  return found;
}

/** Parts of the round by owner, none with many more prospects than one statement judges. */
function inSlices(clocks: readonly OwnerClock[], held: ReadonlyMap<string, number>): OwnerClock[][] {
  const slices: OwnerClock[][] = [];
  let size = sliceSize;
  for (const [ownerId, theirs] of Map.groupBy(clocks, (clock) => clock.ownerId)) {
    if (size >= sliceSize) {
      slices.push([]);
      size = 0;
    }
    slices.at(-1)?.push(...theirs);
    size += held.get(ownerId) ?? 0;
  }
  return slices;
}
