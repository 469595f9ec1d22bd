import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { firstLunarYear, lastLunarYear, lunarMonths } from './lunar-years.js';
import { newMoonDay } from '../../../test/new-moon.js';
import { dateIn, dayFault, nextDate, type YearlyDay } from './yearly-date.js';

const lunar = (month: number, day: number, leapMonth = false): YearlyDay => ({
  calendar: 'lunar',
  month,
  day,
  leapMonth,
});
const solar = (month: number, day: number): YearlyDay => ({
  calendar: 'solar',
  month,
  day,
  leapMonth: false,
});
const allYears = Array.from({ length: 201 }, (_, i) => firstLunarYear + i);

it.each([
  [1949, '1949-01-29'],
  [1970, '1970-02-06'],
  [1985, '1985-02-20'],
  [1997, '1997-02-07'],
  [2000, '2000-02-05'],
  [2008, '2008-02-07'],
  [2020, '2020-01-25'],
  [2023, '2023-01-22'],
  [2024, '2024-02-10'],
  [2025, '2025-01-29'],
  [2026, '2026-02-17'],
  [2027, '2027-02-06'],
  [2028, '2028-01-26'],
  [2029, '2029-02-13'],
  [2030, '2030-02-03'],
  [2033, '2033-01-31'],
  [2034, '2034-02-19'],
])('knows the Spring Festival of %s: %s', (year, date) => {
  expect(dateIn(year, lunar(1, 1))).toBe(date);
});

it.each([
  ['Mid-Autumn', 2024, lunar(8, 15), '2024-09-17'],
  ['Mid-Autumn', 2025, lunar(8, 15), '2025-10-06'],
  ['Mid-Autumn', 2026, lunar(8, 15), '2026-09-25'],
  ['Dragon Boat', 2025, lunar(5, 5), '2025-05-31'],
  ['Dragon Boat', 2026, lunar(5, 5), '2026-06-19'],
  ['Lantern', 2026, lunar(1, 15), '2026-03-03'],
  ['Double Ninth', 2026, lunar(9, 9), '2026-10-18'],
  ['New Year’s Eve of a year whose last month is short', 2024, lunar(12, 30), '2025-01-28'],
  ['New Year’s Eve', 2025, lunar(12, 30), '2026-02-16'],
  ['a birthday in the leap sixth month', 2025, lunar(6, 8, true), '2025-08-01'],
  ['that birthday in a year without it', 2026, lunar(6, 8, true), dateIn(2026, lunar(6, 8))],
] as const)('knows %s %s', (_, year, day, date) => {
  expect(dateIn(year, day)).toBe(date);
});

it('has every leap month of two centuries where almanacs have it', () => {
  const leaps = allYears.flatMap((year) => {
    const leap = lunarMonths(year).find((month) => month.leap);
    return leap ? [`${year}:${leap.month}`] : [];
  });
  expect(leaps.join(' ')).toBe(
    '1900:8 1903:5 1906:4 1909:2 1911:6 1914:5 1917:2 1919:7 1922:5 1925:4 1928:2 1930:6 1933:5 1936:3 1938:7 ' +
      '1941:6 1944:4 1947:2 1949:7 1952:5 1955:3 1957:8 1960:6 1963:4 1966:3 1968:7 1971:5 1974:4 1976:8 1979:6 ' +
      '1982:4 1984:10 1987:6 1990:5 1993:3 1995:8 1998:5 2001:4 2004:2 2006:7 2009:5 2012:4 2014:9 2017:6 2020:4 ' +
      '2023:2 2025:6 2028:5 2031:3 2033:11 2036:6 2039:5 2042:2 2044:7 2047:5 2050:3 2052:8 2055:6 2058:4 2061:3 ' +
      '2063:7 2066:5 2069:4 2071:8 2074:6 2077:4 2080:3 2082:7 2085:5 2088:4 2090:8 2093:6 2096:4 2099:2',
  );
});

