import { millionths } from '@kontor/schema/decimal';

/** Digits of the millionths of a decimal of the contract: 15 before the point and 6 behind it. */
const digits = 21;

/**
 * A decimal as text whose order by code points is the order of the numbers. Comparisons of numeric are not leakproof, so
 * that an index of them does not serve behind row-level security; those of text are.
 */
export function sortableDecimal(value: unknown): string {
  const size = millionths(String(value));
  const text = size < 0n ? 10n ** BigInt(digits) + size : size;
  return `${size < 0n ? '0' : '1'}${String(text).padStart(digits, '0')}`;
}

/** The same in SQL. */
export function sortableDecimalSql(numeric: string): string {
  const size = `(${numeric} * 1000000)::numeric(${digits}, 0)`;
  return `(CASE WHEN ${numeric} < 0 THEN '0' || lpad((1e${digits}::numeric + ${size})::numeric(${digits}, 0)::text, ${digits}, '0')
    ELSE '1' || lpad(${size}::text, ${digits}, '0') END)`;
}
