import type { LetterState } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { DeliveryState } from '@kontor/contracts/gen/kontor/notification/v1/notification';

const states: Partial<Record<DeliveryState, LetterState>> = {
  accepted: 'accepted',
  failed: 'failed',
  unknown: 'unknown',
};

/**
 * Whether what is told of a letter replaces what its talk says: what is known for sure is not replaced by what nobody knows,
 * but one that the next server took may come back.
 */
export function replaces(told: LetterState, known: LetterState | undefined): boolean {
  return known === 'queued' || known === 'unknown' || (known === 'accepted' && told === 'failed');
}

/** How a talk calls what became of its letter; undefined while it is under way. */
export function letterStateOf(state: DeliveryState): LetterState | undefined {
  return states[state];
}
