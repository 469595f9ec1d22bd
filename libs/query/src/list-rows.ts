import type { Caller } from '@kontor/access/caller';
import { coveredFields } from './covered-fields.js';
import type { FirstRows } from './owner-order.js';
import { listQuery, type ListOptions, type ListPage, type ListRequest } from './list.js';

type EntityClass<E> = new () => E;

/** What a list needs of a transaction; the table is `r` in its statements. `Transaction` of the database library has it. */
export interface ListTransaction {
  readonly call: { caller: Caller };
  select<E extends object>(
    entity: EntityClass<E>,
    where: string,
    params: readonly unknown[],
    tail?: string,
    first?: FirstRows,
  ): Promise<E[]>;
  visible<E>(entity: EntityClass<E>, alias: string, params: unknown[]): string;
  query<R extends object>(text: string, params?: unknown[]): Promise<R[]>;
}

/** One page, and the number of rows on all pages where the request asks for it. */
export interface CountedPage<Row> extends ListPage<Row> {
  totalSize?: number;
}

/**
 * The page that a list request asks for, of the rows that the caller may see; page and count are sent together.
 * A scope in `options` names the table `r`. Throws as `listQuery` does, before anything is sent: also where the caller
 * filters or orders by fields that the caller does not see.
 */
export async function listRows<E extends object>(
  tx: ListTransaction,
  entity: EntityClass<E>,
  table: string,
  request: ListRequest,
  options: Omit<ListOptions, 'alias' | 'covered'>,
): Promise<CountedPage<E>> {
  const covered = coveredFields(tx.call.caller, options.method);
  const plan = listQuery(request, { ...options, alias: 'r', ...(covered && { covered }) });
  const rows = tx.select(entity, plan.where, plan.params, plan.tail, plan.first);
  if (plan.total === undefined) return plan.finish(await rows);
  const params = [...plan.total.params];
  const visible = tx.visible(entity, 'r', params);
  const count = tx.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM "${table}" r WHERE (${plan.total.where}) AND ${visible}`,
    params,
  );
  const [page, [counted]] = await Promise.all([rows, count]);
  return { ...plan.finish(page), totalSize: counted?.total ?? 0 };
}
