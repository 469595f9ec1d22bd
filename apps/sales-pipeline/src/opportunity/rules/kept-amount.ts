import { decimalOf, millionths, placesOf } from '@kontor/schema/decimal';

/** An amount as the database keeps it: nothing below zero is nothing, the digits stay as they were written. */
export function keptAmount(amount: string): string {
  return decimalOf(millionths(amount), placesOf(amount));
}
