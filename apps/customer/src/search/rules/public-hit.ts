import type {
  PublicHit,
  PublicSearchField,
  PublicState,
} from '@kontor/contracts/gen/kontor/customer/v1/search';
import type { Address, Phone } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { FieldLetter } from './looks.js';

/** What is read of a customer that a search of the whole base found. */
export interface PublicRow {
  matched: string;
  customerId: string;
  number: string;
  name: string;
  ownerId: string | null;
  ownerName: string | null;
  reclaimed: boolean;
  frozen: boolean;
  phones: Phone[];
  emails: string[];
  website: string;
  addresses: Address[];
  /** Those of the contact by whom the customer was found, in place of its own; null where it was found itself. */
  contactPhones: Phone[] | null;
}

/**
 * The fields that a search of the whole base looks at: those that it shows, and phones and e-mails of contacts with the
 * customer's, by which a new customer is refused, too. They lead to the customer and are not shown themselves.
 */
export function publicLetters(shown: readonly PublicSearchField[]): Set<FieldLetter> {
  const phones = shown.includes('phone') || shown.includes('fax');
  return new Set<FieldLetter>([
    'n',
    'c',
    ...(phones ? (['p', 'P'] as const) : []),
    ...(shown.includes('email') ? (['e', 'E'] as const) : []),
  ]);
}

/** Whether somebody has a customer, as everybody may know. */
function publicState({
  ownerId,
  reclaimed,
  frozen,
}: Pick<PublicRow, 'ownerId' | 'reclaimed' | 'frozen'>): PublicState {
  if (!ownerId) return reclaimed ? 'reclaimed' : 'unassigned';
  return frozen ? 'frozen' : 'assigned';
}

/**
 * What is shown of found customers, each once; none where it was found by a phone that is not shown, since phones and
 * faxes stand together in the index. `wanted`: digits that were looked for.
 */
export function publicHits(
  rows: readonly PublicRow[],
  shown: readonly PublicSearchField[],
  wanted: readonly string[],
): PublicHit[] {
  const hits = new Map<string, PublicHit>();
  for (const row of rows) {
    const hit = hits.has(row.customerId) ? undefined : publicHit(row, shown, wanted);
    if (hit) hits.set(row.customerId, hit);
  }
  return [...hits.values()];
}

function publicHit(
  row: PublicRow,
  shown: readonly PublicSearchField[],
  wanted: readonly string[],
): PublicHit | undefined {
  const isShown = ({ kind }: Phone) => shown.includes(kind === 'fax' ? 'fax' : 'phone');
  const phones = row.phones.filter(isShown);
  const searched = row.contactPhones ? row.contactPhones.filter(isShown) : phones;
  const isWanted = ({ number }: Phone) => wanted.some((digits) => number.includes(digits));
  if (row.matched === 'phone' && !searched.some(isWanted)) return undefined;
  const owner = shown.includes('owner') && row.ownerId;
  return {
    customerId: row.customerId,
    number: row.number,
    name: row.name,
    state: publicState(row),
    phones,
    emails: shown.includes('email') ? row.emails : [],
    website: shown.includes('website') ? row.website : '',
    addresses: shown.includes('address') ? row.addresses : [],
    ...(owner && { ownerId: owner, ownerName: row.ownerName ?? '' }),
  };
}
