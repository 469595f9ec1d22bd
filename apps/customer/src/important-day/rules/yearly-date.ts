import { Temporal } from 'temporal-polyfill';
import type { DayCalendar } from '@kontor/contracts/gen/kontor/customer/v1/important_day';
import { firstLunarYear, lastLunarYear, lunarMonths } from './lunar-years.js';

/** A day that comes every year. */
export interface YearlyDay {
  calendar: DayCalendar;
  /** 1 to 12. */
  month: number;
  /** 1 to 31; lunar 1 to 30. */
  day: number;
  /** Lunar: the leap month of that number. */
  leapMonth: boolean;
}

/**
 * The date of a yearly day in a year of its calendar: what the year has not is the last day of the month, so 29 February
 * is 28 February in common years and the 30th of a short lunar month its 29th; a leap month that the year has not is the
 * ordinary one. Throws RangeError for lunar years outside of 1900 to 2100.
 */
export function dateIn(year: number, { calendar, month, day, leapMonth }: YearlyDay): string {
  if (calendar !== 'lunar') {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'constrain' }).toString();
  }
  const months = lunarMonths(year).filter((one) => one.month === month);
  const found = months.find((one) => one.leap === leapMonth) ?? months[0];
  if (!found) throw new RangeError(`no lunar month ${month}`);
  return found.firstDay.add({ days: Math.min(day, found.days) - 1 }).toString();
}

/** The first date of a yearly day that is not before a day. Undefined after the last lunar year that is known. */
export function nextDate(yearly: YearlyDay, from: string): string | undefined {
  const year = Number(from.slice(0, 4));
  const lunar = yearly.calendar === 'lunar';
  // A lunar year begins in January or February of the year of its number, and ends in the next one.
  for (let candidate = lunar ? year - 1 : year; candidate <= year + 1; candidate++) {
    if (lunar && (candidate < firstLunarYear || candidate > lastLunarYear)) continue;
    const date = dateIn(candidate, yearly);
    if (date >= from) return date;
  }
  return undefined;
}

/** What of a yearly day makes no sense, by its field; undefined where it can come in some year. */
export function dayFault({ calendar, month, day, leapMonth }: YearlyDay): 'day' | 'leapMonth' | undefined {
  if (leapMonth && calendar !== 'lunar') return 'leapMonth';
  const most = calendar === 'lunar' ? 30 : Temporal.PlainYearMonth.from({ year: 2000, month }).daysInMonth;
  return day > most ? 'day' : undefined;
}
