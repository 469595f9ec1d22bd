import type { Caller } from '@kontor/access/caller';
import type { Transaction } from '@kontor/database/transaction';
import { coveredFields, refuseCovered } from '@kontor/query/covered-fields';
import { parseFilter, readFilter, type Filter } from '@kontor/query/filter';
import type { QueryFields } from '@kontor/query/fields';
import { customerList } from '../customer/customer-fields.js';
import { namedFault } from '../customer/named-fault.js';
import type { Segment } from './segment.entity.js';
import { asksByDay, withDays, type Today } from './rules/relative-days.js';

/** The rule of a segment for one day. Throws `invalid` naming `filter` for what is none. */
export function ruleOn(rule: string, fields: QueryFields, today: Today): Filter {
  let json: unknown;
  try {
    json = JSON.parse(rule);
  } catch {
    return parseFilter(rule, fields);
  }
  return readFilter(withDays(json, fields, today), fields);
}

/** Whether a rule, known to be one, says something else on another day. */
export function ruleIsDaily(rule: string, fields: QueryFields): boolean {
  return asksByDay(JSON.parse(rule), fields);
}

/**
 * The rule that a caller sets or tries out. Throws `invalid` naming `rule`, and forbidden field-hidden where it asks by
 * a field that the caller does not see: the members would tell it.
 */
export function ruleOf(caller: Caller, rule: string, fields: QueryFields, today: Today): Filter {
  const filter = namedFault('rule', () => ruleOn(rule, fields, today));
  namedFault('rule', () => checkFilter(caller, filter, fields));
  return filter;
}

/** Throws forbidden field-hidden where a filter of customers asks by a field that the caller does not see. */
export function checkFilter(caller: Caller, filter: Filter, fields: QueryFields): void {
  const covered = coveredFields(caller, customerList);
  if (covered) refuseCovered(covered, fields, filter, []);
}

/** Whether the rule of a segment asks by a field that a caller does not see. */
export function ruleIsCovered(
  caller: Caller,
  { kind, rule }: Pick<Segment, 'kind' | 'rule'>,
  fields: QueryFields,
): boolean {
  if (kind !== 'dynamic') return false;
  try {
    checkFilter(caller, ruleOn(rule, fields, { day: '2000-01-01', timeZone: 'UTC' }), fields);
    return false;
  } catch {
    // Also where a field of the rule is no more: nobody can say then who may see it.
    return coveredFields(caller, customerList) !== undefined;
  }
}

/** The company's day by the database's clock. */
export async function companyToday(tx: Transaction, timeZone: string): Promise<Today> {
  const [row] = await tx.query<{ day: string }>(
    `SELECT to_char(clock_timestamp() AT TIME ZONE $1, 'YYYY-MM-DD') AS day`,
    [timeZone],
  );
  return { day: row?.day ?? '', timeZone };
}
