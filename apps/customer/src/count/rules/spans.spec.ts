import { spansOf, type Spans } from './spans.js';

const day = 86_400_000;
const dayAt = (time: number) => new Date(time).toISOString().slice(0, 10);

/** Every day that some spans stand for, in order. */
const daysOf = ({ day: days, week, month }: Spans): string[] => {
  const weeks = week.flatMap((monday) =>
    [0, 1, 2, 3, 4, 5, 6].map((at) => dayAt(Date.parse(monday) + at * day)),
  );
  const months = month.flatMap((one) =>
    [...Array(31).keys()]
      .map((at) => dayAt(Date.parse(one) + at * day))
      .filter((other) => other.slice(0, 7) === one.slice(0, 7)),
  );
  return [...days, ...weeks, ...months].sort();
};

it('are a week where the period is one, a month where it is one, and days where it is neither', () => {
  expect(spansOf({ first: '2026-11-16', last: '2026-11-22' })).toEqual({
    day: [],
    week: ['2026-11-16'],
    month: [],
  });
  expect(spansOf({ first: '2024-02-01', last: '2024-02-29' })).toEqual({
    day: [],
    week: [],
    month: ['2024-02-01'],
  });
  expect(spansOf({ first: '2026-11-21', last: '2026-11-22' })).toEqual({
    day: ['2026-11-21', '2026-11-22'],
    week: [],
    month: [],
  });
});

it('leave whole months whole where a week reaches into one', () => {
  // 29 June 2026 is a Monday.
  expect(spansOf({ first: '2026-06-29', last: '2026-07-31' })).toEqual({
    day: ['2026-06-29', '2026-06-30'],
    week: [],
    month: ['2026-07-01'],
  });
  expect(spansOf({ first: '2026-06-29', last: '2026-07-30' }).week).toEqual([
    '2026-06-29',
    '2026-07-06',
    '2026-07-13',
    '2026-07-20',
  ]);
});

it('are days where weeks and months are not kept yet', () => {
  expect(spansOf({ first: '2026-10-26', last: '2026-11-30' }, '2026-11-01')).toEqual({
    day: ['2026-10-26', '2026-10-27', '2026-10-28', '2026-10-29', '2026-10-30', '2026-10-31'],
    week: [],
    month: ['2026-11-01'],
  });
});

it('have every day of any period once, and are never many', () => {
  for (let begin = 0; begin < 40; begin++) {
    for (const length of [1, 2, 6, 7, 8, 13, 29, 30, 31, 32, 59, 90, 91, 200, 366]) {
      const from = Date.parse('2027-12-20') + begin * day;
      const wanted = Array.from({ length }, (_, at) => dayAt(from + at * day));
      const spans = spansOf({ first: wanted[0] as string, last: wanted.at(-1) as string });
      expect(daysOf(spans)).toEqual(wanted);
      expect(spans.day.length + spans.week.length + spans.month.length).toBeLessThanOrEqual(42);
    }
  }
});
