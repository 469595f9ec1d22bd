import type { Contact } from '../../contact/contact.entity.js';
import { contactKeys } from '../../duplicate/rules/match-keys.js';
import { isSame, joinedItems, joinedText } from './same-value.js';

/** Two contacts that are joined: one stays with all that refers to either, the other one goes. */
export interface Join {
  keptId: string;
  droppedId: string;
}

/** Two contacts that are probably one person, and the fields that say so. */
export interface ContactPair {
  winnerContactId: string;
  loserContactId: string;
  matched: string[];
}

/** Items of lists, and characters of the note, that a contact may have. */
const most = { roles: 10, phones: 20, emails: 20, websites: 20, addresses: 20, note: 10_000 } as const;

/** What becomes of the contact that stays: lists and notes of both, and else what it did not have itself. */
export function joinedContact(kept: Contact, dropped: Contact): Partial<Contact> {
  const changes: Partial<Contact> = {
    phones: joinedItems('phones', kept.phones, dropped.phones),
    emails: joinedItems('emails', kept.emails, dropped.emails),
    websites: joinedItems('websites', kept.websites, dropped.websites),
    addresses: joinedItems('addresses', kept.addresses, dropped.addresses),
    roles: joinedItems('roles', kept.roles, dropped.roles),
    note: joinedText(kept.note, dropped.note),
    position: kept.position || dropped.position,
    language: kept.language || dropped.language,
    ...(dropped.custom && { custom: { ...dropped.custom, ...kept.custom } }),
    // Of one person who is there in one record, the other one is old.
    leftTime: dropped.leftTime ? kept.leftTime : undefined,
  };
  const own = kept as unknown as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(changes).filter(([name, value]) => !isSame(value, own[name])),
  ) as Partial<Contact>;
}

/** The first field of a joined contact that is longer than a contact's may be, and how long that is. */
export function overfullField(changes: Partial<Contact>): { field: string; max: number } | undefined {
  for (const [field, max] of Object.entries(most))
    if ((changes[field as keyof typeof most]?.length ?? 0) > max) return { field, max };
  return undefined;
}

/** Contacts of two customers that have a phone number or an e-mail address in common; `fields`: by which to look. */
export function contactPairs(
  ofWinner: readonly Contact[],
  ofLoser: readonly Contact[],
  fields: ReadonlySet<string> = new Set(['phones', 'emails']),
): ContactPair[] {
  const keysOf = (contact: Contact) =>
    contactKeys(contact).flatMap(({ kind, key }) => {
      const field = kind === 'phone' ? 'phones' : 'emails';
      return (kind === 'phone' || kind === 'email') && fields.has(field) ? [{ field, key }] : [];
    });
  const ours = ofWinner.map((contact) => ({
    id: contact.id,
    keys: new Set(keysOf(contact).map(({ field, key }) => `${field} ${key}`)),
  }));
  return ofLoser.flatMap((contact) => {
    const keys = keysOf(contact);
    return ours.flatMap(({ id, keys: known }) => {
      const matched = keys.filter(({ field, key }) => known.has(`${field} ${key}`)).map(({ field }) => field);
      if (matched.length === 0) return [];
      return [{ winnerContactId: id, loserContactId: contact.id, matched: [...new Set(matched)] }];
    });
  });
}
