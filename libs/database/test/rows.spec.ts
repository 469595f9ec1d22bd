import fc from 'fast-check';
import { poolOf } from '../src/data-source.js';
import { insertColumns, insertStatement } from '../src/bulk-insert.js';
import { Desk } from './desk.entities.js';
import { callOf, desk, person, stage, type Stage } from './stage.js';

let set: Stage;
beforeAll(async () => {
  set = await stage();
}, 60_000);
afterAll(() => set?.dispose());

const anna = person();

/** Texts that have tripped drivers: quotes, braces of arrays, NULL as a word, escapes, other planes. */
const awkward = fc.oneof(
  fc.constantFrom(
    `O'Neil`,
    '"',
    '\\',
    '{a,b}',
    'NULL',
    'null',
    '',
    ' ',
    '😀',
    '客户\n二',
    '$1',
    '\\x00',
    '{"a":1}',
    '\t',
  ),
  fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\0')),
);
const rows = fc.record({
  title: awkward,
  tags: fc.array(awkward, { maxLength: 4 }),
  note: fc.option(awkward, { nil: undefined }),
  dueTime: fc.option(
    fc
      .date({ min: new Date(0), max: new Date('2999-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    { nil: undefined },
  ),
});

it('whatever is inserted, alone or with others, is read as it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(rows, { minLength: 1, maxLength: 5 }), async (facts) => {
      const written = await set.unitOfWork.write(callOf(anna), async (tx) =>
        facts.map((fact) => tx.insert(Desk, desk(anna.personId, fact))),
      );
      const ids = written.map(({ id }) => id);
      const read = await set.unitOfWork.read(callOf(anna), (tx) =>
        tx.select(Desk, 'r.id = ANY($1)', [ids], 'ORDER BY array_position($1, r.id)'),
      );
      expect(read).toEqual(written);
    }),
    { numRuns: 60 },
  );
}, 60_000);

it('whatever a row is updated to is read as it was, and the audit has it too', async () => {
  const { id } = await set.unitOfWork.write(callOf(anna), async (tx) => tx.insert(Desk, desk(anna.personId)));
  await fc.assert(
    fc.asyncProperty(rows, async (fact) => {
      const written = await set.unitOfWork.write(callOf(anna), async (tx) =>
        tx.update(Desk, await tx.get(Desk, id), fact),
      );
      expect(await set.unitOfWork.read(callOf(anna), (tx) => tx.get(Desk, id))).toEqual(written);
    }),
    { numRuns: 40 },
  );
}, 60_000);

it('a row whose id is left out, even by the word undefined, gets one', async () => {
  const row = await set.unitOfWork.write(callOf(anna), async (tx) =>
    tx.insert(Desk, { ...desk(anna.personId), id: undefined as never }),
  );
  expect(row.id).toMatch(/^[0-9a-f-]{36}$/);
});

it('times are read in UTC with milliseconds, from years 1 to 9999', async () => {
  const times = await poolOf(set.dataSource).query<{ time: string }>(
    `SELECT unnest(ARRAY['2026-11-21 09:00:00.5+08', '2026-11-21 09:00+00', '2026-02-28 23:59:59.999-01',
       '0001-01-01 00:00+00', '9999-12-31 23:59:59.999+00', '2026-01-01 00:00:00.123456+00']::timestamptz[]) AS time`,
  );
  expect(times.rows.map(({ time }) => time)).toEqual([
    '2026-11-21T01:00:00.500Z',
    '2026-11-21T09:00:00.000Z',
    '2026-03-01T00:59:59.999Z',
    '0001-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59.999Z',
    '2026-01-01T00:00:00.123456Z',
  ]);
});

it('an insert of one row and of many is one prepared statement each, whatever their number', () => {
  const columns = insertColumns('id uuid', 'note text');
  const one = insertStatement('desk', columns, [['a', null]]);
  expect(one).toEqual({
    text: 'INSERT INTO desk (id, note) VALUES ($1::uuid, $2::text)',
    values: ['a', null],
  });
  const two = insertStatement('desk', columns, [
    ['a', 'x'],
    ['b', null],
  ]);
  expect(two.values).toEqual([
    ['a', 'b'],
    ['x', null],
  ]);
  expect(
    insertStatement('desk', columns, [
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]).text,
  ).toBe(two.text);
});

it('of many rows a column that is the same in all is sent once, and the rows are what they would be', async () => {
  const columns = insertColumns('id uuid', 'note text', 'size integer');
  const rows = (note: (i: number) => string | null) =>
    Array.from({ length: 60 }, (_, i) => [`${i}`, note(i), 7]);
  const same = insertStatement(
    'desk',
    columns,
    rows(() => null),
  );
  expect(same.text).toBe(
    'INSERT INTO desk (id, note, size) SELECT v0, $2::text, $3::integer FROM unnest($1::uuid[]) AS r (v0)',
  );
  expect(same.values.slice(1)).toEqual([null, 7]);
  const varied = insertStatement(
    'desk',
    columns,
    rows((i) => (i === 59 ? 'x' : null)),
  );
  expect(varied.values[1]).toHaveLength(60);
  const made = await set.unitOfWork.write(callOf(anna), async (tx) =>
    Array.from({ length: 60 }, () => tx.insert(Desk, desk(anna.personId))),
  );
  const found = await set.unitOfWork.read(callOf(anna), (tx) =>
    tx.select(Desk, 'r.id = ANY ($1::uuid[])', [made.map(({ id }) => id)], 'ORDER BY r.id'),
  );
  expect(found).toEqual(made);
});

it('statements are prepared under names that say what they do to which table', async () => {
  const single = await set.replica(1);
  const row = await single.write(callOf(anna), async (tx) => tx.insert(Desk, desk(anna.personId)));
  await single.write(callOf(anna), async (tx) =>
    tx.update(Desk, await tx.get(Desk, row.id), { title: 'named' }),
  );
  const { rows: names } = await poolOf(single.dataSource).query<{ name: string }>(
    'SELECT name FROM pg_prepared_statements',
  );
  const words = names.map(({ name }) => name.replace(/ \d+$/, ''));
  expect(words).toEqual(
    expect.arrayContaining(['INSERT desk', 'INSERT audit', 'SELECT desk', 'UPDATE desk']),
  );
});
