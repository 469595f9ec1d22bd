import { coveredFields } from './covered-fields.js';
import { fieldsByName, type QueryField } from './fields.js';
import { listQuery, type ListOptions, type ListRequest } from './list.js';
import { listRows, type CountedPage, type ListTransaction } from './list-rows.js';

type EntityClass<E> = new () => E;

/** What a list of names needs of a transaction besides. `Transaction` of the database library has it. */
export interface NamesTransaction extends ListTransaction {
  namesOf<E extends object>(entity: EntityClass<E>): readonly string[] | undefined;
  selectNames: ListTransaction['select'];
  countNames<E extends object>(
    entity: EntityClass<E>,
    where: string,
    params: readonly unknown[],
  ): Promise<number>;
}

/** What every table has and every view shows: the order where there is no other. */
const idField: QueryField = {
  name: 'id',
  column: 'id',
  type: 'uuid',
  nullable: false,
  filterable: false,
  sortable: true,
};

/**
 * Like listRows(), and also the records beyond the caller's reach where a role shows those by a few fields. Then the
 * list is filtered and ordered by these fields only, since a condition tells about what it asks; without an order of
 * the request it stands in the default order if that is one of them, else in the order of the ids. A scope in
 * `options` must ask for nothing else either. For callers to whom no role shows names it is listRows().
 */
export async function listNames<E extends object>(
  tx: NamesTransaction,
  entity: EntityClass<E>,
  table: string,
  request: ListRequest,
  options: Omit<ListOptions, 'alias' | 'covered'>,
): Promise<CountedPage<E>> {
  const names = tx.namesOf(entity);
  if (!names) return listRows(tx, entity, table, request, options);
  const shown = [...options.fields.values()].filter(({ name }) => name !== 'id' && names.includes(name));
  const fields = fieldsByName([...shown, { ...idField, ...options.fields.get('id'), sortable: true }]);
  const usual = options.defaultOrder.split(',').map((key) => key.trim().split(/\s+/)[0] ?? '');
  const defaultOrder = usual.every((name) => fields.has(name)) ? options.defaultOrder : 'id';
  const covered = coveredFields(tx.call.caller, options.method);
  const plan = listQuery(request, {
    ...options,
    fields,
    defaultOrder,
    alias: 'r',
    ...(covered && { covered }),
  });
  const [rows, totalSize] = await Promise.all([
    tx.selectNames(entity, plan.where, plan.params, plan.tail),
    plan.total && tx.countNames(entity, plan.total.where, plan.total.params),
  ]);
  return { ...plan.finish(rows), ...(totalSize !== undefined && { totalSize }) };
}
