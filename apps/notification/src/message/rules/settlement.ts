import type { DeliveryState } from '@kontor/contracts/gen/kontor/notification/v1/notification';
import type { MessageClass } from '@kontor/contracts/gen/kontor/notification/v1/message_events';

/**
 * What an attempt leaves behind: a one-time code that may or may not have arrived is sent again, since a second one
 * of the same does no harm and a missing one locks somebody out; any other message is not.
 */
export function settledState(outcome: DeliveryState, messageClass: MessageClass): DeliveryState {
  return outcome === 'unknown' && messageClass === 'otp' ? 'scheduled' : outcome;
}
