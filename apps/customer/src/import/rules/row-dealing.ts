import type { ImportMode } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type { RowFault } from './row-faults.js';

/** The customer that a row is about, or why it cannot be it. */
export type Target = { id: string } | { fault: string };

interface Row {
  line: number;
  cells: string[];
}

/** What becomes of rows. */
export interface DealtRows<R extends Row> {
  /** Rows that change a customer, each another one. */
  updates: { row: R; id: string }[];
  /** Rows that make a customer, or are faulty. */
  rest: R[];
  refused: (Row & { fault: RowFault })[];
}

/**
 * Deals rows out: those with a customer change it, the others make one where the mode says so and are refused where it
 * does not. Of two rows about one customer the second is refused: which of them is right nobody can know.
 */
export function dealRows<R extends Row>(
  rows: readonly R[],
  targets: ReadonlyMap<number, Target>,
  mode: ImportMode,
  isFaulty: (row: R) => boolean,
): DealtRows<R> {
  const dealt: DealtRows<R> = { updates: [], rest: [], refused: [] };
  const taken = new Set<string>();
  const refuse = ({ line, cells }: R, reason: string): void => {
    dealt.refused.push({ line, cells, fault: { column: '', reason, params: {} } });
  };
  for (const row of rows) {
    const target = targets.get(row.line);
    if (isFaulty(row)) dealt.rest.push(row);
    else if (target && 'fault' in target) refuse(row, target.fault);
    else if (!target && mode === 'update') refuse(row, 'import-not-there');
    else if (!target) dealt.rest.push(row);
    else if (taken.has(target.id)) refuse(row, 'import-twice');
    else {
      taken.add(target.id);
      dealt.updates.push({ row, id: target.id });
    }
  }
  return dealt;
}
