import { serviceCall, type Call } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import type { Phone } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { Customer } from '../customer/customer.entity.js';
import { withNumbers } from '../customer/rules/phone.js';
import { customerKeys, type KeyedCustomer, type MatchKey } from '../duplicate/rules/match-keys.js';
import { findByExternalIds, findByNumbers } from '../external-id/find-by-external-id.js';
import type { Batch, JudgedRow } from './import-batch.js';
import type { Import } from './import.entity.js';
import { cellText } from './rules/cell-text.js';
import type { Place } from './rules/columns.js';
import type { RowContext, RowFault } from './rules/row-faults.js';
import { dealRows, type DealtRows, type Target } from './rules/row-dealing.js';

/**
 * Which rows of a batch change which customers, which make one, and which can do neither. Customers are looked for
 * whoever may see them; those that the starter may not change are refused.
 */
export async function dealBatch(
  work: UnitOfWork,
  call: Call,
  run: Pick<Import, 'mode' | 'match' | 'source'>,
  { rows }: Batch,
  { places, country }: Pick<RowContext, 'places' | 'country'>,
): Promise<DealtRows<JudgedRow>> {
  if (run.mode === 'create') return { updates: [], rest: rows, refused: [] };
  const keys = rows.map((row) => ({ row, keys: keysOf(row, run, places) }));
  const wanted = [...new Set(keys.flatMap((one) => one.keys))];
  const found = await find(work, run, wanted);
  const writable = await writableOf(work, call, [...new Set([...found.values()].flat())]);
  const targets = new Map<number, Target>();
  for (const { row, keys: ofRow } of keys) {
    const ids = [...new Set(ofRow.flatMap((key) => found.get(key) ?? []))];
    const [id] = ids;
    if (!id) continue;
    if (ids.length > 1) targets.set(row.line, { fault: 'import-ambiguous' });
    else targets.set(row.line, writable.has(id) ? { id } : { fault: 'import-out-of-reach' });
  }
  const dealt = dealRows(rows, targets, run.mode, isFault);
  return {
    ...dealt,
    updates: dealt.updates.map(({ row, id }) => ({ id, row: near(row, writable.get(id), country) })),
  };
}

/** The row, its numbers within a city read as those of its customer's city where the row itself names none. */
function near(row: JudgedRow, customer: Customer | undefined, country: string): JudgedRow {
  const { judged } = row;
  if (!customer || !('customer' in judged) || judged.customer.addresses.length > 0) return row;
  const numbered = <T extends { phones: { raw: string }[] }>(record: T): T => {
    const { phones } = withNumbers(record.phones as Phone[], country, customer.addresses);
    return { ...record, phones };
  };
  const contacts = judged.contacts.map(numbered);
  return { ...row, judged: { ...judged, customer: numbered(judged.customer), contacts } };
}

const isFault = ({ judged }: JudgedRow): boolean => 'reason' in (judged as RowFault);

function keysOf(row: JudgedRow, { match }: Pick<Import, 'match'>, places: readonly Place[]): string[] {
  if (!('customer' in row.judged)) return [];
  const { customer } = row.judged;
  const cell = (field: string): string => {
    const place = places.find((one) => one.field === field);
    return place ? cellText(row.cells[place.index] ?? '') : '';
  };
  if (match === 'reach') {
    const keys = customerKeys(customer as unknown as KeyedCustomer);
    return keys.filter(({ kind }) => kind === 'phone' || kind === 'email').map(nameOf);
  }
  const key =
    match === 'number'
      ? cell('number')
      : match === 'tax_number'
        ? customer.taxNumber
        : cell('externalId') && customer.externalId;
  return key ? [key] : [];
}

const nameOf = ({ kind, key }: Pick<MatchKey, 'kind' | 'key'>): string => `${kind} ${key}`;

/** Claimed keys and others have an index each, and none serves both at once. */
const ofBoth = (select: string): string => `${select} AND claimed UNION ALL ${select} AND NOT claimed`;

const taxed = ofBoth(
  `SELECT key, customer_id AS id FROM match_key WHERE kind = 'tax' AND key = ANY ($1::text[])`,
);

const reached = ofBoth(
  `SELECT kind || ' ' || key AS key, customer_id AS id FROM match_key JOIN unnest($1::text[]) AS wanted (name)
   ON kind = split_part(name, ' ', 1) AND key = substr(name, strpos(name, ' ') + 1)`,
);

/** Ids of the customers by key. */
async function find(
  work: UnitOfWork,
  { match, source }: Pick<Import, 'match' | 'source'>,
  keys: readonly string[],
): Promise<Map<string, string[]>> {
  if (keys.length === 0) return new Map();
  return work.read(serviceCall('customer', 'import'), async (tx) => {
    if (match === 'external_id') return single(await findByExternalIds(tx, source, keys));
    if (match === 'number') return single(await findByNumbers(tx, keys));
    const rows = await tx.query<{ key: string; id: string }>(match === 'reach' ? reached : taxed, [keys]);
    const found = new Map<string, string[]>();
    for (const { key, id } of rows) found.set(key, [...(found.get(key) ?? []), id]);
    return found;
  });
}

const single = (ids: ReadonlyMap<string, string>): Map<string, string[]> =>
  new Map([...ids].map(([key, id]) => [key, [id]]));

/** Those of the customers that the starter may change now, by id. */
async function writableOf(
  work: UnitOfWork,
  call: Call,
  ids: readonly string[],
): Promise<Map<string, Customer>> {
  if (ids.length === 0) return new Map();
  const rows = await work.write({ ...call, idempotencyKey: undefined }, (tx) =>
    tx.select(Customer, 'r.id = ANY ($1::uuid[])', [ids], 'ORDER BY r.id FOR NO KEY UPDATE OF r'),
  );
  return new Map(rows.map((customer) => [customer.id, customer]));
}
