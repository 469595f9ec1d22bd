import { viewOf } from '@kontor/access/view';
import { named } from '@kontor/custom-fields/rules/cell-value';
import type { Transaction } from '@kontor/database/transaction';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { Customer } from '../customer/customer.entity.js';
import type { ExportColumn } from './export-column.js';

/** A record as far as its custom fields name others. */
interface Naming {
  custom?: unknown;
}

/**
 * What people and customers are called that custom fields of these records name, by their ids: e-mail and number, by which
 * an import finds them. Without customers beyond reach, and without what the caller may not see.
 */
export async function namesIn(
  tx: Transaction,
  records: readonly object[],
  columns: readonly (ExportColumn | undefined)[],
): Promise<ReadonlyMap<string, string>> {
  const fields = columns.flatMap((column) => column?.custom ?? []).filter(({ type }) => named.has(type));
  const idsOf = (wanted: (field: (typeof fields)[number]) => boolean): string[] => {
    const keys = fields.filter(wanted).map(({ key }) => key);
    const values = keys.flatMap((key) =>
      records.map((record) => ((record as Naming).custom as Record<string, unknown> | undefined)?.[key]),
    );
    return [...new Set(values.filter((value) => typeof value === 'string'))];
  };
  const hides = (object: string, field: string): boolean => {
    const limits = viewOf(tx.call.caller)?.rights.limits(object);
    return limits?.hidden.has(field) === true || limits?.masked.has(field) === true;
  };
  const people = hides('person', 'email') ? [] : idsOf(({ type }) => type === 'person');
  const customers = hides('customer', 'number')
    ? []
    : idsOf(({ referenceObject }) => referenceObject === 'customer');
  const [found, reached] = await Promise.all([
    people.length > 0 ? tx.select(PersonCopy, 'r.id = ANY ($1::uuid[])', [people]) : [],
    customers.length > 0 ? tx.select(Customer, 'r.id = ANY ($1::uuid[])', [customers]) : [],
  ]);
  return new Map([
    ...found.map(({ id, email }) => [id, email] as const),
    ...reached.map(({ id, number }) => [id, number] as const),
  ]);
}
