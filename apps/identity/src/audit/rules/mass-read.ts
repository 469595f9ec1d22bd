import type { PersonStatus } from '@kontor/contracts/gen/kontor/identity/v1/identity';

/** Within which time rows read are added up, in milliseconds; and how long nothing is said again of the same person. */
export const massReadWindow = 3_600_000;

/** Rows read within the window that are taken for work. */
export interface MassReadLimits {
  usual: number;
  /** Of people who are leaving. */
  leaving: number;
}

/** How many rows somebody may read before it is noticed. Whose standing is not known is taken for anybody. */
export function massReadLimit(status: PersonStatus | undefined, { usual, leaving }: MassReadLimits): number {
  return status === 'leaving' ? leaving : usual;
}
