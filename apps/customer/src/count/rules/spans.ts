import { Temporal } from 'temporal-polyfill';

/** What movements are kept by: days, weeks from Monday on, months of the calendar. */
export type Grain = 'day' | 'week' | 'month';

/** First days, such as 2026-11-21, of the kept spans of each grain. */
export type Spans = Record<Grain, string[]>;

/**
 * The kept spans that a period is made of, each of its days (both inclusive) in one of them: whole months, of what is left
 * whole weeks, of what is left days. However long the period is, these are a few. Weeks and months that begin before
 * `since` are not kept: their days are.
 */
export function spansOf({ first, last }: { first: string; last: string }, since = first): Spans {
  const spans: Spans = { day: [], week: [], month: [] };
  const end = Temporal.PlainDate.from(last);
  const within = (day: Temporal.PlainDate) => Temporal.PlainDate.compare(day, end) <= 0;
  for (let day = Temporal.PlainDate.from(first); within(day);) {
    const nextMonth = day.with({ day: 1 }).add({ months: 1 });
    const nextWeek = day.add({ weeks: 1 });
    let grain: Grain = 'day';
    if (day.toString() < since) grain = 'day';
    else if (day.day === 1 && within(nextMonth.subtract({ days: 1 }))) grain = 'month';
    else if (day.dayOfWeek === 1 && within(nextWeek.subtract({ days: 1 }))) {
      // A week that reaches into a whole month would break it up.
      const cuts = Temporal.PlainDate.compare(nextWeek, nextMonth) > 0;
      if (!cuts || !within(nextMonth.add({ months: 1 }).subtract({ days: 1 }))) grain = 'week';
    }
    spans[grain].push(day.toString());
    day = grain === 'month' ? nextMonth : grain === 'week' ? nextWeek : day.add({ days: 1 });
  }
  return spans;
}