it('begins every month of two centuries on the day of the new moon in Beijing', () => {
  // Moons within minutes of midnight, where almanacs and astronomy are known to differ.
  const disputed = ['1906-04-24', '2097-08-07'];
  const wrong = allYears.flatMap((year) =>
    lunarMonths(year).flatMap(({ month, leap }) => {
      const date = dateIn(year, lunar(month, 1, leap));
      return newMoonDay(date) === date ? [] : [date];
    }),
  );
  expect(wrong).toEqual(disputed);
});

it('comes on 28 February in common years for who was born on the 29th', () => {
  const dates = [2023, 2024, 1900, 2000].map((year) => dateIn(year, solar(2, 29)));
  expect(dates).toEqual(['2023-02-28', '2024-02-29', '1900-02-28', '2000-02-29']);
});

const anyDay: fc.Arbitrary<YearlyDay> = fc
  .record({
    calendar: fc.constantFrom('solar', 'lunar'),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
    leapMonth: fc.boolean(),
  })
  .filter((day) => dayFault(day) === undefined);

it('comes next on the first of its dates that is not past, on any day of two centuries', () => {
  const first = Temporal.PlainDate.from('1901-03-01');
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 0, max: 198 * 365 }), (day, days) => {
      const from = first.add({ days }).toString();
      const year = Number(from.slice(0, 4));
      const dates = [year - 1, year, year + 1].map((one) => dateIn(one, day));
      expect(nextDate(day, from)).toBe(dates.find((date) => date >= from));
    }),
    { numRuns: 2000 },
  );
});

it('comes once in each year of its calendar, a year after the last time', () => {
  fc.assert(
    fc.property(anyDay, fc.integer({ min: 1901, max: 2098 }), (day, year) => {
      const gap = Temporal.PlainDate.from(dateIn(year, day)).until(dateIn(year + 1, day)).days;
      // A lunar year has 353 to 385 days; a leap month that one of the years has not moves the day by a month more.
      expect(gap).toBeGreaterThan(day.calendar === 'solar' ? 364 : 322);
      expect(gap).toBeLessThan(day.calendar === 'solar' ? 367 : 416);
    }),
  );
});

it('knows that the winter of 2033 has a leap eleventh month, which pushes the new year to the 19th of February', () => {
  const winter = lunarMonths(2033)
    .slice(10)
    .map(({ month, leap, firstDay }) => `${leap ? 'leap ' : ''}${month}: ${firstDay.toString()}`);
  expect(winter).toEqual(['11: 2033-11-22', 'leap 11: 2033-12-22', '12: 2034-01-20']);
  expect(dateIn(2033, lunar(11, 5, true))).toBe('2033-12-26');
});

it('lets months follow each other without a gap, of 29 or 30 days, the 30th of a short one on its 29th', () => {
  fc.assert(
    fc.property(fc.integer({ min: firstLunarYear, max: lastLunarYear - 1 }), (year) => {
      const months = [...lunarMonths(year), ...lunarMonths(year + 1).slice(0, 1)];
      expect(months).toHaveLength(months.some(({ leap }) => leap) ? 14 : 13);
      months.slice(0, -1).forEach(({ month, leap, days, firstDay }, at) => {
        expect([29, 30]).toContain(days);
        expect(firstDay.add({ days }).toString()).toBe(months[at + 1]?.firstDay.toString());
        expect(dateIn(year, lunar(month, 30, leap))).toBe(firstDay.add({ days: days - 1 }).toString());
      });
    }),
  );
});

it('ends with the years that are known instead of guessing', () => {
  expect(nextDate(lunar(1, 1), '2101-03-01')).toBeUndefined();
  expect(lastLunarYear).toBe(2100);
});

it.each([
  [solar(2, 30), 'day'],
  [solar(4, 31), 'day'],
  [lunar(2, 31), 'day'],
  [{ ...solar(2, 1), leapMonth: true }, 'leapMonth'],
  [solar(2, 29), undefined],
] as const)('refuses what comes in no year: %j', (day, fault) => {
  expect(dayFault(day)).toBe(fault);
});
