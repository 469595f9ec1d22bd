import { serviceCall } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';

/** Counts of days that are over limit nobody any more; two days later it is another day in every zone. */
export async function forgetSearches(work: UnitOfWork): Promise<void> {
  await work.write(serviceCall('customer', 'tidy'), async (tx) => {
    await tx.query('DELETE FROM public_search_use WHERE day < current_date - 2');
    await tx.query(`DELETE FROM duplicate_look WHERE hour < now() - interval '2 days'`);
  });
}
