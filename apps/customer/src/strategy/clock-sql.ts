import type { Cutoffs } from './rules/due.js';
import { prospectStatuses } from './rules/room.js';

const prospects = `(${prospectStatuses.map((status) => `'${status}'`).join(', ')})`;

/** Whether a customer counts as prospect; as the indexes of clocks have it. */
export const isProspect = (alias: string) => `${alias}.status IN ${prospects}`;

/** Whether clocks run for a customer: a prospect, and where `withLost` one that is lost. */
export const hasClock = (alias: string, withLost: boolean) =>
  withLost ? `(${isProspect(alias)} OR ${alias}.status = 'lost')` : isProspect(alias);

/**
 * From when the no-deal clock counts; as its index has it. CASE, for coalesce() might leak in the eyes of Postgres: behind a
 * wall no index of it serves.
 */
export const assigned = (alias: string) =>
  `(CASE WHEN ${alias}.assign_time IS NULL THEN ${alias}.create_time ELSE ${alias}.assign_time END)`;

/** From when the idle clock of a prospect counts; as the indexes of clocks have it. */
export const idleStart = (alias: string) => `greatest(${assigned(alias)}, ${alias}.last_contact_time)`;

/** From when the clock of a lost customer counts. */
export const lostStart = (alias: string) => `greatest(${assigned(alias)}, ${alias}.lost_time)`;

/** Which run of a clock an owner is warned of: that since a start, and since the freeze that ended last. */
export const runOf = (alias: string, start: string) => `greatest(${start}, ${alias}.freeze_until)`;

/** Since when the clock of a cause runs that runs now; `cause` is the column that names it. */
export const startOfRun = (alias: string, cause: string) =>
  `(CASE ${cause} WHEN 'idle' THEN ${runOf(alias, idleStart(alias))}
     WHEN 'lost' THEN ${runOf(alias, lostStart(alias))} ELSE ${runOf(alias, assigned(alias))} END)`;

/** Cut-offs of the prospects of one owner, all of them or those of one product line; several, by name. */
export interface ClockRow<S extends string> {
  ownerId: string;
  /** Undefined: those of product lines that nothing is set for. */
  productLine: string | undefined;
  cutoffs: Record<S, Cutoffs>;
  /** One prospect of them, where the row is about it alone. */
  id?: string;
  /** Place of the clock in its list; without it, of the row in its own. */
  place?: number;
}

/** Cut-offs as columns: how a statement comes by those of a prospect. */
export type CutoffColumns = Record<'idle' | 'noDeal' | 'lost' | 'grace', string> & {
  /** By when the owner must have been warned, NULL where no warning is needed; undefined where nobody asks. */
  warned?: string;
};

/** The columns of the row `g` of clockRows() that hold the cut-offs of a name. */
export const columnsOf = (set: string): CutoffColumns & { warned: string } => ({
  idle: `g.${set}_idle`,
  noDeal: `g.${set}_no_deal`,
  lost: `g.${set}_lost`,
  grace: `g.${set}_grace`,
  warned: `g.${set}_warned`,
});

const cutoffNames = {
  idle: 'idle',
  noDeal: 'no_deal',
  lost: 'lost',
  grace: 'grace',
  warned: 'warned',
} as const;

/**
 * FROM item `g`: cut-offs as rows of owner and product line, with their place in the list. Most rows have the same few
 * cut-offs: each is sent once, and told by its number. Appends to `params`.
 */
