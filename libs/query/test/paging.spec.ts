import fc from 'fast-check';
import type pg from 'pg';
import { filterMatches } from '../src/filter-match.js';
import { parseFilter } from '../src/filter.js';
import { listQuery, type ListOptions, type ListRequest } from '../src/list.js';
import { parseOrder } from '../src/order.js';
import { connectWithSamples, filters, insertSamples, sampleFields, samples, type Sample } from './samples.js';

const options: ListOptions = {
  fields: sampleFields,
  defaultOrder: 'createTime desc',
  method: '/kontor.sample.v1.SampleService/ListSamples',
  secret: 'a secret for these tests',
};

const orders = fc
  .uniqueArray(fc.constantFrom(...sampleFields.keys()), { minLength: 1, maxLength: 3 })
  .chain((names) => fc.tuple(...names.map((name) => fc.constantFrom(name, `${name} desc`))))
  .map((keys) => keys.join(', '));

describe('paging through a list', () => {
  let client: pg.Client;

  beforeAll(async () => {
    client = await connectWithSamples();
  });

  afterAll(async () => {
    await client.end();
  });

  const columns = [...sampleFields.values()].map(({ name, column }) => `s.${column} AS "${name}"`).join(', ');

  const store = async (records: readonly Sample[]): Promise<void> => {
    await client.query('TRUNCATE sample');
    await insertSamples(client, records);
  };

  /** Reads all pages; `between` runs after each of them. */
  async function readAll(
    request: ListRequest,
    between = async (_page: number): Promise<void> => {},
  ): Promise<string[]> {
    const ids: string[] = [];
    let pageToken: string | undefined;
    for (let page = 0; page === 0 || pageToken !== undefined; page += 1) {
      const plan = listQuery(
        { ...request, ...(pageToken !== undefined && { pageToken }) },
        { ...options, alias: 's' },
      );
      const { rows } = await client.query<Sample>(
        `SELECT ${columns} FROM sample s WHERE ${plan.where} ${plan.tail}`,
        plan.params,
      );
      const { rows: shown, nextPageToken } = plan.finish(rows);
      expect(shown.length).toBeLessThanOrEqual(request.pageSize ?? 50);
      ids.push(...shown.map(({ id }) => id));
      pageToken = nextPageToken;
      await between(page);
    }
    return ids;
  }

  it('gives the rows of the filter once each, in the order of one statement, whatever the order', async () => {
    await fc.assert(
      fc.asyncProperty(
        samples({ maxLength: 30 }),
        orders,
        fc.integer({ min: 1, max: 7 }),
        fc.option(filters, { nil: undefined }),
        async (records, orderBy, pageSize, asked) => {
          await store(records);
          const filter = asked && parseFilter(JSON.stringify(asked), sampleFields);
          const request = { orderBy, ...(filter && { filter: JSON.stringify(filter) }) };
          const paged = await readAll({ ...request, pageSize });
          expect(paged).toEqual(await readAll({ ...request, pageSize: 200 }));
          const expected = records.filter((record) => !filter || filterMatches(filter, sampleFields, record));
          expect([...paged].sort()).toEqual(expected.map(({ id }) => id).sort());
        },
      ),
      { numRuns: 150 },
    );
  });

  it('gives every row that was there at the start once, and no row twice, while others are inserted', async () => {
    await fc.assert(
      fc.asyncProperty(
        samples({ minLength: 8, maxLength: 30 }),
        orders,
        fc.integer({ min: 1, max: 4 }),
        async (records, orderBy, pageSize) => {
          const [first, later] = [records.slice(0, records.length / 2), records.slice(records.length / 2)];
          await store(first);
          const paged = await readAll({ orderBy, pageSize }, async (page) => {
            const next = later[page];
            if (next) await insertSamples(client, [next]);
          });
          expect(new Set(paged).size).toBe(paged.length);
          expect(paged).toEqual(expect.arrayContaining(first.map(({ id }) => id)));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('puts nulls last when ascending and first when descending', async () => {
    const [known, absent] =
      fc.sample(samples({ minLength: 2, maxLength: 2 }), { numRuns: 1, seed: 7 })[0] ?? [];
    if (!known || !absent) throw new Error('two samples are needed');
    await store([
      { ...known, scoreOrNot: 1 },
      { ...absent, scoreOrNot: undefined },
    ]);
    expect(await readAll({ orderBy: 'scoreOrNot', pageSize: 1 })).toEqual([known.id, absent.id]);
    expect(await readAll({ orderBy: 'scoreOrNot desc', pageSize: 1 })).toEqual([absent.id, known.id]);
  });

  it('counts the whole list on every page, when asked', async () => {
    const records = fc.sample(samples({ minLength: 9, maxLength: 9 }), { numRuns: 1, seed: 3 })[0] ?? [];
    await store(records);
    const ids = records.map(({ id }) => id);
    const scope = { where: 'id <> $1::uuid', params: [ids[0]] };
    const first = listQuery({ pageSize: 2, withTotal: true }, { ...options, scope });
    const { rows } = await client.query<Sample>(
      `SELECT ${columns} FROM sample s WHERE ${first.where} ${first.tail}`,
      first.params,
    );
    const { nextPageToken } = first.finish(rows);
    const second = listQuery(
      { pageSize: 2, withTotal: true, pageToken: nextPageToken ?? '' },
      { ...options, scope },
    );
    for (const { total } of [first, second]) {
      const counted = await client.query(
        `SELECT count(*)::int AS n FROM sample WHERE ${total?.where}`,
        total?.params,
      );
      expect(counted.rows).toEqual([{ n: 8 }]);
    }
  });

  it('starts the next page inside an index on owner, key and id', async () => {
    await client.query('BEGIN');
    try {
      await client.query('CREATE INDEX probe ON sample (owner_id, create_time, id)');
      await client.query(
        'SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off',
      );
      const row = { createTime: '2026-11-21T09:00:00.000Z', id: '019aa000-0000-7000-8000-00000000000a' };
      const { nextPageToken = '' } = listQuery({ pageSize: 1 }, options).finish([row, row]);
      const plan = listQuery({ pageSize: 1, pageToken: nextPageToken }, options);
      const { rows } = await client.query(
        `EXPLAIN SELECT id FROM sample WHERE owner_id = '${row.id}' AND ${plan.where} ${plan.tail}`,
        plan.params,
      );
      const text = JSON.stringify(rows);
      expect(text).toMatch(/Index.* Scan Backward using probe/);
      expect(text).toMatch(/Index Cond: .*ROW\(create_time, id\) < ROW/);
      expect(text).not.toContain('Sort');
    } finally {
      await client.query('ROLLBACK');
    }
  });

  it('orders text by the collation of its column', async () => {
    const [one, two] = fc.sample(samples({ minLength: 2, maxLength: 2 }), { numRuns: 1, seed: 5 })[0] ?? [];
    if (!one || !two) throw new Error('two samples are needed');
    await store([
      { ...one, name: 'a' },
      { ...two, name: 'B' },
    ]);
    expect(await readAll({ orderBy: 'name', pageSize: 1 })).toEqual([two.id, one.id]);
    expect(parseOrder('name', sampleFields, 'id').map(({ field }) => field.name)).toEqual(['name', 'id']);
  });
});
