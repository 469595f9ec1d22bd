import { cellText, itemsOf, oneLine } from './cell-text.js';
import type { Place } from './columns.js';

/** A contact that a row names; formats are not checked yet. */
export interface RowContact {
  /** Its place in the row, from 1. */
  place: number;
  name: string;
  position: string;
  phones: { raw: string }[];
  emails: string[];
}

const field = /^contact(\d)(Name|Position|Phone|Email)$/;

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
    else contact.emails = itemsOf(text);
  }
  return [...contacts.values()].sort((a, b) => a.place - b.place);
}

/** The columns of contacts that a file may have. */
export const contactFields = [1, 2, 3].flatMap((place) =>
  (['Name', 'Position', 'Phone', 'Email'] as const).map((part) => `contact${place}${part}` as const),
);
