import type { CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Conversion } from '../conversion.entity.js';

/** Hours after which a conversion without an answer has failed. */
export const conversionTermHours = 24;

/** The reason of a conversion that nobody answered. */
export const expired = 'expired';

/** How a conversion ends. */
export type ConversionAnswer = { state: 'done'; opportunityId: string } | { state: 'failed'; reason: string };

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

/**
 * What an answer makes of a conversion; undefined where it changes nothing. An opportunity that was made after all, though
 * the conversion had expired, is there: then it is done. Nothing else is taken back.
 */
export function endAfter(
  before: Pick<Conversion, 'state' | 'reason'>,
  answer: ConversionAnswer,
): Pick<Conversion, 'state' | 'reason' | 'opportunityId'> | undefined {
  const late = before.state === 'failed' && before.reason === expired && answer.state === 'done';
  if (before.state !== 'started' && !late) return undefined;
  return answer.state === 'done'
    ? { state: 'done', reason: '', opportunityId: answer.opportunityId }
    : { state: 'failed', reason: answer.reason };
}

/**
 * The status that a customer gets again when its opportunity was made after all; undefined where it stays: somebody gave
 * it another one since, it never had another one, or it became part of another customer.
 */
export function statusToGiveAgain(
  { customerId, toldCustomerId, status, previousStatus }: Converted,
  now: CustomerStatus,
): CustomerStatus | undefined {
  if (customerId !== toldCustomerId || now !== previousStatus || previousStatus === status) return undefined;
  return status;
}

/** Kinds of failures that sentence and notice tell apart. */
type FailureKind = 'expired' | 'unknown-product' | 'custom' | 'refused';

/** Why a conversion failed. */
export function failureKind(reason: string): FailureKind {
  if (reason === expired || reason === 'unknown-product') return reason;
  return reason.startsWith('custom-') ? 'custom' : 'refused';
}
