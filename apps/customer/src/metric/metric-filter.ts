import type { Caller } from '@kontor/access/caller';
import type { QueryFields } from '@kontor/query/fields';
import type { Filter } from '@kontor/query/filter';
import type { CustomerFilters } from '../customer/customer-filters.js';
import { ruleOn } from '../segment/segment-rule.js';
import type { Today } from '../segment/rules/relative-days.js';

/**
 * What a metric counts on a day: its filter with the days made absolute that it tells from today, as rules of segments
 * do (`today-90d`). Throws `invalid` as the list of customers does where it is none.
 */
export function metricOn(text: string, fields: QueryFields, today: Today): Filter {
  return ruleOn(text, fields, today);
}

/** The same for a person: who may not see a field may not ask by it (forbidden field-hidden). */
export function metricFor(caller: Caller, text: string, filters: CustomerFilters, today: Today): Filter {
  const filter = metricOn(text, filters.fields, today);
  filters.refuseCovered(caller, filter);
  return filter;
}

/** The filter as it is kept, known to be one: with the days as they were told. */
export function keptFilter(text: string): string {
  return JSON.stringify(JSON.parse(text));
}
