import pg from 'pg';
import type { DataSource } from 'typeorm';
import { testDatabase, type TestDatabase } from '@kontor/testing/database';
import { createDataSource, poolOf } from '../src/data-source.js';
import { packed } from '../src/packed.js';
import { callOf, person, stage, type Stage } from './stage.js';

let database: TestDatabase;
let source: DataSource;
let client: pg.PoolClient;

beforeAll(async () => {
  database = await testDatabase('packed');
  const settings = { url: database.url, poolSize: 1, applicationName: 'packed' };
  source = await createDataSource(settings, []).initialize();
  client = await poolOf(source).connect();
}, 60_000);

afterAll(async () => {
  client?.release();
  await source?.destroy();
  await database?.[Symbol.asyncDispose]();
});

const outcomes = async (statements: readonly { name?: string; text: string; values?: unknown[] }[]) =>
  (
    await Promise.allSettled(
      packed(client, (put) => statements.map((statement) => put<{ n: number }>(statement))),
    )
  ).map((outcome) =>
    outcome.status === 'fulfilled'
      ? outcome.value.rows.map(({ n }) => n)
      : (outcome.reason as pg.DatabaseError).code,
  );
const numbers = (count: number) => ({
  name: 'numbers',
  text: 'SELECT n FROM generate_series(1, $1::int) n',
  values: [count],
});
const begin = { name: 'BEGIN', text: 'BEGIN' };
const commit = { name: 'COMMIT', text: 'COMMIT' };
const bad = (n: number) => ({ text: 'SELECT 1 / $1::int AS n', values: [n] });
const open = async () =>
  (await client.query<{ open: boolean }>('SELECT now() <> statement_timestamp() AS open')).rows[0]?.open;

describe('statements of a packet', () => {
  it('leave in one write, and each gets its own answer', async () => {
    const { stream } = (
      client as unknown as { connection: { stream: { write: (bytes: Buffer) => boolean } } }
    ).connection;
    const { write } = stream;
    let writes = 0;
    stream.write = function (bytes) {
      writes++;
      return write.call(this, bytes);
    };
    try {
      expect(await outcomes([begin, numbers(2), numbers(0), numbers(3), commit])).toEqual([
        [],
        [1, 2],
        [],
        [1, 2, 3],
        [],
      ]);
    } finally {
      stream.write = write;
    }
    expect(writes).toBe(1);
  });

  it('behind one that fails are passed over, and those before it have their answers', async () => {
    expect(await outcomes([begin, numbers(1), bad(0), numbers(2), bad(1)])).toEqual([
      [],
      [1],
      '22012',
      '25P02',
      '25P02',
    ]);
    await client.query('ROLLBACK');
    expect(await outcomes([numbers(2), bad(1)])).toEqual([[1, 2], [1]]);
  });

  it('that were passed over are prepared the next time', async () => {
    const late = { name: 'late', text: 'SELECT $1::int + 1 AS n', values: [1] };
    expect(await outcomes([begin, bad(0), late, commit])).toEqual([[], '22012', '25P02', '25P02']);
    expect(await outcomes([late, late])).toEqual([[2], [2]]);
  });

  it('leave no transaction open where the COMMIT is passed over', async () => {
    await outcomes([begin, bad(0), commit]);
    expect(await open()).toBe(false);
    expect(await outcomes([numbers(1)])).toEqual([[1]]);
  });

  it('fail all where the connection is lost, and the next one works', async () => {
    const [{ n: pid } = { n: 0 }] = (await client.query<{ n: number }>('SELECT pg_backend_pid() AS n')).rows;
    client.on('error', () => undefined);
    const lost = outcomes([
      begin,
      { text: 'SELECT pg_terminate_backend($1), 1 AS n', values: [pid] },
      numbers(1),
      commit,
    ]);
    expect((await lost).slice(1)).not.toContainEqual([1]);
    client.release(true);
    client = await poolOf(source).connect();
    expect(await outcomes([numbers(2)])).toEqual([[1, 2]]);
  });

  it('of a connection that is not pipelined are sent one by one', async () => {
    const plain = new pg.Client({ connectionString: database.url });
    await plain.connect();
    try {
      const answers = await Promise.all(packed(plain, (put) => [put(numbers(1)), put(numbers(2))]));
      expect(answers.map(({ rows }) => rows.length)).toEqual([1, 2]);
    } finally {
      await plain.end();
    }
  });
});

describe('a read of which one part fails', () => {
  let set: Stage;
  beforeAll(async () => {
    set = await stage(1);
  }, 60_000);
  afterAll(() => set?.dispose());

  it('gives the connection back without a transaction, also where the failure is caught', async () => {
    const read = () =>
      set.unitOfWork.readTogether(callOf(person()), async (tx) => {
        const parts = [tx.query('SELECT 1 AS n'), tx.query('SELECT 1 / 0 AS n'), tx.query('SELECT 2 AS n')];
        return (await Promise.allSettled(parts)).map(({ status }) => status);
      });
    expect(await read()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await read()).toEqual(['fulfilled', 'rejected', 'rejected']);
    const answer = await set.unitOfWork.write(callOf(person()), (tx) =>
      tx.query<{ n: number }>('SELECT 3 AS n'),
    );
    expect(answer).toEqual([{ n: 3 }]);
  });
});
