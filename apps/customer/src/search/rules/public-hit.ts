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
}

/** The fields that a search of the whole base looks at: those that it shows. */
export function publicLetters(shown: readonly PublicSearchField[]): Set<FieldLetter> {
  const phones = shown.includes('phone') || shown.includes('fax');
  return new Set<FieldLetter>([
    'n',
    'c',
    ...(phones ? ['p' as const] : []),
    ...(shown.includes('email') ? ['e' as const] : []),
  ]);
}

/** Whether somebody has a customer, as everybody may know. */
export function publicState({
  ownerId,
  reclaimed,
  frozen,
}: Pick<PublicRow, 'ownerId' | 'reclaimed' | 'frozen'>): PublicState {
  if (!ownerId) return reclaimed ? 'reclaimed' : 'unassigned';
  return frozen ? 'frozen' : 'assigned';
}

/**
 * What is shown of a found customer; undefined where it was found by a phone that is not shown, since phones and faxes
 * stand together in the index. `wanted`: digits that were looked for.
 */
export function publicHit(
  row: PublicRow,
  shown: readonly PublicSearchField[],
  wanted: readonly string[],
): PublicHit | undefined {
  const phones = row.phones.filter(({ kind }) => shown.includes(kind === 'fax' ? 'fax' : 'phone'));
  if (
    row.matched === 'phone' &&
    !phones.some(({ number }) => wanted.some((digits) => number.includes(digits)))
  )
    return undefined;
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
