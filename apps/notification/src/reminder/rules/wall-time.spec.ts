import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { momentOf, timestamp } from './wall-time.js';

const zones = Intl.supportedValuesOf('timeZone');
const from = Temporal.Instant.from('2025-01-01T00:00Z');
const to = Temporal.Instant.from('2031-01-01T00:00Z');

/** Every moment within six years at which the clocks of a zone jump. */
function jumps(zone: string): Temporal.ZonedDateTime[] {
  const found: Temporal.ZonedDateTime[] = [];
  let at = from.toZonedDateTimeISO(zone).getTimeZoneTransition('next');
  while (at && Temporal.Instant.compare(at.toInstant(), to) < 0) {
    found.push(at);
    at = at.getTimeZoneTransition('next');
  }
  return found;
}

/** What the clocks show after each jump, once for all zones whose clocks do the same. */
function zonesByJumps(): Map<string, Temporal.PlainDateTime[]> {
  const same = new Map<string, [string, Temporal.PlainDateTime[]]>();
  for (const zone of zones) {
    const found = jumps(zone);
    const manner = found.map(({ epochMilliseconds, offset }) => `${epochMilliseconds}${offset}`).join();
    if (!same.has(manner)) same.set(manner, [zone, found.map((jump) => jump.toPlainDateTime())]);
  }
  return new Map(same.values());
}

const secondsOf = (wall: Temporal.PlainDateTime): number =>
  wall.toZonedDateTime('UTC').epochMilliseconds / 1000;

describe('the moment of a wall time', () => {
  it.each([
    ['2026-12-01T09:00', 'Asia/Shanghai', '2026-12-01T01:00:00.000Z'],
    ['2026-12-01T09:00:30', 'Europe/Moscow', '2026-12-01T06:00:30.000Z'],
    ['2026-07-01T09:00', 'America/New_York', '2026-07-01T13:00:00.000Z'],
  ])('%s in %s is %s', (wall, zone, moment) => {
    expect(timestamp(momentOf(wall, zone))).toBe(moment);
  });

  it('moves forward by the length of the gap where the clocks jump over it', () => {
    // Berlin jumps from 02:00 to 03:00: 02:30 becomes 03:30.
    expect(timestamp(momentOf('2027-03-28T02:30', 'Europe/Berlin'))).toBe('2027-03-28T01:30:00.000Z');
    // Lord Howe jumps by half an hour.
    expect(timestamp(momentOf('2026-10-04T02:15', 'Australia/Lord_Howe'))).toBe('2026-10-03T15:45:00.000Z');
  });

  it('is the first of the two where the clocks show it twice', () => {
    expect(timestamp(momentOf('2026-10-25T02:30', 'Europe/Berlin'))).toBe('2026-10-25T00:30:00.000Z');
  });

  it('shows the wall time again wherever the clocks do show it, and the first time they do', () => {
    const minutes = fc.integer({ min: 0, max: 11 * 365 * 24 * 60 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), minutes, (zone, minute) => {
        const wall = Temporal.PlainDateTime.from('2025-01-01T00:00').add({ minutes: minute });
        const moment = momentOf(wall.toString({ smallestUnit: 'minute' }), zone);
        const shown = moment.toZonedDateTimeISO(zone);
        const hourBefore = moment.subtract({ hours: 1 }).toZonedDateTimeISO(zone);
        if (shown.toPlainDateTime().equals(wall)) {
          expect(hourBefore.toPlainDateTime().equals(wall)).toBe(false);
        } else {
          expect(Temporal.PlainDateTime.compare(shown.toPlainDateTime(), wall)).toBe(1);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives one moment a day, after the one of the day before, around every jump of every zone', () => {
    let checked = 0;
    for (const [zone, shown] of zonesByJumps()) {
      for (const jump of shown) {
        for (let quarter = -8; quarter < 8; quarter += 1) {
          const wallOn = jump.add({ minutes: quarter * 15 });
          const walls = [-1, 0, 1].map((days) => wallOn.add({ days }));
          const moments = walls.map((wall) => momentOf(wall.toString({ smallestUnit: 'minute' }), zone));
          moments.forEach((moment, i) => {
            const late = secondsOf(moment.toZonedDateTimeISO(zone).toPlainDateTime()) - secondsOf(walls[i]!);
            // Late by the gap at most: an hour almost everywhere, a day where a zone changed sides of the date line.
            if (late < 0 || late > 24 * 3600) throw new Error(`${zone} ${String(walls[i])} is ${late} s off`);
          });
          const [before = 0, on = 0, after = 0] = moments.map(({ epochMilliseconds }) => epochMilliseconds);
          if (!(before < on && on < after))
            throw new Error(`${zone} ${String(wallOn)} has no day of its own`);
          checked += 1;
        }
      }
    }
    expect(checked).toBeGreaterThan(5_000);
  });
});
