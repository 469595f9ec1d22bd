import type { Customer } from '../../customer/customer.entity.js';
import { isSame, joinedItems } from './same-value.js';

/** Lists and single values of which two merged customers may have the same. */
const lists = ['phones', 'emails', 'addresses'] as const;
const singles = ['website', 'productLine', 'segment', 'channel', 'taxNumber'] as const;

/** Fields that heldValues() looks at. */
export const holdable: readonly (keyof Customer)[] = [...lists, ...singles, 'custom'];

/**
 * Of what an undo would take from a customer, that which another one says, too, that is still merged into it: it goes on
 * to hold. `now`: the customer before the undo; `values`: what the undo gives back. Returns the fields with their values.
 */
export function heldValues(
  now: Customer,
  values: Partial<Customer>,
  theirs: Partial<Customer>,
): Partial<Customer> {
  const held: Record<string, unknown> = {};
  for (const field of lists) {
    const [is, given, said] = [now[field], values[field], theirs[field]] as (unknown[] | undefined)[];
    if (!is || !given || !said) continue;
    const shared = is.filter((item) => joinedItems(field, said, [item]).length === said.length);
    const whole = joinedItems(field, given, shared);
    if (whole.length > given.length) held[field] = whole;
  }
  for (const field of singles) {
    const isTaken = field in values && [undefined, '', 'unknown'].includes(values[field]);
    if (isTaken && !isSame(values[field], now[field]) && isSame(now[field], theirs[field]))
      held[field] = now[field];
  }
  if ('custom' in values) {
    const shared = Object.entries(now.custom ?? {}).filter(
      ([key, value]) => values.custom?.[key] === undefined && isSame(value, theirs.custom?.[key]),
    );
    if (shared.length > 0) held.custom = { ...values.custom, ...Object.fromEntries(shared) };
  }
  return held as Partial<Customer>;
}
