import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { CustomerRemoved } from '@kontor/contracts/gen/kontor/customer/v1/import_events';
import type { Transaction } from '@kontor/database/transaction';
import { lockMerges } from './merge-copy.js';

/** Whose records a customer counts among that nobody owns and nobody keeps. */
export const nobodys = '00000000-0000-0000-0000-000000000000';

/** Takes over the newest states of customers, each named once; an older one that comes late changes nothing. */
export async function copyCustomers(tx: Transaction, customers: readonly Customer[]): Promise<void> {
  // In one order everywhere, so that two replicas with the same customers wait for each other instead of locking up.
  const sorted = [...customers].sort((a, b) => (a.id < b.id ? -1 : 1));
  await tx.query(
    `INSERT INTO customer_copy AS known (id, number, name, status, owner_id, guardian_id, customer_version)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::integer[])
     ON CONFLICT (id) DO UPDATE SET number = excluded.number, name = excluded.name, status = excluded.status,
       owner_id = excluded.owner_id, guardian_id = excluded.guardian_id, customer_version = excluded.customer_version
     WHERE known.customer_version < excluded.customer_version`,
    [
      sorted.map(({ id }) => id),
      sorted.map(({ number }) => number),
      sorted.map(({ name }) => name),
      sorted.map(({ status }) => status),
      sorted.map(({ ownerId }) => ownerId ?? null),
      sorted.map(({ ownerId, keeperId }) => ownerId ?? keeperId ?? nobodys),
      sorted.map(({ etag }) => Number(etag)),
    ],
  );
}

/**
 * Notes that a customer is no more, and tells whether that is news. A customer never comes back from there, so an older
 * state that is heard of later changes nothing of it.
 */
export async function copyRemoval(
  tx: Transaction,
  { customerId, ownerId }: CustomerRemoved,
): Promise<boolean> {
  await lockMerges(tx);
  const news = await tx.query(
    `INSERT INTO customer_copy AS known (id, number, name, status, owner_id, guardian_id, customer_version, removed)
     VALUES ($1, '', '', 'lost', $2, $3, 0, true)
     ON CONFLICT (id) DO UPDATE SET removed = true WHERE NOT known.removed RETURNING known.id`,
    [customerId, ownerId ?? null, ownerId ?? nobodys],
  );
  return news.length > 0;
}
