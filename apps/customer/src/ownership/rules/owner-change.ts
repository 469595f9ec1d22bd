import type { OwnershipCause } from '@kontor/contracts/gen/kontor/customer/v1/ownership';
import type { Customer } from '../../customer/customer.entity.js';

/** What a customer is like with a new owner: its clocks begin anew, a freeze of the owner before is over. */
export function given(ownerId: string, now: string): Partial<Customer> {
  return {
    ownerId,
    assignTime: now,
    assignmentState: 'assigned',
    keeperId: undefined,
    poolId: undefined,
    formerOwnerId: undefined,
    reclaimCause: undefined,
    releaseTime: undefined,
    ...thawed,
  };
}

/** Where a customer without owner goes, and why. */
export interface Taking {
  poolId?: string | undefined;
  keeperId?: string | undefined;
  /** Noted where it is given; what is known of who found it stays else. */
  finderId?: string | undefined;
  cause: OwnershipCause;
}

/** What a customer is like without owner. One that had none keeps who owned it last, since when and why. */
export function taken(
  before: Customer,
  { poolId, keeperId, finderId, cause }: Taking,
  now: string,
): Partial<Customer> {
  return {
    ownerId: undefined,
    assignTime: undefined,
    assignmentState: poolId ? 'pooled' : 'unassigned',
    keeperId,
    poolId,
    ...(finderId && { finderId }),
    ...(before.ownerId && {
      formerOwnerId: before.ownerId,
      releaseTime: now,
      reclaimCause: reclaimOf(cause),
    }),
    ...thawed,
  };
}

const thawed = {
  freezeUntil: undefined,
  freezeStartTime: undefined,
  freezeReason: undefined,
  freezeRequestedUntil: undefined,
  freezeApproverId: undefined,
};

function reclaimOf(cause: OwnershipCause): Customer['reclaimCause'] {
  if (cause === 'reclaim_idle') return 'idle';
  if (cause === 'reclaim_lost') return 'lost';
  return cause === 'reclaim_no_deal' ? 'no_deal' : undefined;
}
