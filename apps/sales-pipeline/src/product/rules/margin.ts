import { decimalOf, millionths, placesOf } from '@kontor/schema/decimal';

/** What stays of a price when the cost is taken off. */
export interface Margin {
  /** In the currency of both; absent where one of them is. */
  margin: string | undefined;
  /** In per cent of the price, to two places, halves away from zero; absent where the price is absent or 0. */
  marginPercent: string | undefined;
}

/** The margin of a price over a cost, exact: as many places as the finer of the two is written with. */
export function marginOf(price: string | undefined, standardCost: string | undefined): Margin {
  if (price === undefined || standardCost === undefined)
    return { margin: undefined, marginPercent: undefined };
  const whole = millionths(price);
  const margin = whole - millionths(standardCost);
  return {
    margin: decimalOf(margin, Math.max(placesOf(price), placesOf(standardCost))),
    marginPercent: whole === 0n ? undefined : decimalOf(rounded(margin * 10_000n, whole) * 10_000n, 2),
  };
}

/** The quotient as a whole number, halves away from zero; the divisor is above zero. */
function rounded(dividend: bigint, divisor: bigint): bigint {
  const size = dividend < 0n ? -dividend : dividend;
  const quotient = (2n * size + divisor) / (2n * divisor);
  return dividend < 0n ? -quotient : quotient;
}
