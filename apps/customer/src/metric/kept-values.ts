import type { Transaction } from '@kontor/database/transaction';
import type { Metric } from './metric.entity.js';

/** A number that was counted in the background, of all customers. */
export interface KeptValue {
  day: string;
  value: number;
  /** When it was counted. */
  time: string;
  /** Since when the definition holds by which it was counted. */
  definitionStartTime: string;
}

const columns = `to_char(v.day, 'YYYY-MM-DD') AS day, v.value, to_json(v.time) #>> '{}' AS time,
  to_json(v.definition_start_time) #>> '{}' AS "definitionStartTime"`;

/** The newest number of a metric as it is defined now; undefined before the first. */
export async function newestValue(
  tx: Transaction,
  { id, startTime }: Pick<Metric, 'id' | 'startTime'>,
): Promise<KeptValue | undefined> {
  const [found] = await tx.query<KeptValue>(
    `SELECT ${columns} FROM metric_value v WHERE v.metric_id = $1 AND v.definition_start_time = $2
     ORDER BY v.day DESC LIMIT 1`,
    [id, startTime],
  );
  return found && utc(found);
}

/** The last number of a metric of the days before one: these are over, and are counted no more. */
export async function valueBefore(tx: Transaction, id: string, day: string): Promise<KeptValue | undefined> {
  const [found] = await tx.query<KeptValue>(
    `SELECT ${columns} FROM metric_value v WHERE v.metric_id = $1 AND v.day < $2::date ORDER BY v.day DESC LIMIT 1`,
    [id, day],
  );
  return found && utc(found);
}

/** The last number of each day, oldest first. */
export async function valuesOfDays(
  tx: Transaction,
  id: string,
  { first, last }: { first: string; last: string },
): Promise<KeptValue[]> {
  const found = await tx.query<KeptValue>(
    `SELECT ${columns} FROM metric_value v WHERE v.metric_id = $1 AND v.day BETWEEN $2::date AND $3::date
     ORDER BY v.day`,
    [id, first, last],
  );
  return found.map(utc);
}

function utc(value: KeptValue): KeptValue {
  const { time, definitionStartTime } = value;
  return {
    ...value,
    time: new Date(time).toISOString(),
    definitionStartTime: new Date(definitionStartTime).toISOString(),
  };
}
