import type { Contact } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { cellText, itemsOf, oneLine } from './cell-text.js';
import type { ImportField, Place } from './columns.js';
import type { RowFault } from './row-faults.js';

/** A contact that a row names; formats are not checked yet. */
export interface RowContact {
  /** Its place in the row, from 1. */
  place: number;
  name: string;
  position: string;
  phones: { raw: string }[];
  emails: string[];
  /** Custom values of a contact that is made. */
  custom?: Contact['custom'];
  /** Custom values that the row itself names, by key: what changes a contact that is there. */
  given?: Record<string, unknown>;
  /** What keeps the row from making the contact, though it may change one. */
  unmakeable?: RowFault;
}

const field = /^contact(\d)(Name|Position|Phone|Email|\.custom\.\w+)$/;

/** Places of contacts in a row. */
export const contactPlaces = [1, 2, 3] as const;

/** The columns of custom values of one contact, as if they were its own file. */
export function customPlaces(places: readonly Place[], contact: number): Place[] {
  const prefix = `contact${contact}.`;
  return places.flatMap((place) =>
    place.field.startsWith(prefix)
      ? [{ ...place, field: place.field.slice(prefix.length) as ImportField }]
      : [],
  );
}

/** The contacts that a row names, without those that have no text at all. */
export function rowContacts(cells: readonly string[], places: readonly Place[]): RowContact[] {
  const contacts = new Map<number, RowContact>();
  for (const place of places) {
    const [, digit, part] = field.exec(place.field) ?? [];
    const text = cellText(cells[place.index] ?? '');
    if (!digit || text === '') continue;
    const number = Number(digit);
    const contact = contacts.get(number) ?? {
      place: number,
      name: '',
      position: '',
      phones: [],
      emails: [],
    };
    contacts.set(number, contact);
    if (part === 'Name') contact.name = oneLine(text);
    else if (part === 'Position') contact.position = oneLine(text);
    else if (part === 'Phone') contact.phones = itemsOf(text).map((raw) => ({ raw: oneLine(raw) }));
    else if (part === 'Email') contact.emails = itemsOf(text);
  }
  return [...contacts.values()].sort((a, b) => a.place - b.place);
}

/** The columns of contacts that a file may have. */
export const contactFields = contactPlaces.flatMap((place) =>
  (['Name', 'Position', 'Phone', 'Email'] as const).map((part) => `contact${place}${part}` as const),
);
