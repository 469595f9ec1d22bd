import type { Transaction } from '@kontor/database/transaction';

/** For how long nothing is sent to an address where a letter did not arrive, in days: a mailbox may be opened again. */
const days = 180;

/** Notes that nothing arrives at an e-mail address, as its server said of a letter. */
export async function arrivesNever(tx: Transaction, address: string, letterId: string): Promise<void> {
  await tx.query(
    `INSERT INTO undeliverable_address (address, letter_id, time) VALUES ($1, $2, $3)
     ON CONFLICT (address) DO UPDATE SET letter_id = excluded.letter_id, time = excluded.time`,
    [address.trim().toLowerCase(), letterId, tx.now],
  );
}

/** Somebody wrote from the address: there is a mailbox again. */
export async function arrivesAgain(tx: Transaction, address: string): Promise<void> {
  await tx.query('DELETE FROM undeliverable_address WHERE address = $1', [address.trim().toLowerCase()]);
}

/** Whether nothing arrives at an address, as far as a letter of the last half a year tells. */
export async function isUndeliverable(tx: Transaction, address: string): Promise<boolean> {
  const rows = await tx.query(
    'SELECT 1 FROM undeliverable_address WHERE address = $1 AND time > now() - make_interval(days => $2)',
    [address.trim().toLowerCase(), days],
  );
  return rows.length > 0;
}
