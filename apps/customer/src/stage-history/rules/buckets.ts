import { Temporal } from 'temporal-polyfill';
import type { MovementBucket } from '@kontor/contracts/gen/kontor/customer/v1/stage_history';

/** A part of a period: whole days, both inclusive, such as 2026-11-21. */
export interface Part {
  firstDay: string;
  lastDay: string;
}

/**
 * The parts of a period, oldest first: days, weeks from Monday on, or months of the calendar. The first and the last are
 * cut where the period begins and ends.
 */
export function partsOf({ first, last }: { first: string; last: string }, bucket: MovementBucket): Part[] {
  const parts: Part[] = [];
  for (let firstDay = first; firstDay <= last;) {
    const next = afterPart(Temporal.PlainDate.from(firstDay), bucket);
    const end = next.subtract({ days: 1 }).toString();
    parts.push({ firstDay, lastDay: end < last ? end : last });
    firstDay = next.toString();
  }
  return parts;
}

/** The first day after the part that a day lies in. */
function afterPart(day: Temporal.PlainDate, bucket: MovementBucket): Temporal.PlainDate {
  if (bucket === 'day') return day.add({ days: 1 });
  if (bucket === 'week') return day.add({ days: 8 - day.dayOfWeek });
  return day.with({ day: 1 }).add({ months: 1 });
}
