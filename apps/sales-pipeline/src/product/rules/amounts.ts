import type { FieldViolation } from '@kontor/errors/app-error';
import { decimalOf, millionths, placesOf } from '@kontor/schema/decimal';

/** The numbers of a product that people give. */
interface Amounts {
  weight?: string | undefined;
  price?: string | undefined;
  standardCost?: string | undefined;
}

const amounts = ['weight', 'price', 'standardCost'] as const;

/** What is wrong with the numbers of a product or of a change to it: one violation for each that is below zero. */
export function negativeAmounts(product: Amounts): FieldViolation[] {
  return amounts
    .filter((field) => millionths(product[field] ?? '0') < 0n)
    .map((field) => ({ field, reason: 'too-small', params: { min: 0 } }));
}

/** The product or change with its numbers as the database keeps them: nothing below zero is nothing. */
export function keptAmounts<P extends Amounts>(product: P): P {
  const kept = { ...product };
  for (const field of amounts) {
    const value = kept[field];
    if (value !== undefined) kept[field] = decimalOf(millionths(value), placesOf(value));
  }
  return kept;
}
