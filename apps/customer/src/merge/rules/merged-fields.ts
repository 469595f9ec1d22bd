import type { MergeField } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { FieldViolation } from '@kontor/errors/app-error';
import { isCustomName } from '@kontor/schema/custom-names';
import type { Customer } from '../../customer/customer.entity.js';
import { choosable, choosableField } from './choosable.js';
import { furtherStatus } from './merged-status.js';
import { isSame, joinedItems, joinedText } from './same-value.js';

/** Items that a list of a customer may have. */
const mostItems = 20;

/** Characters that a note may have. */
const longestNote = 10_000;

/** What is wrong with a choice: a field that cannot be chosen or is chosen twice, and both where only one can be. */
export function choiceViolations(fields: readonly MergeField[]): FieldViolation[] {
  const seen = new Set<string>();
  return fields.flatMap(({ field, from }, index): FieldViolation[] => {
    const twice = seen.has(field);
    seen.add(field);
    const known = choosableField(field);
    if (twice || !known) {
      const params = { fields: [...Object.keys(choosable), 'custom.…'].join(', ') };
      return [{ field: `fields[${index}].field`, reason: 'merge-field', params }];
    }
    if (from === 'both' && !known.both)
      return [{ field: `fields[${index}].from`, reason: 'merge-both', params: { field } }];
    return [];
  });
}

/** What the choice changes of the winner, but for the owner, who is moved. */
export function chosenValues(
  winner: Customer,
  loser: Customer,
  fields: readonly MergeField[],
): Partial<Customer> {
  const changes: Record<string, unknown> = {};
  for (const { field, from } of fields) {
    if (from === 'winner' || isCustomName(field)) continue;
    for (const column of choosableField(field)?.columns ?? [])
      changes[column] = from === 'both' ? joined(column, winner, loser) : loser[column];
  }
  const custom = chosenCustom(winner, loser, fields);
  if (custom) changes.custom = Object.keys(custom).length > 0 ? custom : undefined;
  if (changes.addresses) changes.city = (changes.addresses as Customer['addresses'])[0]?.city ?? '';
  return changes as Partial<Customer>;
}

/** The custom values of the winner with those taken from the loser; one that the loser has not is cleared. */
function chosenCustom(
  winner: Customer,
  loser: Customer,
  fields: readonly MergeField[],
): Customer['custom'] | undefined {
  const taken = fields.filter(({ field, from }) => from === 'loser' && isCustomName(field));
  if (taken.length === 0) return undefined;
  const values = new Map(Object.entries(winner.custom ?? {}));
  for (const { field } of taken) {
    const key = field.slice('custom.'.length);
    const value = loser.custom?.[key];
    if (value === undefined) values.delete(key);
    else values.set(key, value);
  }
  return Object.fromEntries(values);
}

/**
 * All that a merge changes of the winner, but for the owner: what was chosen or stands without a choice (withoutChoice()),
 * the times of contacts, and, unless somebody chose, the status of the one with which the relation came further. `now` is
 * RFC 3339.
 */
export function mergedValues(
  winner: Customer,
  loser: Customer,
  fields: readonly MergeField[],
  now: string,
): Partial<Customer> {
  const chosen = fields.some(({ field }) => field === 'status');
  const status = furtherStatus(winner.status, loser.status);
  return {
    ...chosenValues(winner, loser, fields),
    ...(!chosen && status !== winner.status && { status }),
    ...wonTogether(winner, loser, fields),
    ...contactTimes(winner, loser, fields, now),
  };
}

/** Who stands as a customer that was won is one since the earlier of both times: the merge itself wins nobody. */
function wonTogether(
  winner: Customer,
  loser: Customer,
  fields: readonly MergeField[],
): Pick<Partial<Customer>, 'wonTime'> {
  const { status = furtherStatus(winner.status, loser.status) } = chosenValues(winner, loser, fields);
  if (status !== 'cooperating' && status !== 'dormant') return {};
  const [first] = [winner, loser]
    .flatMap(({ wonTime }) => wonTime ?? [])
    .sort((a, b) => Date.parse(a) - Date.parse(b));
  return status !== winner.status || first !== winner.wonTime ? { wonTime: first } : {};
}

/**
 * The last contact is the later one. Of two next contacts, unless somebody chose, the earlier one that lies ahead stands:
 * what was promised to the customer is not forgotten because of a promise for later. `now` is RFC 3339.
 */
export function contactTimes(
  winner: Customer,
  loser: Customer,
  fields: readonly MergeField[],
  now: string,
): Partial<Customer> {
  const changes: Partial<Customer> = {};
  const { lastContactTime, nextContactTime, nextContactInteractionId } = loser;
  if (lastContactTime && Date.parse(lastContactTime) > Date.parse(winner.lastContactTime ?? '1970-01-01'))
    changes.lastContactTime = lastContactTime;
  const chosen = fields.some(({ field }) => field === 'nextContactTime');
  if (!chosen && comesFirst(nextContactTime, winner.nextContactTime, now))
    Object.assign(changes, { nextContactTime, nextContactInteractionId });
  return changes;
}

/** Whether the loser's next contact goes before the winner's. */
function comesFirst(theirs: string | undefined, ours: string | undefined, now: string): boolean {
  if (!theirs) return false;
  if (!ours) return true;
  const [their, our, present] = [Date.parse(theirs), Date.parse(ours), Date.parse(now)];
  return their > present && (our <= present || their < our);
}

/** What of a choice would be cut: lists and notes that are too long together. */
export function overfullFields(
  winner: Customer,
  loser: Customer,
  fields: readonly MergeField[],
): FieldViolation[] {
  return fields.flatMap(({ field, from }, index): FieldViolation[] => {
    const [column] = (from === 'both' && choosableField(field)?.columns) || [];
    if (!column) return [];
    const value = joined(column, winner, loser) as string | unknown[];
    const max = typeof value === 'string' ? longestNote : mostItems;
    if (value.length <= max) return [];
    return [{ field: `fields[${index}].from`, reason: 'merge-too-long', params: { field, max } }];
  });
}

/** The fields, as they are named in a choice, in which two customers differ: what there is to choose. */
export function differingFields(winner: Customer, loser: Customer): string[] {
  const keys = new Set([...Object.keys(winner.custom ?? {}), ...Object.keys(loser.custom ?? {})]);
  return [
    ...Object.keys(choosable).filter((field) =>
      (field === 'ownerId' ? (['ownerId'] as const) : (choosable[field]?.columns ?? [])).some(
        (column) => !isSame(winner[column], loser[column]),
      ),
    ),
    ...[...keys]
      .sort()
      .filter((key) => !isSame(winner.custom?.[key], loser.custom?.[key]))
      .map((key) => `custom.${key}`),
  ];
}

function joined(column: keyof Customer, winner: Customer, loser: Customer): unknown {
  const [ours, theirs] = [winner[column], loser[column]];
  if (typeof ours === 'string') return joinedText(ours, theirs as string);
  return joinedItems(column, ours as unknown[], theirs as unknown[]);
}
