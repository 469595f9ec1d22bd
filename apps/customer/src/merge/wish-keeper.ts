import type { Transaction } from '@kontor/database/transaction';
import { ContactPreference } from '../contact-guard/contact-preference.entity.js';
import type { JoinedContact, MergedWish } from './merge.entity.js';
import { isSame } from './rules/same-value.js';
import { stricterWishes } from './rules/stricter-wishes.js';

const nothing = { consents: [], doNotCall: false };

/** What customers and their contacts said of how they want to be reached, before a merge. */
export function wishesOf(tx: Transaction, customerIds: readonly string[]): Promise<ContactPreference[]> {
  return tx.select(ContactPreference, 'r.customer_id = ANY ($1::uuid[])', [customerIds]);
}

/** A merge whose rows are the winner's already, and what was noted before. */
export interface WishesOfMerge {
  winnerId: string;
  loserId: string;
  noted: readonly ContactPreference[];
  joined: readonly JoinedContact[];
}

/**
 * Lets the stricter word hold of what the two customers, and two contacts that are one, said: nobody who is not to be
 * called may be called because two records became one. Then the contacts that were joined go.
 */
export async function strictestWishes(tx: Transaction, merge: WishesOfMerge): Promise<MergedWish[]> {
  const rows = await wishesOf(tx, [merge.winnerId]);
  const losers = merge.noted.find(({ customerId, contactId }) => customerId === merge.loserId && !contactId);
  const wishes: MergedWish[] = [];
  const tell = (wish: Omit<MergedWish, 'contactId'>, contactId?: string) =>
    wishes.push({ ...wish, ...(contactId && { contactId }) });
  // Where only one of the two said something, the row has become the other's already.
  const tellTaken = ({ id: preferenceId, consents, doNotCall }: ContactPreference, contactId?: string) => {
    const { withdrawn, ...taken } = stricterWishes(nothing, { consents, doNotCall });
    const same = { consents, doNotCall };
    if (taken.doNotCall || withdrawn.length > 0)
      tell({ preferenceId, doNotCall: taken.doNotCall, withdrawn, before: same, after: same }, contactId);
  };
  const put = (target: ContactPreference, other: ContactPreference, contactId?: string) => {
    const { wishes: after, doNotCall, withdrawn } = stricterWishes(target, other);
    const before = { consents: target.consents, doNotCall: target.doNotCall };
    if (isSame(before, after)) return;
    Object.assign(target, tx.update(ContactPreference, target, after));
    tell({ preferenceId: target.id, doNotCall, withdrawn, before, after }, contactId);
  };
  const own = rows.find(({ contactId }) => !contactId);
  if (losers && own?.id === losers.id) tellTaken(own);
  else if (losers && own) put(own, losers);
  for (const row of rows) {
    const join = merge.joined.find(({ droppedId }) => droppedId === row.contactId);
    if (!join) continue;
    const target = rows.find(({ contactId }) => contactId === join.keptId);
    if (target) {
      join.preference = await rowOf(tx, row.id);
      put(target, row, join.keptId);
    } else {
      join.movedPreferenceId = row.id;
      Object.assign(row, tx.update(ContactPreference, row, { contactId: join.keptId }));
      tellTaken(row, join.keptId);
    }
  }
  return wishes;
}

async function rowOf(tx: Transaction, id: string): Promise<object | undefined> {
  const [found] = await tx.query<{ row: object }>(
    'SELECT to_jsonb(p) AS row FROM contact_preference p WHERE p.id = $1',
    [id],
  );
  return found?.row;
}
