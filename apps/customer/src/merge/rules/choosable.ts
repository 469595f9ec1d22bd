import type { MergeField } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import { isCustomName } from '@kontor/schema/custom-names';
import type { Customer } from '../../customer/customer.entity.js';

/** A field of which a person chooses whose value stays. */
export interface Choosable {
  /** What of the customer it stands for; nothing where the value is not written as such (the owner is moved). */
  columns: readonly (keyof Customer)[];
  /** Whether both values may stay. */
  both?: true;
  /** What it takes besides the permission to merge: what it takes to change the field otherwise. */
  permission?: string;
}

const one = (...columns: (keyof Customer)[]): Choosable => ({ columns });
const list = (column: keyof Customer): Choosable => ({ columns: [column], both: true });

/** Fields that may be chosen, and each custom field as `custom.<key>`. The number stays the winner's. */
export const choosable: Readonly<Record<string, Choosable>> = {
  kind: one('kind'),
  name: one('name'),
  status: one('status'),
  channel: one('channel'),
  segment: one('segment'),
  phones: list('phones'),
  emails: list('emails'),
  website: one('website'),
  addresses: list('addresses'),
  note: list('note'),
  taxNumber: one('taxNumber'),
  productLine: one('productLine'),
  ownerId: { columns: [], permission: 'customer.transfer' },
  freezeUntil: one(
    'freezeUntil',
    'freezeStartTime',
    'freezeReason',
    'freezeRequestedUntil',
    'freezeApproverId',
  ),
  externalId: one('source', 'externalId'),
  nextContactTime: one('nextContactTime', 'nextContactInteractionId'),
};

/** What a name of a field stands for; undefined where it cannot be chosen. */
export function choosableField(field: string): Choosable | undefined {
  if (isCustomName(field)) return { columns: [] };
  return Object.hasOwn(choosable, field) ? choosable[field] : undefined;
}

/** Whether the winner gets the loser's owner. */
export function takesOwner(fields: readonly MergeField[]): boolean {
  return fields.some(({ field, from }) => field === 'ownerId' && from === 'loser');
}

/** The names, as rights know them, of the fields of the winner that would get another value than they have. */
export function takenFields(fields: readonly MergeField[]): string[] {
  return fields
    .filter(({ from }) => from !== 'winner')
    .flatMap(({ field }) =>
      isCustomName(field) ? ['custom', field] : [field, ...(choosableField(field)?.columns ?? [])],
    );
}
