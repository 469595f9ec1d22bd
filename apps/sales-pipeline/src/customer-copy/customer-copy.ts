import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Transaction } from '@kontor/database/transaction';

/** Whose records a customer counts among that nobody owns and nobody keeps. */
export const nobodys = '00000000-0000-0000-0000-000000000000';

/** Takes over the newest state of a customer; an older one that comes late changes nothing. */
export async function copyCustomer(tx: Transaction, customer: Customer): Promise<void> {
  const { id, number, name, status, ownerId, keeperId, etag } = customer;
  await tx.query(
    `INSERT INTO customer_copy AS known (id, number, name, status, owner_id, guardian_id, customer_version)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (id) DO UPDATE SET number = excluded.number, name = excluded.name, status = excluded.status,
       owner_id = excluded.owner_id, guardian_id = excluded.guardian_id, customer_version = excluded.customer_version
     WHERE known.customer_version < excluded.customer_version`,
    [id, number, name, status, ownerId ?? null, ownerId ?? keeperId ?? nobodys, Number(etag)],
  );
}
