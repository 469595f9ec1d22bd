import type { LetterState } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { DeliveryState } from '@kontor/contracts/gen/kontor/notification/v1/notification';

const states: Partial<Record<DeliveryState, LetterState>> = {
  accepted: 'accepted',
  failed: 'failed',
  unknown: 'unknown',
};

/** How a talk calls what became of its letter; undefined while it is under way. */
export function letterStateOf(state: DeliveryState): LetterState | undefined {
  return states[state];
}
