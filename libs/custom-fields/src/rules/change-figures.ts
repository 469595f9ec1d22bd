import type { TypeChangeFigures } from '@kontor/contracts/gen/kontor/identity/v1/type_change_events';
import type { Converted } from './convert-value.js';

/** Values that differ and are told apart while they are counted; of more, the later ones are only counted. */
const mostDistinct = 500;

/** Values that are told in the end. */
const mostTold = 100;

/** Examples of what converts. */
const mostExamples = 20;

/** Characters of a value that are told. */
const mostShown = 200;

/** What is known after some of the records. */
export interface Tally {
  counts: Partial<Record<Converted['how'], number>>;
  /** Values that do not convert by themselves, by how often there is one. */
  astray: Record<string, number>;
  /** Some that do, and what they become. */
  examples: Record<string, string>;
}

/** Nothing is known yet. */
export const noTally = (): Tally => ({ counts: {}, astray: {}, examples: {} });

/** Counts one value: `written` as people read it, `becomes` in the same way. */
export function tallied(tally: Tally, { how, astray }: Converted, written: string, becomes: string): void {
  tally.counts[how] = (tally.counts[how] ?? 0) + 1;
  const shown = shortened(written);
  if (astray) count(tally.astray, shown);
  else if (Object.keys(tally.examples).length < mostExamples) tally.examples[shown] = shortened(becomes);
}

/** The figures that are told: the most frequent values that do not convert, and some that do. */
export function figuresOf({ counts, astray, examples }: Tally): TypeChangeFigures {
  const { converted = 0, mapped = 0, unknown = 0, cleared = 0, unfit = 0 } = counts;
  return {
    values: String(converted + mapped + unknown + cleared + unfit),
    ...{ converted: String(converted), mapped: String(mapped), unknown: String(unknown) },
    ...{ cleared: String(cleared), unfit: String(unfit) },
    unfitValues: Object.entries(astray)
      .sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
      .slice(0, mostTold)
      .map(([value, n]) => ({ value, becomes: '', count: String(n) })),
    examples: Object.entries(examples).map(([value, becomes]) => ({ value, becomes, count: '0' })),
  };
}

function count(of: Record<string, number>, value: string): void {
  if (Object.hasOwn(of, value) || Object.keys(of).length < mostDistinct) of[value] = (of[value] ?? 0) + 1;
}

function shortened(text: string): string {
  return [...text].slice(0, mostShown).join('');
}
