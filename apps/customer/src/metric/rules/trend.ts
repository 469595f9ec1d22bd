import { Temporal } from 'temporal-polyfill';

/** A number at the end of a day, such as 2026-11-21. */
export interface TrendPoint {
  day: string;
  value: number;
}

/**
 * The number at the end of each day, from what it is now and by how much each day changed it. `changes` has every day
 * from the first one asked for until now that changed it; days after the last one asked for are only taken back.
 */
export function trendOf(
  now: number,
  changes: ReadonlyMap<string, number>,
  { first, last }: { first: string; last: string },
): TrendPoint[] {
  let value = now;
  for (const [day, change] of changes) if (day > last) value -= change;
  const points: TrendPoint[] = [];
  for (let day = last; day >= first; day = Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()) {
    points.push({ day, value });
    value -= changes.get(day) ?? 0;
  }
  return points.reverse();
}
