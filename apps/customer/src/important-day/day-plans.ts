import { serviceCall } from '@kontor/access/call';
import { failPoint } from '@kontor/database/fail-point';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { Customer } from '../customer/customer.entity.js';
import { planDays } from './day-reminder.js';
import { ImportantDay } from './important-day.entity.js';
import { nextDate } from './rules/yearly-date.js';

/** Days that are planned for their next date in one transaction. */
const batchSize = 200;

/**
 * Plans the days that are over for the next time: a batch in a transaction of its own. The date itself says what is
 * over, so that no number of replicas plans one twice. What lies before `today` is over, also for the owner furthest west,
 * whose reminder would be lost otherwise. Resolves to whether there may be more.
 */
export function rollDays(work: UnitOfWork, today: string): Promise<boolean> {
  return work.write(serviceCall('customer', 'important days'), async (tx) => {
    const days = await tx.select(
      ImportantDay,
      'r.next_date < $1::date',
      [today],
      `ORDER BY r.next_date, r.id LIMIT ${batchSize} FOR NO KEY UPDATE OF r SKIP LOCKED`,
    );
    await replan(
      tx,
      days.map((day) => ({ ...day, nextDate: nextDate(day, today) })),
    );
    failPoint('important-day.after-batch');
    return days.length === batchSize;
  });
}

/** Plans the days of a customer for who owns it now; called when owner or name changed. */
export async function followCustomer(tx: Transaction, customerId: string): Promise<void> {
  const days = await tx.select(
    ImportantDay,
    'r.customer_id = $1',
    [customerId],
    'ORDER BY r.id FOR NO KEY UPDATE OF r',
  );
  await replan(tx, days);
}

/** Plans the days of a contact anew, whose name or language changed. */
export async function followContact(tx: Transaction, contactId: string, customerId: string): Promise<void> {
  const days = await tx.select(
    ImportantDay,
    'r.customer_id = $1 AND r.contact_id = $2',
    [customerId, contactId],
    'ORDER BY r.id FOR NO KEY UPDATE OF r',
  );
  await replan(tx, days);
}

/** Writes date and owner of locked days and tells their reminders. No audit: nobody changed the days themselves. */
async function replan(tx: Transaction, days: readonly ImportantDay[]): Promise<void> {
  if (days.length === 0) return;
  const ids = [...new Set(days.map(({ customerId }) => customerId))];
  const customers = await tx.select(Customer, 'r.id = ANY ($1::uuid[])', [ids]);
  const customerOf = new Map(customers.map((customer) => [customer.id, customer]));
  const planned = days.flatMap((day) => {
    const customer = customerOf.get(day.customerId);
    return customer
      ? [{ day: { ...day, ownerId: customer.ownerId, revision: day.revision + 1 }, customer }]
      : [];
  });
  await tx.query(
    `UPDATE important_day d SET next_date = n.next_date, owner_id = n.owner_id, revision = n.revision
     FROM unnest($1::uuid[], $2::date[], $3::uuid[], $4::integer[]) AS n (id, next_date, owner_id, revision)
     WHERE d.id = n.id`,
    [
      planned.map(({ day }) => day.id),
      planned.map(({ day }) => day.nextDate ?? null),
      planned.map(({ day }) => day.ownerId ?? null),
      planned.map(({ day }) => day.revision),
    ],
  );
  await planDays(tx, planned);
}
