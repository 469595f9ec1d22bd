/** Digits behind the point that a decimal of the contract may have. */
const places = 6;

/**
 * A decimal number as a whole number of millionths, for exact arithmetic. Takes the form of `FORMAT_DECIMAL` with any
 * number of digits before the point. Throws RangeError for anything else.
 */
export function millionths(decimal: string): bigint {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(decimal) ?? [];
  if (whole === undefined) throw new RangeError('no decimal number');
  const size = BigInt(whole + fraction.padEnd(places, '0'));
  return sign === '-' ? -size : size;
}

/** Millionths as a decimal number with as many digits behind the point as it needs, but `least` at least. */
export function decimalOf(value: bigint, least = 0): string {
  const digits = String(value < 0n ? -value : value).padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '').padEnd(least, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -places)}${fraction && `.${fraction}`}`;
}

/** How many digits behind the point a decimal number is written with. */
export function placesOf(decimal: string): number {
  return decimal.split('.')[1]?.length ?? 0;
}
