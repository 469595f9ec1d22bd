import type { MergeField } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { FieldViolation } from '@kontor/errors/app-error';
import type { Customer } from '../../customer/customer.entity.js';

/** Fields that may be chosen. Owner, number and the id in another system stay the winner's. */
const choosable = [
  ...(['kind', 'name', 'status', 'channel', 'segment'] as const),
  ...(['phones', 'emails', 'website', 'addresses', 'note', 'taxNumber'] as const),
];

type Choosable = (typeof choosable)[number];

/** Fields of which both values may stay. */
const joinable: ReadonlySet<string> = new Set(['phones', 'emails', 'addresses', 'note']);

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
    if (twice || !(choosable as readonly string[]).includes(field))
      return [
        { field: `fields[${index}].field`, reason: 'merge-field', params: { fields: choosable.join(', ') } },
      ];
    if (from === 'both' && !joinable.has(field))
      return [{ field: `fields[${index}].from`, reason: 'merge-both', params: { field } }];
    return [];
  });
}

/** The fields of the winner that would get another value than they have. */
export function takenFields(fields: readonly MergeField[]): string[] {
  return fields.filter(({ from }) => from !== 'winner').map(({ field }) => field);
}

/** What the choice changes of the winner. */
export function chosenValues(
  winner: Customer,
  loser: Customer,
  fields: readonly MergeField[],
): Partial<Customer> {
  const changes: Partial<Record<Choosable | 'city', unknown>> = {};
  for (const { field, from } of fields) {
    const name = field as Choosable;
    if (from === 'loser') changes[name] = loser[name];
    if (from === 'both') changes[name] = joined(winner[name], loser[name]);
  }
  if (changes.addresses) changes.city = (changes.addresses as Customer['addresses'])[0]?.city ?? '';
  return changes as Partial<Customer>;
}

/**
 * What a merge changes of the winner besides: the last contact is the later one, and a next contact that only the
 * loser had is the winner's now.
 */
export function contactTimes(winner: Customer, loser: Customer): Partial<Customer> {
  const changes: Partial<Customer> = {};
  const { lastContactTime, nextContactTime, nextContactInteractionId } = loser;
  if (lastContactTime && Date.parse(lastContactTime) > Date.parse(winner.lastContactTime ?? '1970-01-01'))
    changes.lastContactTime = lastContactTime;
  if (!winner.nextContactTime && nextContactTime)
    Object.assign(changes, { nextContactTime, nextContactInteractionId });
  return changes;
}

/** What an undo gives back to the winner: each field that still has the value which the merge gave it. */
export function restoredValues(
  winner: Customer,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Partial<Customer> {
  const now = winner as unknown as Record<string, unknown>;
  const kept = Object.keys(after).filter((name) => isSame(now[name], after[name]));
  return Object.fromEntries(kept.map((name) => [name, before[name] ?? undefined])) as Partial<Customer>;
}

/** Compared as JSON, whatever the order of keys: the database has its own. */
function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(ordered(a ?? null)) === JSON.stringify(ordered(b ?? null));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, ordered(one)]),
  );
}

function joined(ours: unknown, theirs: unknown): unknown {
  if (typeof ours === 'string') return [ours, theirs].filter(Boolean).join('\n').slice(0, longestNote);
  const items = [...(ours as unknown[]), ...(theirs as unknown[])];
  return items
    .filter((item, index) => items.findIndex((one) => isSame(one, item)) === index)
    .slice(0, mostItems);
}
