import type { Days } from '../count/flows.js';
import type { ScopeOwners } from '../metric/scope.js';
import { dayStart } from '../visit-plan/rules/periods.js';

/**
 * Condition that keeps the steps of days, by who had the customer then; `r` is the step. Each of its forms has an index in
 * the order of time, those by the stage before or after among them. Appends to `params`.
 */
export function stepsSql({ first, last, timeZone }: Days, owners: ScopeOwners, params: unknown[]): string {
  const from = `$${params.push(dayStart(first, timeZone))}`;
  const until = `$${params.push(dayStart(last, timeZone, 1))}`;
  const theirs = owners ? ` AND r.guardian_id = ANY ($${params.push(owners)}::uuid[])` : '';
  return `r.time >= ${from} AND r.time < ${until}${theirs}`;
}
