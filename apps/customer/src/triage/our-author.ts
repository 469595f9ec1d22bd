import type { Direction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Transaction } from '@kontor/database/transaction';
import { refusedField } from '@kontor/errors/app-error';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { Extension } from '../telephony/extension.entity.js';
import { addressOf } from './rules/address.js';

/** What of a message tells who of us it is by. */
export interface Sent {
  direction: Direction;
  /** Our address or number, as it was told. */
  ours: string;
  /** Who it is by, where the other system says so. */
  authorId?: string | undefined;
}

/**
 * Who of us a message is by: the person whom the other system names; of one that we sent, whose address or extension it
 * was sent from; else `bringerId`, who brings it in. Throws invalid person-unknown where nobody has the named id.
 */
export async function ourAuthor(
  tx: Transaction,
  { direction, ours, authorId }: Sent,
  bringerId: string,
  country: string,
): Promise<string> {
  if (authorId) {
    if (await tx.find(PersonCopy, authorId)) return authorId;
    throw refusedField('authorId', 'person-unknown');
  }
  if (direction !== 'outbound') return bringerId;
  const address = addressOf(ours, country);
  if (address?.kind === 'email') {
    const [person] = await tx.select(PersonCopy, 'r.email = $1', [address.value]);
    return person?.id ?? bringerId;
  }
  const [extension] = await tx.select(Extension, 'r.number = ANY ($1::text[])', [
    [ours.trim(), address?.value ?? ''],
  ]);
  return extension?.personId ?? bringerId;
}
