import type { RowContent, RowCustomer } from './row-customer.js';
import type { RowContact } from './row-contacts.js';
import { isFault, type RowFault } from './row-faults.js';

interface Row {
  line: number;
  cells: string[];
  judged: RowContent | RowFault;
}

/** A customer to make. */
export interface NewCustomer {
  line: number;
  cells: string[];
  customer: RowCustomer;
  contacts: RowContact[];
  ownerId: string;
}

/** A row that is refused. */
export interface RefusedRow {
  line: number;
  cells: string[];
  fault: RowFault;
}

/** What becomes of the rows of a batch. */
export interface SortedBatch {
  created: NewCustomer[];
  /** How many rows are there already. */
  skipped: number;
  refused: RefusedRow[];
}

/**
 * What becomes of each row: refused for its fault; skipped when its external id is known or came before in the
 * batch (the first wins); refused when it names an owner whom the starter does not reach; else a new customer of
 * that owner, or of the starter where none is named.
 */
export function sortBatch(
  rows: readonly Row[],
  known: ReadonlySet<string>,
  owners: ReadonlyMap<string, string>,
  starterId: string,
): SortedBatch {
  const sorted: SortedBatch = { created: [], skipped: 0, refused: [] };
  const seen = new Set(known);
  for (const { line, cells, judged } of rows) {
    if (isFault(judged)) {
      sorted.refused.push({ line, cells, fault: judged });
      continue;
    }
    const { customer, ownerEmail } = judged;
    if (seen.has(customer.externalId)) {
      sorted.skipped++;
      continue;
    }
    if (judged.unmakeable) {
      sorted.refused.push({ line, cells, fault: judged.unmakeable });
      continue;
    }
    const ownerId = ownerEmail === '' ? starterId : owners.get(ownerEmail);
    if (ownerId === undefined) {
      sorted.refused.push({
        line,
        cells,
        fault: { column: judged.ownerColumn, reason: 'import-owner-unknown', params: {} },
      });
      continue;
    }
    seen.add(customer.externalId);
    sorted.created.push({ line, cells, customer, contacts: judged.contacts, ownerId });
  }
  return sorted;
}
