import type { FieldViolation } from '@kontor/errors/app-error';
import type { PersonStatus } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { managerOrder } from './manager-order.js';

/** A row of an import: addresses in stored form, and what the contract finds at fault in it. */
export interface ImportRow {
  email: string;
  managerEmail?: string | undefined;
  unitId?: string | undefined;
  calendarId?: string | undefined;
  faults: readonly FieldViolation[];
}

/** What is there already, of all that the rows name. */
export interface Known {
  /** By address. */
  people: ReadonlyMap<string, { status: PersonStatus }>;
  units: ReadonlySet<string>;
  calendars: ReadonlySet<string>;
}

/**
 * What is at fault in each row, and the indexes of those without fault in the order in which they can be added,
 * managers first. A row below a refused one is refused, too: it would come to stand at the top unasked.
 */
export function importPlan(
  rows: readonly ImportRow[],
  known: Known,
): { faults: FieldViolation[][]; order: number[] } {
  const { order, cyclic } = managerOrder(rows);
  const firstOf = new Map<string, number>();
  const faults = rows.map((row, i) => {
    const isFirst = !firstOf.has(row.email);
    if (isFirst) firstOf.set(row.email, i);
    return [...row.faults, ...ownFaults(row, isFirst, known)];
  });
  for (const i of cyclic) faults[i]?.push({ field: 'managerEmail', reason: 'manager-cycle' });
  for (const i of order) {
    const { managerEmail } = rows[i] ?? {};
    if (managerEmail === undefined) continue;
    const row = firstOf.get(managerEmail);
    const rowRefused = row !== undefined && (faults[row]?.length ?? 0) > 0;
    const reason = managerFault(known.people.get(managerEmail)?.status, row !== undefined, rowRefused);
    if (reason) faults[i]?.push({ field: 'managerEmail', reason });
  }
  return { faults, order: order.filter((i) => faults[i]?.length === 0) };
}

function ownFaults(row: ImportRow, isFirst: boolean, known: Known): FieldViolation[] {
  const { email, unitId, calendarId } = row;
  const wrong = (field: string) => row.faults.some((fault) => fault.field === field);
  const faults: FieldViolation[] = [];
  if (!wrong('email')) {
    if (known.people.has(email)) faults.push({ field: 'email', reason: 'email-taken' });
    else if (!isFirst) faults.push({ field: 'email', reason: 'email-twice' });
  }
  if (unitId && !wrong('unitId') && !known.units.has(unitId)) {
    faults.push({ field: 'unitId', reason: 'unknown-unit' });
  }
  if (calendarId && !wrong('calendarId') && !known.calendars.has(calendarId)) {
    faults.push({ field: 'calendarId', reason: 'unknown-calendar' });
  }
  return faults;
}

/** Somebody known comes before a row with the same address, which is refused anyway. */
function managerFault(
  known: PersonStatus | undefined,
  isRow: boolean,
  rowRefused: boolean,
): string | undefined {
  if (known) return known === 'left' ? 'person-left' : undefined;
  if (!isRow) return 'unknown-manager';
  return rowRefused ? 'manager-refused' : undefined;
}
