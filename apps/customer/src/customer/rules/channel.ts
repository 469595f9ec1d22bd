import type { Channel } from '@kontor/contracts/gen/kontor/customer/v1/customer';

/** Why a change of the channel is refused, or undefined when it is allowed. */
export type ChannelRefusal = 'channel-needs-manager' | 'channel-needs-reason' | undefined;

/**
 * The channel says how a customer first came to us, so it is set once: from unknown to the truth is free, any other
 * change rewrites history and needs a manager and a reason.
 */
export function channelChange(
  from: Channel,
  to: Channel,
  isManager: boolean,
  reason: string | undefined,
): ChannelRefusal {
  if (from === to || from === 'unknown') return undefined;
  if (!isManager) return 'channel-needs-manager';
  return reason?.trim() ? undefined : 'channel-needs-reason';
}
