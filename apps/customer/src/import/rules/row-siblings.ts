import { siblingLikeness, type SiblingContact } from '../../duplicate/rules/sibling.js';
import type { RowContact } from './row-contacts.js';
import type { RowFault } from './row-faults.js';

/** A contact that the customer has already. */
type PresentContact = SiblingContact & { leftTime?: string | undefined };

/**
 * Why contacts of a row may not become contacts of one customer: one is probably the same person as one before it, or as
 * one that the customer has. The very same name means that contact itself, who left is somebody else's predecessor. As
 * where somebody adds a contact by hand, it is for a person to say that they are two.
 */
export function siblingFault(
  contacts: readonly RowContact[],
  present: readonly PresentContact[],
): RowFault | undefined {
  const known: SiblingContact[] = present.filter(({ leftTime }) => !leftTime);
  for (const contact of contacts) {
    if (present.some(({ name }) => name === contact.name)) continue;
    const like: SiblingContact = { ...contact, phones: contact.phones as SiblingContact['phones'] };
    if (known.some((other) => siblingLikeness(like, other).length > 0))
      return { column: '', reason: 'row-contact-alike', params: { name: contact.name } };
    known.push(like);
  }
  return undefined;
}