export function clockRows<S extends string>(
  sets: readonly S[],
  rows: readonly ClockRow<S>[],
  params: unknown[],
): string {
  const numbers = new Map<Record<S, Cutoffs>, number>();
  for (const { cutoffs } of rows) if (!numbers.has(cutoffs)) numbers.set(cutoffs, numbers.size + 1);
  const kinds = [...numbers.keys()];
  const sent = (type: string, values: unknown[]) => `$${params.push(values)}::${type}[]`;
  const columns = sets.flatMap((set) =>
    (Object.keys(cutoffNames) as (keyof Cutoffs)[]).map((name) => {
      const times = kinds.map((cutoffs) => timeText(cutoffs[set][name]));
      return `(${sent('timestamptz', times)})[o.kind] AS ${set}_${cutoffNames[name]}`;
    }),
  );
  const from = [
    sent(
      'uuid',
      rows.map(({ ownerId }) => ownerId),
    ),
    sent(
      'text',
      rows.map(({ productLine }) => productLine ?? ''),
    ),
    sent(
      'uuid',
      rows.map(({ id }) => id ?? null),
    ),
    sent(
      'int',
      rows.map((row, i) => row.place ?? i),
    ),
    sent(
      'int',
      rows.map(({ cutoffs }) => numbers.get(cutoffs)),
    ),
  ];
  return `(SELECT o.owner_id, o.line, o.id, o.place, ${columns.join(', ')}
    FROM unnest(${from.join(', ')}) AS o (owner_id, line, id, place, kind)) AS g`;
}

const timeText = (at: number | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString();

/**
 * Condition that a customer is one of the row `g`: a prospect, or one that is lost where `withLost`; without, the indexes
 * of prospects serve. `lines` is the parameter of the product lines with clocks.
 */
export const ofClock = (alias: string, lines: string, withLost: boolean) =>
  `${alias}.owner_id = g.owner_id AND ${hasClock(alias, withLost)} AND g.line = ${lineOf(alias, lines)}`;

/** The product line by which the clock of a customer is found, empty for lines that nothing is set for. */
export const lineOf = (alias: string, lines: string) =>
  `(CASE WHEN ${alias}.product_line = ANY (${lines}::text[]) THEN ${alias}.product_line ELSE '' END)`;

/** Condition that the idle clock has run out, and its warning is old enough. */
export const idleOut = (alias: string, at: CutoffColumns) =>
  `(${isProspect(alias)} AND ${idleStart(alias)} <= ${at.idle}${warned(alias, at, 'idle', idleStart(alias))})`;

/** Condition that an opportunity was won with a customer. */
export const hasBought = (alias: string) =>
  `EXISTS (SELECT 1 FROM open_deal d WHERE d.customer_id = ${alias}.id AND d.won)`;

/** Condition that the no-deal clock has run out, its warning is old enough, and there is no deal. */
export const noDealOut = (alias: string, at: CutoffColumns) =>
  `(${isProspect(alias)} AND ${assigned(alias)} <= ${at.noDeal}${warned(alias, at, 'no_deal', assigned(alias))}
     AND NOT ${hasBought(alias)})`;

/** Condition that who is lost has been so long enough, and its warning is old enough. */
export const lostOut = (alias: string, at: CutoffColumns) =>
  `(${alias}.status = 'lost' AND ${lostStart(alias)} <= ${at.lost}${warned(alias, at, 'lost', lostStart(alias))})`;

/** Condition that no freeze, nor the grace behind it, keeps a prospect. */
export const thawed = (alias: string, { grace }: CutoffColumns) =>
  `(${alias}.freeze_until IS NULL OR ${alias}.freeze_until <= ${grace})`;

/** Condition that a prospect is due, whatever is with who is lost: for counts, which leave those out. */
export const isProspectDue = (alias: string, at: CutoffColumns) =>
  `((${idleOut(alias, at)} OR ${noDealOut(alias, at)}) AND ${thawed(alias, at)})`;

/** Condition that a customer is due: `isDueBy` in SQL, the only place where the rule stands in it. */
export const isDue = (alias: string, at: CutoffColumns) =>
  `(${isProspectDue(alias, at)} OR (${lostOut(alias, at)} AND ${thawed(alias, at)}))`;

function warned(alias: string, { warned: by }: CutoffColumns, cause: string, start: string): string {
  if (by === undefined) return '';
  return ` AND (${by} IS NULL OR EXISTS (SELECT 1 FROM reclaim_warning w WHERE w.customer_id = ${alias}.id
    AND w.owner_id = ${alias}.owner_id AND w.cause = '${cause}' AND w.clock_start = ${runOf(alias, start)}
    AND w.stage = 'owner' AND w.time <= ${by}))`;
}
