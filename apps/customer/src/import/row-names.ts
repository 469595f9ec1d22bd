import { serviceCall, type Call } from '@kontor/access/call';
import type { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { isUuid } from '@kontor/schema/formats';
import { findByExternalIds, findByNumbers } from '../external-id/find-by-external-id.js';
import type { Batch, JudgedRow } from './import-batch.js';
import type { RowContent } from './rules/row-customer.js';
import type { NamedValue } from './rules/row-custom.js';

/** Ids of the people or records of one object, by what rows call them. */
type Found = ReadonlyMap<string, string>;

/**
 * Looks up whom and what custom values of a batch name: people who work here by e-mail, customers by number or by their
 * id in the system that the file comes from, anything by its own id; records only where the starter reaches them. A row that
 * names what is not there is refused. One look-up for each kind of record, none where no row names any.
 */
export async function withNames(
  work: UnitOfWork,
  call: Call,
  values: Pick<CustomValueWriter, 'reached'>,
  source: string,
  batch: Batch,
): Promise<Batch> {
  const names = batch.rows.flatMap(({ judged }) => ('names' in judged ? (judged.names ?? []) : []));
  if (names.length === 0) return batch;
  const found = new Map<string, Found>();
  for (const [object, some] of Map.groupBy(names, (one) => one.object)) {
    const texts = [...new Set(some.map(({ text }) => keyOf({ object, text })))];
    found.set(object, await (object ? recordsOf : peopleOf)(work, { call, values, source, object, texts }));
  }
  return { ...batch, rows: batch.rows.map((row) => resolved(row, found)) };
}

interface Wanted {
  call: Call;
  values: Pick<CustomValueWriter, 'reached'>;
  source: string;
  object: string;
  texts: readonly string[];
}

/** E-mail addresses and ids go by their letters in lower case. */
const keyOf = ({ object, text }: Pick<NamedValue, 'object' | 'text'>): string =>
  object === '' || isUuid(text.toLowerCase()) ? text.toLowerCase() : text;

async function peopleOf(work: UnitOfWork, { texts }: Wanted): Promise<Found> {
  const people = await work.read(serviceCall('customer', 'import'), (tx) =>
    tx.query<{ id: string; email: string }>(
      `SELECT id, email FROM person_copy
       WHERE (email = ANY ($1::text[]) OR id = ANY ($2::uuid[])) AND status <> 'left'`,
      [texts, texts.filter(isUuid)],
    ),
  );
  return new Map(people.flatMap(({ id, email }) => [[email, id] as const, [id, id] as const]));
}

async function recordsOf(work: UnitOfWork, { call, values, source, object, texts }: Wanted): Promise<Found> {
  const ids = new Map(texts.filter(isUuid).map((id) => [id, id]));
  const named = await work.read(serviceCall('customer', 'import'), async (tx) =>
    object === 'customer'
      ? [...(await findByExternalIds(tx, source, texts)), ...(await findByNumbers(tx, texts)), ...ids]
      : [...ids],
  );
  const wanted = [...new Set(named.map(([, id]) => id))];
  const reached = await work.read(call, (tx) => values.reached(tx, object, wanted));
  return new Map(named.filter(([, id]) => reached.has(id)));
}

function resolved(row: JudgedRow, found: ReadonlyMap<string, Found>): JudgedRow {
  const { judged } = row;
  if (!('names' in judged)) return row;
  for (const name of judged.names ?? []) {
    const id = found.get(name.object)?.get(keyOf(name));
    if (id !== undefined) fill(judged, name, id);
    else {
      const reason = name.object ? 'custom-record-unknown' : 'unknown-person';
      return { ...row, judged: { column: name.column, reason, params: {} } };
    }
  }
  return row;
}

function fill({ customer, custom, contacts }: RowContent, { contact, key }: NamedValue, id: string): void {
  const own = contacts.find(({ place }) => place === contact);
  for (const values of contact === undefined ? [customer.custom, custom] : [own?.custom, own?.given])
    if (values) (values as Record<string, unknown>)[key] = id;
}
