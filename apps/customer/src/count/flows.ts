import { everyones } from './cells.js';

/** Whole days of the company, both inclusive, such as 2026-11-21. */
export interface Days {
  first: string;
  last: string;
  timeZone: string;
}

/**
 * What each day brought as a FROM item `r`: `entered`, `left` and `other` (more than before by another hand, merges and
 * removals) of each `status` and `assignment_state`, for all customers or those of some guardians of then. Sums of several
 * rows, open deltas among them. `firstDay` is the parameter of the first day. Appends to `params`.
 */
export function flowsSql(
  guardians: readonly string[] | null,
  { firstDay, timeZone, byGuardian = false }: { firstDay: string; timeZone: string; byGuardian?: boolean },
  params: unknown[],
): string {
  const given = guardians && `guardian_id = ANY ($${params.push(guardians)}::uuid[])`;
  const company = byGuardian ? `guardian_id <> '${everyones}'` : `guardian_id = '${everyones}'`;
  const from = `$${params.push(firstDay)}::date`;
  const local = `(time AT TIME ZONE $${params.push(timeZone)})::date`;
  return `(
    SELECT *, CASE assignment_state WHEN 'assigned' THEN guardian_id END AS owner_id FROM (
      SELECT guardian_id, assignment_state, status, day, entered, "left", other
      FROM customer_flow WHERE ${given ?? company} AND day >= ${from}
      UNION ALL
      SELECT guardian_id, assignment_state, status, ${local},
        CASE WHEN kind <> 'other' AND change > 0 THEN change ELSE 0 END,
        CASE WHEN kind <> 'other' AND change < 0 THEN -change ELSE 0 END,
        CASE WHEN kind = 'other' THEN change ELSE 0 END
      FROM customer_delta WHERE ${given ?? 'TRUE'} AND ${local} >= ${from}
    ) flow) r`;
}
