import type { CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';

/** The status that a conversion gives where none is asked for: negotiating, but for who buys already and stays so. */
export function usualStatus(now: CustomerStatus): CustomerStatus {
  return now === 'cooperating' ? now : 'negotiating';
}
