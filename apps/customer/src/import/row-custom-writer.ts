import { customPath } from '@kontor/custom-fields/rules/custom-changes';
import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import type { Contact } from '../contact/contact.entity.js';
import type { Customer } from '../customer/customer.entity.js';
import { checkChange } from '../customer/status-change.js';
import { isSame } from '../merge/rules/same-value.js';
import type { CustomOfContacts } from './row-contact-writer.js';
import type { RowWriting } from './row-updates.js';
import type { Place } from './rules/columns.js';
import { customPlaces, type RowContact } from './rules/row-contacts.js';
import type { RowContent } from './rules/row-customer.js';
import { missing, type RowFault } from './rules/row-faults.js';
import type { RowUpdate } from './rules/row-update.js';

/**
 * Asks of the update what a PATCH is asked, and puts custom values into it as that would; or says what is at fault. `toId`
 * gets the customer by the same row.
 */
export async function applyChange(
  tx: Transaction,
  before: Customer,
  update: RowUpdate,
  { custom = {} }: RowContent,
  { places, ...rules }: Pick<RowWriting, 'book' | 'customValues' | 'places'>,
  toId: string | undefined,
): Promise<RowFault | undefined> {
  const old: Record<string, unknown> = before.custom ?? {};
  const given = Object.fromEntries(
    Object.entries(custom).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(old[key])),
  );
  if (Object.keys(given).length > 0) update.changes.custom = given as Customer['custom'];
  const fault = await changed(() => checkChange(tx, rules, before, update.changes, { toId }), places);
  if (fault) return fault;
  const now: Record<string, unknown> = update.changes.custom ?? {};
  for (const key of Object.keys(given)) {
    if (JSON.stringify(now[key]) === JSON.stringify(old[key])) continue;
    update.shown[customPath(key)] = [shownValue(old[key]), shownValue(now[key])];
  }
  const stays = JSON.stringify(update.changes.custom ?? {}) === JSON.stringify(old);
  if ('custom' in update.changes && stays) delete update.changes.custom;
  return undefined;
}

const wholeRow: ReadonlySet<string> = new Set(['cap-reached', 'deal-needed']);

/** A custom value as the list of changes shows it. */
export function shownValue(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * The custom values that the contacts of a row will have which are there, as a call would change them, or the first fault;
 * also of a contact that the row would make without what it needs. Asked before anything of the row is written.
 */
export async function customOfContacts(
  tx: Transaction,
  present: readonly Contact[],
  contacts: readonly RowContact[],
  { customValues, places }: Pick<RowWriting, 'customValues' | 'places'>,
): Promise<CustomOfContacts | RowFault> {
  const custom = new Map<RowContact, Contact['custom']>();
  for (const wanted of contacts) {
    const before = present.find(({ name }) => name === wanted.name);
    if (!before && wanted.unmakeable) return wanted.unmakeable;
    if (!before || !wanted.given) continue;
    const changes: Partial<Contact> = { custom: wanted.given as Contact['custom'] };
    const own = customPlaces(places, wanted.place);
    const fault = await changed(() => customValues.change(tx, 'contact', before, changes), own);
    if (fault) return fault;
    if (!isSame(changes.custom, before.custom)) custom.set(wanted, changes.custom);
  }
  return custom;
}

/** The fault of a change that a rule refused. */
async function changed(change: () => Promise<void>, places: readonly Place[]): Promise<RowFault | undefined> {
  try {
    await change();
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (wholeRow.has(error.reason)) return { column: '', reason: error.reason, params: error.params };
    const [violation] = error.fields;
    if (!violation) throw error;
    const { field, reason, params = {} } = violation;
    const filled = places.find((place) => place.field === field)?.column;
    return { column: filled ?? missing(field, reason), reason, params };
  }
}
