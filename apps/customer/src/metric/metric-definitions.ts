import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import { MetricVersion, type Metric } from './metric.entity.js';

/** What the metric counted then; for moments before it was made what it counted first. */
export async function definitionThen(tx: Transaction, { id }: Metric, then: string): Promise<MetricVersion> {
  const versions = await tx.select(
    MetricVersion,
    'r.metric_id = $1',
    [id],
    'ORDER BY r.start_time DESC, r.id DESC',
  );
  const known =
    versions.find(({ startTime }) => Date.parse(startTime) <= Date.parse(then)) ?? versions.at(-1);
  if (!known) throw new AppError('not_found', 'metric-not-found');
  return known;
}
