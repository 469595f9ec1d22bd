import type { FieldViolation } from '@kontor/errors/app-error';
import { millionths } from './decimal.js';

/** What a deal is worth, as people give it. */
export interface Worth {
  amount?: string | undefined;
  currency?: string | undefined;
}

/** What is wrong with the worth of a deal: below zero, or a number without a currency. */
export function worthFaults({ amount, currency }: Worth): FieldViolation[] {
  if (amount === undefined) return [];
  if (millionths(amount) < 0n) return [{ field: 'amount', reason: 'too-small', params: { min: 0 } }];
  return currency ? [] : [{ field: 'currency', reason: 'currency-needed' }];
}
