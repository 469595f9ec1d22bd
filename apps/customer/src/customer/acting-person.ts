import type { Caller } from '@kontor/access/caller';

/** Whose work a caller does: the own, or that of the absent person in whose place the caller acts. */
export function actingPerson({ onBehalfOf, personId }: Caller): string {
  return onBehalfOf ?? personId;
}
