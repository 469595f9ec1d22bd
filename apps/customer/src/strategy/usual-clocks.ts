import type { Organisation } from '@kontor/access/organisation';
import type { Transaction } from '@kontor/database/transaction';
import { ClockBook, type Clock } from './clock-book.js';
import { holders } from './holders.js';
import { aheadAt } from './rules/due.js';
import { never } from './rules/standstill.js';
import type { ScopedValues } from './rules/strategy.js';
import { ofPerson, type StrategyBook } from './strategy-book.js';

/** The clocks of all prospects within reach. */
export interface Clocks {
  /** Those of whoever something else holds for than for most: `apart` names these people, also where nothing is taken. */
  book: ClockBook;
  apart: readonly string[];
  /** Those of everybody else, by product line. */
  usual: readonly Clock[];
}

/**
 * The clocks of some people, or of everybody. Most people have the same clocks, and those are told once: what this costs
 * grows with how many are set apart, not with how many there are. `at` is the moment, in epoch milliseconds.
 */
export async function readClocks(
  tx: Transaction,
  strategies: StrategyBook,
  people: 'all' | readonly string[],
  at: number,
): Promise<Clocks> {
  const settings = strategies.at(tx.now);
  const read = async (apart: readonly string[], usual: readonly Clock[] = []): Promise<Clocks> => ({
    book: await ClockBook.read(tx, strategies, apart, { settings }),
    apart,
    usual,
  });
  if (people !== 'all') return read(people);
  // By working days everybody's clock may stand differently: by the own calendar, or that of the unit.
  if (settings.some(({ values }) => values.workingDays)) return read(await holders(tx));
  const lookup = strategies.lookup(settings);
  const usual = [undefined, ...lookup.productLines].map((productLine) => ({
    productLine,
    strategy: lookup.for({ personId: '', roles: [], units: [], productLine }),
    standstill: never,
  }));
  const apart = new Set(setApart(tx, strategies, settings));
  for (const id of await awayOfLate(tx, usual, at)) apart.add(id);
  return read([...apart], usual);
}

const known = new WeakMap<Organisation, { settings: readonly ScopedValues[]; ids: readonly string[] }>();

/** People for whom more is set than for the company: for a unit, a role or themselves. Worked out once. */
function setApart(
  tx: Transaction,
  strategies: StrategyBook,
  settings: readonly ScopedValues[],
): readonly string[] {
  if (settings.every(({ scope }) => scope === 'company' || scope === 'product_line')) return [];
  const before = known.get(tx.organisation);
  if (before?.settings === settings) return before.ids;
  const lookup = strategies.lookup(settings);
  const usual = lookup.for({ personId: '', roles: [], units: [] });
  const ids = [...tx.organisation.everybody()].filter((id) => lookup.for(ofPerson(tx, id)) !== usual);
  known.set(tx.organisation, { settings, ids });
  return ids;
}

/** People whose clocks stood, or will, since the first moment that matters to the usual ones. */
async function awayOfLate(tx: Transaction, usual: readonly Clock[], at: number): Promise<string[]> {
  const since = Math.min(
    ...usual
      .filter(({ strategy }) => strategy.pauseOnAbsence)
      .flatMap(({ strategy }) => {
        const { idle, noDeal, grace } = aheadAt(at, strategy, never);
        return idle === undefined && noDeal === undefined
          ? []
          : [idle, noDeal, grace].flatMap((one) => one ?? []);
      }),
  );
  if (since === Infinity) return [];
  const rows = await tx.query<{ id: string }>(
    `SELECT DISTINCT person_id AS id FROM substitution_copy WHERE end_time > $1::timestamptz AND NOT cancelled AND NOT unapproved
       AND (cardinality(objects) = 0 OR 'customer' = ANY (objects))`,
    [new Date(since).toISOString()],
  );
  return rows.map(({ id }) => id);
}
