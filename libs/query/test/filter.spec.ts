import fc from 'fast-check';
import type pg from 'pg';
import { parseFilter, type Filter } from '../src/filter.js';
import { filterMatches } from '../src/filter-match.js';
import { filterSql } from '../src/filter-sql.js';
import { lowerCase } from '../src/values.js';
import { connectWithSamples, filters, insertSamples, sampleFields, samples, type Sample } from './samples.js';

describe('a filter on Postgres', () => {
  let client: pg.Client;

  beforeAll(async () => {
    client = await connectWithSamples();
  });

  afterAll(async () => {
    await client.end();
  });

  const found = async (filter: Filter): Promise<string[]> => {
    const params: unknown[] = [];
    const where = filterSql(filter, sampleFields, params, 's');
    const { rows } = await client.query<{ id: string }>(
      `SELECT id FROM sample s WHERE ${where} ORDER BY id`,
      params,
    );
    return rows.map(({ id }) => id);
  };

  const matching = (filter: Filter, records: readonly object[]): string[] =>
    (records as Sample[])
      .filter((record) => filterMatches(filter, sampleFields, record))
      .map(({ id }) => id)
      .sort();

  const store = async (records: readonly Sample[]): Promise<void> => {
    await client.query('TRUNCATE sample');
    await insertSamples(client, records);
  };

  it('finds the rows that the filter matches in memory, whatever the rows and the filter', async () => {
    let hits = 0;
    let misses = 0;
    await fc.assert(
      fc.asyncProperty(
        samples({ minLength: 1, maxLength: 25 }),
        fc.array(filters, { minLength: 1, maxLength: 12 }),
        async (records, asked) => {
          await store(records);
          for (const filter of asked) {
            const read = parseFilter(JSON.stringify(filter), sampleFields);
            const ids = await found(read);
            expect(ids).toEqual(matching(read, records));
            hits += ids.length;
            misses += records.length - ids.length;
          }
        },
      ),
      { numRuns: 150 },
    );
    // Both sides of the question came up often, so that agreement means something.
    expect(Math.min(hits, misses)).toBeGreaterThan(1000);
  });

  it('matches rows in the form in which the driver gives them just as their JSON', async () => {
    const keys = [...sampleFields.values()].map(({ name, column }) => `${column} AS "${name}"`).join(', ');
    await fc.assert(
      fc.asyncProperty(samples({ minLength: 1, maxLength: 10 }), filters, async (records, asked) => {
        await store(records);
        const { rows } = await client.query<Sample>(`SELECT ${keys} FROM sample`);
        const filter = parseFilter(JSON.stringify(asked), sampleFields);
        expect(matching(filter, rows)).toEqual(matching(filter, records));
      }),
      { numRuns: 150 },
    );
  });

  it('splits the rows in two with its negation', async () => {
    await fc.assert(
      fc.asyncProperty(samples({ minLength: 1, maxLength: 10 }), filters, async (records, filter) => {
        await store(records);
        const ids = [...(await found(filter)), ...(await found({ not: filter }))];
        expect(ids.sort()).toEqual(records.map(({ id }) => id).sort());
      }),
      { numRuns: 100 },
    );
  });

  it('folds every letter that the server knows as memory does', async () => {
    const { rows } = await client.query<{ letter: string; lowered: string }>(
      `SELECT chr(n) AS letter, lower(chr(n) COLLATE "pg_c_utf8") AS lowered
         FROM generate_series(1, 1114111) n WHERE n NOT BETWEEN 55296 AND 57343 AND unicode_assigned(chr(n))`,
    );
    expect(rows.length).toBeGreaterThan(150_000);
    expect(rows.filter(({ letter, lowered }) => lowerCase(letter) !== lowered)).toEqual([]);
  });

  it.each(['ΟΔΟΣ', 'ΟΔΟΣ ΚΑΙ ΟΔΟΣ', 'İSTANBUL', 'STRASSE', 'STRAẞE', 'ЁЛКА', 'Ǆ', 'ﬁ', 'E\u0301'])(
    'folds %s by its letters, without regard to their place',
    async (word) => {
      const { rows } = await client.query('SELECT lower($1 COLLATE "pg_c_utf8") AS lowered', [word]);
      expect(rows).toEqual([{ lowered: lowerCase(word) }]);
    },
  );

  it.each([
    ['an equality', { field: 'nameOrNot', op: 'eq', value: 'a' }, 'name_or_not'],
    [
      'a list',
      { field: 'ownerIdOrNot', op: 'in', value: ['019aa000-0000-7000-8000-00000000000a'] },
      'owner_id_or_not',
    ],
    [
      'a bound of time',
      { field: 'createTimeOrNot', op: 'ge', value: '2026-11-21T09:00:00Z' },
      'create_time_or_not',
    ],
    ['a whole number', { field: 'size', op: 'lt', value: 5 }, 'size'],
    ['a beginning', { field: 'name', op: 'startsWith', value: 'Ёл' }, 'lower(name COLLATE "pg_c_utf8")'],
    ['a negated bound', { not: { field: 'birthday', op: 'gt', value: '2026-11-21' } }, 'birthday'],
  ])('lets an index serve %s', async (_, filter, indexed) => {
    await client.query('BEGIN');
    try {
      await client.query(`CREATE INDEX probe ON sample (${indexed})`);
      await client.query('SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_custom_plan');
      const params: unknown[] = [];
      const where = filterSql(parseFilter(JSON.stringify(filter), sampleFields), sampleFields, params);
      const { rows } = await client.query(`EXPLAIN SELECT id FROM sample WHERE ${where}`, params);
      const plan = JSON.stringify(rows);
      expect(plan).toContain('probe');
      expect(plan).toContain('Index Cond');
    } finally {
      await client.query('ROLLBACK');
    }
  });
});
