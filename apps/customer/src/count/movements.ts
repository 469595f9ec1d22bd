import type { StageMovement } from '@kontor/contracts/gen/kontor/customer/v1/stage_history';
import type { Transaction } from '@kontor/database/transaction';
import { everyones } from './cells.js';
import type { Days } from './flows.js';
import { medianOf } from './rules/median.js';
import { spansOf, type Grain } from './rules/spans.js';
import { spansSince } from './spans.js';

/** Movements of one part of a period; parts are told by their first days. */
export interface PartMovement extends StageMovement {
  firstDay: string;
}

/** How customers of a scope moved through the stages within days; stages without any movement are left out. */
export async function movementOf(
  tx: Transaction,
  owners: readonly string[] | null,
  days: Days,
): Promise<StageMovement[]> {
  const moved = await movementsOf(tx, owners, days, [{ firstDay: days.first, lastDay: days.last }]);
  return moved.map(({ firstDay: _, ...movement }) => movement);
}

/** What is summed of one part and status; `stays` has pairs of days and how many left after so many, by commas. */
interface Summed extends Omit<StageMovement, 'medianDays'> {
  /** From 1 on. */
  part: number;
  stays: string | null;
}

/**
 * The same by parts, which follow one another without a gap, the oldest first. Kept weeks and months that lie within a part
 * are read whole, days only where it begins or ends within one, so that as many rows are read of many customers as of few.
 * Medians are exact: each span has all the stays that ended in it, by whole days.
 */
export async function movementsOf(
  tx: Transaction,
  owners: readonly string[] | null,
  { first, last, timeZone }: Days,
  parts: readonly { firstDay: string; lastDay: string }[],
): Promise<PartMovement[]> {
  const firstDays = parts.map(({ firstDay }) => firstDay);
  const params: unknown[] = [firstDays, first, last, timeZone];
  const given = owners && `guardian_id = ANY ($${params.push(owners)}::uuid[])`;
  const since = await spansSince(tx);
  const spans = parts.map((part) => spansOf({ first: part.firstDay, last: part.lastDay }, since));
  const kept = (['day', 'week', 'month'] as const).flatMap((grain) => {
    const days = spans.flatMap((span) => span[grain]);
    return days.length > 0 ? [keptSql(grain, given, `$${params.push(days)}::date[]`)] : [];
  });
  const counted = owners ? `FILTER (WHERE assignment_state = 'assigned')` : '';
  const sum = (column: string) => `coalesce(sum(${column}) ${counted}, 0)::int`;
  const rows = await tx.query<Summed>(
    `SELECT width_bucket(day, $1::date[]) AS part, status, ${sum('entered')} AS entered, ${sum('"left"')} AS left,
       ${sum('entered - "left"')} AS net, ${sum('other')} AS moved, string_agg(stays, ',') AS stays
     FROM (${[openSql(given), ...kept].join(' UNION ALL ')}) r GROUP BY 1, status ORDER BY 1, status`,
    params,
  );
  return rows
    .filter(({ entered, left, moved }) => entered !== 0 || left !== 0 || moved !== 0)
    .map(({ part, stays, ...row }) => {
      const medianDays = stays === null ? undefined : medianOf(stays.split(',').map(Number));
      return {
        firstDay: firstDays[part - 1] ?? first,
        ...row,
        ...(medianDays !== undefined && { medianDays }),
      };
    });
}

function keptSql(grain: Grain, given: string | null, days: string): string {
  const whose = `${given ?? `guardian_id = '${everyones}'`} AND day = ANY (${days})`;
  const columns = `day, assignment_state, status, entered, "left", other, nullif(array_to_string(stays, ','), '') AS stays`;
  if (grain !== 'day') return `SELECT ${columns} FROM customer_span WHERE grain = '${grain}' AND ${whose}`;
  return `SELECT ${columns} FROM customer_flow WHERE ${whose}
    UNION ALL SELECT day, '', status, 0, 0, 0, stayed_days || ',' || count FROM customer_stay WHERE ${whose}`;
}

/** What is not folded yet, from $2 to $3 in the zone $4. */
function openSql(given: string | null): string {
  const local = '(time AT TIME ZONE $4)::date';
  return `
    SELECT ${local} AS day, assignment_state, status, CASE WHEN kind <> 'other' AND change > 0 THEN change ELSE 0 END AS entered,
      CASE WHEN kind <> 'other' AND change < 0 THEN -change ELSE 0 END AS "left",
      CASE WHEN kind = 'other' THEN change ELSE 0 END AS other, stayed_days || ',1' AS stays
    FROM customer_delta WHERE ${given ?? 'TRUE'} AND ${local} BETWEEN $2::date AND $3::date`;
}
