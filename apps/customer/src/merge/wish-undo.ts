import type { Transaction } from '@kontor/database/transaction';
import { ContactPreference } from '../contact-guard/contact-preference.entity.js';
import { CustomerMerge } from './merge.entity.js';
import { isSame } from './rules/same-value.js';
import { restoredWishes, stricterWishes, type Wishes } from './rules/stricter-wishes.js';

/** A note on how somebody wants to be reached, as a merge noted its row. */
interface NotedWish {
  id: string;
  contact_id: string | null;
  consents: Wishes['consents'];
  do_not_call: boolean;
}

/** What is to be taken back from a note. */
interface Taking {
  preferenceId: string;
  before: Wishes;
  after: Wishes;
}

const wishesIn = ({ consents, do_not_call }: NotedWish): Wishes => ({ consents, doNotCall: do_not_call });

/** Notes of the loser that waited aside, since the winner, or the contact that stayed, had one. */
function aside({ moved, contacts }: CustomerMerge, contactId: string | undefined): NotedWish[] {
  const joined = contacts.filter(({ keptId }) => keptId === contactId);
  if (contactId) return joined.flatMap(({ preference }) => (preference ? [preference as NotedWish] : []));
  return noted(moved).filter((row) => !row.contact_id);
}

function noted(moved: CustomerMerge['moved']): NotedWish[] {
  return moved.flatMap(({ table, behind, rows = [] }) =>
    table === 'contact_preference' && behind ? (rows as NotedWish[]) : [],
  );
}

/**
 * Gives the notes back what they said before a merge, where nobody said anything since; also those that became part of
 * others by later merges, and what these made of them. What any of the customers says that are still merged goes on to
 * hold, whoever else said it. To be called when the merge is still the only one of `winnerId` that is being undone.
 */
export async function restoreWishes(tx: Transaction, merge: CustomerMerge, winnerId: string): Promise<void> {
  const others = await tx.select(
    CustomerMerge,
    `r.winner_id = $1 AND r.id <> $2 AND r.state = 'merged'`,
    [winnerId, merge.id],
    'ORDER BY r.id FOR NO KEY UPDATE OF r',
  );
  const takings: Taking[] = [...merge.wishes];
  const drafts = others.map((other) => ({ ...other, ...structuredClone(partsOf(other)) }));
  for (const later of drafts.filter(({ id }) => id > merge.id)) takeBack(later, takings);
  for (const preferenceId of new Set(takings.map((one) => one.preferenceId))) {
    const now = await tx.find(ContactPreference, preferenceId);
    if (!now) continue;
    let wishes = taken(preferenceId, now, takings);
    for (const draft of drafts) wishes = heldBy(draft, now, wishes);
    const { consents, doNotCall } = plain(wishes);
    if (isSame({ consents, doNotCall }, { consents: now.consents, doNotCall: now.doNotCall })) continue;
    tx.update(ContactPreference, now, { consents, doNotCall });
  }
  for (const [index, other] of others.entries()) {
    const parts = partsOf(drafts[index] ?? other);
    if (!isSame(parts, partsOf(other))) tx.update(CustomerMerge, other, parts);
  }
}

const partsOf = ({ moved, contacts, wishes }: CustomerMerge) => ({ moved, contacts, wishes });

/** What holds beside what the loser of another merge says, which now is that merge's to take back. */
function heldBy(
  draft: CustomerMerge,
  { id: preferenceId, contactId }: ContactPreference,
  wishes: Wishes,
): Wishes {
  let held = wishes;
  for (const row of aside(draft, contactId)) {
    const { wishes: after, doNotCall, withdrawn } = stricterWishes(held, wishesIn(row));
    if (isSame(plain(after), plain(held))) continue;
    const about = { preferenceId, ...(contactId && { contactId }), doNotCall, withdrawn };
    draft.wishes.push({ ...about, before: plain(held), after: plain(after) });
    held = after;
  }
  return held;
}

/** The last one first: of two contacts joined with one, the second met what the first had made. */
function taken(preferenceId: string, wishes: Wishes, takings: readonly Taking[]): Wishes {
  return takings
    .filter((one) => one.preferenceId === preferenceId)
    .reduceRight((now: Wishes, { before, after }) => restoredWishes(now, before, after), wishes);
}

/** Takes it out of what a later merge noted, and adds what that one had made of it. */
function takeBack(later: CustomerMerge, takings: Taking[]): void {
  const { moved, contacts, wishes } = later;
  const preferences = contacts.flatMap(({ preference }) => (preference ? [preference as NotedWish] : []));
  for (const row of [...noted(moved), ...preferences]) {
    const { consents, doNotCall } = taken(row.id, wishesIn(row), takings);
    Object.assign(row, { consents, do_not_call: doNotCall });
  }
  for (const wish of wishes) {
    const { preferenceId, contactId, after } = wish;
    const before = taken(preferenceId, wish.before, takings);
    const [theirs] = aside(later, contactId);
    const made = theirs ? stricterWishes(before, wishesIn(theirs)) : undefined;
    const now = made?.wishes ?? taken(preferenceId, after, takings);
    if (!isSame(plain(now), plain(after))) takings.push({ preferenceId, before: now, after });
    Object.assign(wish, { before: plain(before), after: plain(now) });
    if (made) Object.assign(wish, { doNotCall: made.doNotCall, withdrawn: made.withdrawn });
  }
}

const plain = ({ consents, doNotCall }: Wishes) => ({ consents: [...consents], doNotCall });
