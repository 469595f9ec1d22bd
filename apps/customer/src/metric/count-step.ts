import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import type { QueryFields } from '@kontor/query/fields';
import { cellsAnswer } from '../count/rules/cell-filter.js';
import { companyToday } from '../segment/segment-rule.js';
import type { Today } from '../segment/rules/relative-days.js';
import { countRows } from './metric-count.js';
import { metricOn } from './metric-filter.js';
import { Metric } from './metric.entity.js';
import { recountAfter } from './rules/recount.js';

interface Standing {
  id: string;
  retired: boolean;
  /** Milliseconds since it was last counted by its definition, and that the count took; null before the first. */
  age: number | null;
  took: number | null;
}

/** What the counting of metrics needs. */
export interface CountParts {
  work: UnitOfWork;
  /** Fields of customers as they are now. */
  fields: () => QueryFields;
  timeZone: string;
}

/**
 * Counts one metric anew that is due, among all customers: one that kept counts do not answer, whose number is older than
 * it may be, or that has none by its present definition. One that is retired keeps the number that it has. The last count of a day stays as the number of that day. Returns
 * whether another may be due.
 */
export function countStep({ work, fields, timeZone }: CountParts): Promise<boolean> {
  return work.write(serviceCall('customer', 'count metrics'), async (tx) => {
    const today = await companyToday(tx, timeZone);
    for (const { id } of await due(tx, today)) {
      const [metric] = await tx.select(Metric, 'r.id = $1', [id], 'FOR KEY SHARE OF r');
      const [turn] = await tx.query<{ mine: boolean }>(
        `SELECT pg_try_advisory_xact_lock(hashtextextended($1::text, 7263052)) AS mine`,
        [id],
      );
      if (!metric || !turn?.mine) continue;
      await count(tx, metric, fields(), today);
      return true;
    }
    return false;
  });

  async function due(tx: Transaction, today: Today): Promise<Standing[]> {
    const metrics = await tx.select(Metric, 'TRUE', [], 'ORDER BY r.id');
    const rows = await tx.query<Standing>(
      `SELECT m.id, m.retired, (extract(epoch FROM clock_timestamp() - v.time) * 1000)::float8 AS age, v.took_ms AS took
       FROM metric m LEFT JOIN LATERAL (SELECT * FROM metric_value v
         WHERE v.metric_id = m.id AND v.definition_start_time = m.start_time ORDER BY v.day DESC LIMIT 1) v ON true
       ORDER BY v.time NULLS FIRST`,
    );
    const kept = new Set(metrics.filter((metric) => isKept(metric, fields(), today)).map(({ id }) => id));
    return rows.filter(
      ({ id, retired, age, took }) =>
        kept.has(id) && (age === null || (!retired && age >= recountAfter(took ?? 0))),
    );
  }
}

/** Whether a metric's number is counted in the background: kept counts answer the others at once. */
function isKept({ filter }: Metric, fields: QueryFields, today: Today): boolean {
  try {
    return !cellsAnswer(metricOn(filter, fields, today));
  } catch {
    // Fields of the filter are not known to this replica yet: others must not wait for it.
    return false;
  }
}

async function count(tx: Transaction, metric: Metric, fields: QueryFields, today: Today): Promise<void> {
  const began = performance.now();
  const value = await countRows(tx, metricOn(metric.filter, fields, today), fields, null);
  // A transaction may have begun before the definition that it sees: no number is older than what it counts.
  await tx.query(
    `INSERT INTO metric_value AS v (metric_id, day, definition_start_time, value, time, took_ms)
     SELECT $1, $2::date, $3, $4, greatest(now(), $3), $5
     ON CONFLICT (metric_id, day) DO UPDATE SET definition_start_time = excluded.definition_start_time,
       value = excluded.value, time = excluded.time, took_ms = excluded.took_ms
     WHERE v.time < excluded.time`,
    [metric.id, today.day, metric.startTime, value, Math.round(performance.now() - began)],
  );
}
