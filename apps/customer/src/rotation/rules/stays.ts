import type { CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';

/** Why a customer of a rotation stays where it is. */
export type StayReason = 'status-excluded' | 'frozen' | 'owner-changed' | 'target-gone' | 'out-of-reach';

/** What is known of a noted customer when its turn comes. */
export interface TurnFacts {
  /** The customer as it is now; undefined where who planned the rotation does not reach it any more. */
  customer:
    { ownerId?: string | undefined; status: CustomerStatus; freezeUntil?: string | undefined } | undefined;
  fromId: string;
  excludeStatuses: readonly CustomerStatus[];
  /** Whether who gets it works here and is in reach. */
  target: 'there' | 'gone' | 'out-of-reach';
  /** RFC 3339. */
  now: string;
}

/** Why a noted customer does not move after all; undefined where it moves. Whom the owner has frozen stays with the owner. */
export function whyItStays({
  customer,
  fromId,
  excludeStatuses,
  target,
  now,
}: TurnFacts): StayReason | undefined {
  if (!customer) return 'out-of-reach';
  if (customer.ownerId !== fromId) return 'owner-changed';
  if (excludeStatuses.includes(customer.status)) return 'status-excluded';
  if (customer.freezeUntil && Date.parse(customer.freezeUntil) > Date.parse(now)) return 'frozen';
  if (target === 'gone') return 'target-gone';
  return target === 'out-of-reach' ? 'out-of-reach' : undefined;
}
