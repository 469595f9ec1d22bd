import type { FieldViolation } from '@kontor/errors/app-error';
import type { Ingredient } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/product_formula';
import { millionths } from '@kontor/schema/decimal';

const hundred = millionths('100');

/**
 * What is wrong with the ingredients of a formula: each has a share or an amount, both are above zero, and the shares
 * are 100 per cent together at most (less where the rest is left open).
 */
export function ingredientFaults(ingredients: readonly Ingredient[]): FieldViolation[] {
  const faults = ingredients.flatMap(({ share, amount }, index) => {
    const at = `ingredients[${index}]`;
    if (share === undefined && amount === undefined)
      return [{ field: `${at}.share`, reason: 'share-or-amount' }];
    return Object.entries({ share, amount }).flatMap(([name, value]) =>
      value !== undefined && millionths(value) <= 0n
        ? [{ field: `${at}.${name}`, reason: 'not-above-zero' }]
        : [],
    );
  });
  if (faults.length > 0) return faults;
  const sum = ingredients.reduce((total, { share }) => total + millionths(share ?? '0'), 0n);
  return sum > hundred ? [{ field: 'ingredients', reason: 'shares-above-hundred' }] : [];
}
