import { Injectable } from '@nestjs/common';
import type { Caller } from '@kontor/access/caller';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { coveredFields, refuseCovered } from '@kontor/query/covered-fields';
import type { QueryFields } from '@kontor/query/fields';
import { parseFilter, type Filter } from '@kontor/query/filter';
import { customerFields, customerList } from './customer-fields.js';
import { namedFault } from './named-fault.js';

/** The one place where filters of customers are read: what lists, rules and numbers of customers may ask for. */
@Injectable()
export class CustomerFilters {
  constructor(private readonly customFields: CustomFields) {}

  /** Fields of customers, those that administrators added among them; the same until one changes. */
  get fields(): QueryFields {
    return this.customFields.queryFields('customer', customerFields);
  }

  /** A filter as it is meant. Throws `invalid` as the list of customers does. */
  read(text: string): Filter {
    return parseFilter(text, this.fields);
  }

  /**
   * The same for a person: who may not see a field may not ask by it (forbidden field-hidden). `field`: where the request
   * has the filter.
   */
  readFor(caller: Caller, text: string, field = 'filter'): Filter {
    return namedFault(field, () => {
      const filter = this.read(text);
      this.refuseCovered(caller, filter);
      return filter;
    });
  }

  /** Throws forbidden field-hidden where a filter asks by a field that the caller does not see. */
  refuseCovered(caller: Caller, filter: Filter): void {
    const covered = coveredFields(caller, customerList);
    if (covered) refuseCovered(covered, this.fields, filter, []);
  }
}
