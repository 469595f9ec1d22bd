import type { MergeField } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { Customer } from '../../customer/customer.entity.js';
import { choosable } from './choosable.js';
import { joinedItems } from './same-value.js';

/** What has a rule of its own where nobody chooses: status and next contact, and the owner, who stays. */
const ruled: ReadonlySet<string> = new Set(['status', 'ownerId', 'nextContactTime']);

/** Lists of which both are kept where nobody chooses. */
const lists = ['phones', 'emails', 'addresses'] as const;

/**
 * What stands of the fields that nobody chose, as a choice would say it, so that a merge drops nothing: what the winner
 * does not have is the loser's, and of phones, e-mails and addresses both stay, each once. What belongs together, such as
 * an id and its system, comes together, and only where the winner has none of it.
 */
export function withoutChoice(
  winner: Customer,
  loser: Customer,
  choice: readonly MergeField[],
): MergeField[] {
  const chosen = new Set(choice.map(({ field }) => field));
  const lacking = Object.entries(choosable).filter(
    ([field, { columns }]) =>
      !ruled.has(field) &&
      columns.every((column) => isEmpty(winner[column])) &&
      columns.some((column) => !isEmpty(loser[column])),
  );
  const longer = lists.filter(
    (field) =>
      !isEmpty(winner[field]) &&
      joinedItems<unknown>(field, winner[field], loser[field]).length > winner[field].length,
  );
  const custom = Object.entries(loser.custom ?? {}).filter(
    ([key, value]) => isEmpty(winner.custom?.[key]) && !isEmpty(value),
  );
  return [
    ...lacking.map(([field]): MergeField => ({ field, from: 'loser' })),
    ...longer.map((field): MergeField => ({ field, from: 'both' })),
    ...custom.map(([key]): MergeField => ({ field: `custom.${key}`, from: 'loser' })),
  ].filter(({ field }) => !chosen.has(field));
}

/** Nothing is known: of the channel, that it is unknown. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || value === '' || value === 'unknown';
}
