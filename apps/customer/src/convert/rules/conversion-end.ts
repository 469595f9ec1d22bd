import type { CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Conversion } from '../conversion.entity.js';

/** What a conversion knows of its customer. */
type Converted = Pick<Conversion, 'customerId' | 'toldCustomerId' | 'status' | 'previousStatus'>;

/**
 * The status that a customer gets back when its conversion failed; undefined where it stays: somebody gave it another
 * one since, it never had another one, or it became part of another customer, whose status is that one's own.
 */
export function statusToGiveBack(
  { customerId, toldCustomerId, status, previousStatus }: Converted,
  now: CustomerStatus,
): CustomerStatus | undefined {
  if (customerId !== toldCustomerId || now !== status || previousStatus === status) return undefined;
  return previousStatus;
}
