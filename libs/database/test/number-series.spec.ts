import { NumberSeries } from '../src/number-series.js';
import { poolOf } from '../src/data-source.js';
import { stage, type Stage } from './stage.js';

let set: Stage;
beforeAll(async () => {
  set = await stage();
}, 60_000);
afterAll(() => set?.dispose());

const now = '2026-11-21T09:00:00.000Z';
const series = async () => new NumberSeries((await set.replica()).dataSource, 'desk_number', 'D');

it('numbers read prefix, year and six digits', async () => {
  expect(await (await series()).take(now)).toMatch(/^D-2026-\d{6}$/);
});

it('numbers never repeat, in one process or several, however many ask at once', async () => {
  const processes = await Promise.all([series(), series(), series()]);
  const numbers = await Promise.all(
    Array.from(
      { length: 600 },
      (_, i) => processes[i % 3]?.take(now) ?? Promise.reject(new Error(`No process ${i % 3}`)),
    ),
  );
  expect(new Set(numbers).size).toBe(600);
});

it('a process counts on without gaps while it lives, and leaves a gap when it starts anew', async () => {
  const first = await series();
  const before = Number((await first.take(now)).slice(-6));
  expect(Number((await first.take(now)).slice(-6))).toBe(before + 1);
  expect(Number((await (await series()).take(now)).slice(-6))).toBeGreaterThan(before + 1);
});

it('goes on after the database was away', async () => {
  const numbers = new NumberSeries(set.dataSource, 'desk_number', 'D');
  await set.admin.query('ALTER SEQUENCE desk_number RENAME TO desk_number_away');
  const refused = await Promise.allSettled([numbers.take(now), numbers.take(now)]);
  expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await set.admin.query('ALTER SEQUENCE desk_number_away RENAME TO desk_number');
  expect(await numbers.take(now)).toMatch(/^D-2026-/);
});

it('more than six digits are written out', async () => {
  await poolOf(set.dataSource).query('SELECT 1');
  await set.admin.query(`SELECT setval('desk_number', 1999981)`);
  expect(await (await series()).take(now)).toBe('D-2026-2000001');
});

it('gives many at once, all different, also while others ask', async () => {
  const numbers = await series();
  const batches = await Promise.all([
    numbers.takeMany(45, now),
    numbers.takeMany(1, now),
    numbers.takeMany(0, now),
    numbers.takeMany(200, now),
    numbers.take(now).then((one) => [one]),
  ]);
  expect(batches.map(({ length }) => length)).toEqual([45, 1, 0, 200, 1]);
  expect(new Set(batches.flat()).size).toBe(247);
});
