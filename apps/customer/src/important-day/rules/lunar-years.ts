import { LunarYear, Solar } from 'lunar-typescript';
import { Temporal } from 'temporal-polyfill';

/** First lunar year that is known for sure: the library was compared with astronomy from here on. */
export const firstLunarYear = 1900;

/** Last one. */
export const lastLunarYear = 2100;

/** A month of a lunar year. */
export interface LunarMonth {
  /** 1 to 12. */
  month: number;
  leap: boolean;
  /** 29 or 30. */
  days: number;
  firstDay: Temporal.PlainDate;
}

/** A year takes the library milliseconds; there are not more of them than these two centuries have. */
const known = new Map<number, readonly LunarMonth[]>();

/** The months of a lunar year in their order. Throws RangeError for years that are not known. */
export function lunarMonths(year: number): readonly LunarMonth[] {
  if (!Number.isInteger(year) || year < firstLunarYear || year > lastLunarYear)
    throw new RangeError(`no lunar year ${year}`);
  const months = known.get(year) ?? monthsOf(year);
  known.set(year, months);
  return months;
}

function monthsOf(year: number): LunarMonth[] {
  return LunarYear.fromYear(year)
    .getMonthsInYear()
    .map((one) => {
      const first = Solar.fromJulianDay(one.getFirstJulianDay());
      return {
        month: Math.abs(one.getMonth()),
        leap: one.isLeap(),
        days: one.getDayCount(),
        firstDay: new Temporal.PlainDate(first.getYear(), first.getMonth(), first.getDay()),
      };
    });
}
