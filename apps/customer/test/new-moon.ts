/**
 * The day in Beijing of the new moon that is nearest to a date, by Meeus, Astronomical Algorithms, chapter 49, right to a
 * minute or so: an oracle for the library of lunar years, made of nothing that the library was made of.
 */
export function newMoonDay(date: string): string {
  const start = Date.parse(`${date}T00:00:00Z`) / dayLength + unixEpoch;
  const moon = newMoon(Math.round((start - 2451550.1) / 29.530588861));
  const year = Number(date.slice(0, 4));
  // Before 1929 the clock of the observatory counted.
  const zone = (year < 1929 ? 7.7611 : 8) / 24;
  const local = moon - clockLag(year) / 86_400 + zone;
  return new Date((Math.floor(local + 0.5) - 0.5 - unixEpoch) * dayLength).toISOString().slice(0, 10);
}

const dayLength = 86_400_000;
const unixEpoch = 2440587.5;
const sine = (degrees: number): number => Math.sin((degrees * Math.PI) / 180);

/** Julian ephemeris day of new moon number k, counted from 2000. */
function newMoon(k: number): number {
  const t = k / 1236.85;
  const e = 1 - 0.002516 * t - 0.0000074 * t * t;
  const sun = 2.5534 + 29.1053567 * k - 0.0000014 * t * t;
  const moon = 201.5643 + 385.81693528 * k + 0.0107582 * t * t + 0.00001238 * t ** 3;
  const f = 160.7108 + 390.67050284 * k - 0.0016118 * t * t - 0.00000227 * t ** 3;
  const node = 124.7746 - 1.56375588 * k + 0.0020672 * t * t;
  const mean = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t - 0.00000015 * t ** 3 + 7.3e-10 * t ** 4;
  const periodic = terms.reduce(
    (sum, [size, eccentric, ofSun, ofMoon, ofF]) =>
      sum + size * e ** eccentric * sine(ofSun * sun + ofMoon * moon + ofF * f),
    -0.00017 * sine(node),
  );
  const planets = planetary.reduce((sum, [at, by, size]) => sum + size * 1e-6 * sine(at + by * k), 0);
  return mean + periodic + planets;
}

/** Seconds by which the turning earth lags behind even time (Espenak and Meeus). */
function clockLag(year: number): number {
  if (year < 1920) {
    const u = year - 1900;
    return -2.79 + 1.494119 * u - 0.0598939 * u ** 2 + 0.0061966 * u ** 3 - 0.000197 * u ** 4;
  }
  if (year < 1941) {
    const u = year - 1920;
    return 21.2 + 0.84493 * u - 0.0761 * u ** 2 + 0.0020936 * u ** 3;
  }
  if (year < 1961) return 29.07 + 0.407 * (year - 1950);
  if (year < 1986) return 45.45 + 1.067 * (year - 1975);
  return year < 2050 ? 55 + (year - 1986) * 0.4 : 80;
}

/** Size, power of the eccentricity, and multiples of the anomalies of sun and moon and of the argument of latitude. */
// prettier-ignore
const terms: readonly (readonly [number, number, number, number, number])[] = [
  [-0.4072, 0, 0, 1, 0], [0.17241, 1, 1, 0, 0], [0.01608, 0, 0, 2, 0], [0.01039, 0, 0, 0, 2], [0.00739, 1, -1, 1, 0],
  [-0.00514, 1, 1, 1, 0], [0.00208, 2, 2, 0, 0], [-0.00111, 0, 0, 1, -2], [-0.00057, 0, 0, 1, 2], [0.00056, 1, 1, 2, 0],
  [-0.00042, 0, 0, 3, 0], [0.00042, 1, 1, 0, 2], [0.00038, 1, 1, 0, -2], [-0.00024, 1, -1, 2, 0], [-0.00007, 0, 2, 1, 0],
  [0.00004, 0, 0, 2, -2], [0.00004, 0, 3, 0, 0], [0.00003, 0, 1, 1, -2], [0.00003, 0, 0, 2, 2], [-0.00003, 0, 1, 1, 2],
  [0.00003, 0, -1, 1, 2], [-0.00002, 0, -1, 1, -2], [-0.00002, 0, 1, 3, 0], [0.00002, 0, 0, 4, 0],
];

/** Angle, its growth with each moon, size in millionths of a day. */
// prettier-ignore
const planetary: readonly (readonly [number, number, number])[] = [
  [299.77, 0.107408, 325], [251.88, 0.016321, 165], [251.83, 26.651886, 164], [349.42, 36.412478, 126],
  [84.66, 18.206239, 110], [141.74, 53.303771, 62], [207.14, 2.453732, 60], [154.84, 7.30686, 56], [34.52, 27.261239, 47],
  [207.19, 0.121824, 42], [291.34, 1.844379, 40], [161.72, 24.198154, 37], [239.56, 25.513099, 35], [331.55, 3.592518, 23],
];
