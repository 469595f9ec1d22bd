import { setTimeout } from 'node:timers/promises';
import { fileOf, replicas, type Replicas } from './import-replicas.js';

let stage: Replicas;

beforeEach(async () => {
  stage = await replicas();
}, 60_000);

afterEach(() => stage.dispose());

/** Takes the lease of every run away, as half a minute of silence would. */
const expireLeases = () =>
  stage.admin.query(`UPDATE import SET lease_until = now() - interval '1 second' WHERE state = 'running'`);

const stateOf = async (id: string) =>
  (
    await stage.admin.query('SELECT state, rows_read, rows_created, rows_skipped FROM import WHERE id = $1', [
      id,
    ])
  ).rows[0];

it('goes on in another replica, exactly behind the last batch, when one is stopped', async () => {
  const [first, second] = [await stage.replica(), await stage.replica()];
  const { id } = await stage.queue(first, fileOf(10_000), 's');
  first.start();
  await stage.waitFor(id, ({ rowsRead }) => rowsRead > 0);
  await first.stop();
  const { state, rows_read } = await stateOf(id);
  expect(state).toBe('running');
  expect(rows_read).toBeLessThan(10_000);
  expect((await stage.outcome('s')).customers).toBe(rows_read);
  second.start();
  await stage.waitFor(id, ({ state }) => state === 'done');
  expect(await stateOf(id)).toMatchObject({ rows_read: 10_000, rows_created: 10_000, rows_skipped: 0 });
  expect(await stage.outcome('s')).toEqual({
    customers: 10_000,
    events: 10_000,
    audits: 10_000,
    numbers: 10_000,
  });
}, 90_000);

it('writes nothing of a batch that breaks off in its middle, and all of it when it is taken up again', async () => {
  await stage.admin.query(`
    CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the power is cut'; END $$;
    CREATE TRIGGER break_off BEFORE INSERT ON customer FOR EACH ROW WHEN (NEW.name = 'Customer 1250') EXECUTE FUNCTION break_off();
  `);
  const [first, second] = [await stage.replica(), await stage.replica()];
  const { id } = await stage.queue(first, fileOf(3_000), 's');
  first.start();
  await stage.waitFor(id, ({ rowsRead }) => rowsRead === 1_000);
  await first.stop();
  expect(await stage.outcome('s')).toEqual({
    customers: 1_000,
    events: 1_000,
    audits: 1_000,
    numbers: 1_000,
  });
  await stage.admin.query('DROP TRIGGER break_off ON customer');
  await expireLeases();
  second.start();
  await stage.waitFor(id, ({ state }) => state === 'done');
  expect(await stateOf(id)).toMatchObject({ rows_read: 3_000, rows_created: 3_000, rows_skipped: 0 });
  expect(await stage.outcome('s')).toEqual({
    customers: 3_000,
    events: 3_000,
    audits: 3_000,
    numbers: 3_000,
  });
}, 90_000);

it('is given up when batch after batch breaks off', async () => {
  await stage.admin.query(`
    CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is bad'; END $$;
    CREATE TRIGGER break_off BEFORE INSERT ON customer FOR EACH ROW EXECUTE FUNCTION break_off();
  `);
  const one = await stage.replica();
  const { id } = await stage.queue(one, fileOf(3), 's');
  one.start();
  while ((await stateOf(id)).state !== 'failed') {
    await expireLeases();
    await setTimeout(20);
  }
  expect(await one.imports.get(id, stage.call())).toMatchObject({
    state: 'failed',
    failure: 'The import was given up after 5 attempts without success.',
  });
}, 90_000);

it('loses and doubles nothing while the connections of its replicas are cut again and again', async () => {
  const both = [await stage.replica(), await stage.replica()];
  const [first] = both;
  const { id } = await stage.queue(first as (typeof both)[0], fileOf(10_000), 's');
  for (const one of both) one.start();
  let cuts = 0;
  let read = -1;
  let progressed = Date.now();
  for (;;) {
    const run = await stateOf(id);
    if (!['queued', 'running'].includes(run.state)) break;
    // Each cut comes after some progress: without any in five attempts a run is given up, as another test shows.
    if (run.rows_read > read) {
      read = run.rows_read;
      progressed = Date.now();
      await setTimeout(cuts % 7 === 0 ? 0 : 15 * (cuts % 7));
      const { rowCount } = await stage.admin.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name LIKE 'replica-%' AND state <> 'idle' AND datname = current_database()`,
      );
      cuts += rowCount ?? 0;
    }
    await setTimeout(20);
    // A run that stands still was broken off: the other replica may have it.
    if (Date.now() - progressed > 1_000) {
      progressed = Date.now();
      await expireLeases();
    }
  }
  expect(cuts).toBeGreaterThan(3);
  expect(await stateOf(id)).toMatchObject({
    state: 'done',
    rows_read: 10_000,
    rows_created: 10_000,
    rows_skipped: 0,
  });
  expect(await stage.outcome('s')).toEqual({
    customers: 10_000,
    events: 10_000,
    audits: 10_000,
    numbers: 10_000,
  });
}, 110_000);

it('makes each customer once when replicas race over runs, and runs over the same external ids', async () => {
  const racing = [await stage.replica(), await stage.replica(), await stage.replica()];
  const ids: string[] = [];
  for (let i = 0; i < 6; i++) {
    const { id } = await stage.queue(racing[i % 3] as (typeof racing)[0], fileOf(1_500), 'same');
    ids.push(id);
  }
  for (const one of racing) one.start();
  for (const id of ids) await stage.waitFor(id, ({ state }) => state === 'done');
  const { rows } = await stage.admin.query(
    'SELECT sum(rows_created)::int AS created, sum(rows_skipped)::int AS skipped, sum(rows_read)::int AS read FROM import',
  );
  expect(rows[0]).toEqual({ created: 1_500, skipped: 7_500, read: 9_000 });
  expect(await stage.outcome('same')).toEqual({
    customers: 1_500,
    events: 1_500,
    audits: 1_500,
    numbers: 1_500,
  });
}, 90_000);

it('stops at the next batch when it is cancelled; what was made stays and is counted', async () => {
  const one = await stage.replica();
  const { id } = await stage.queue(one, fileOf(20_000), 's');
  one.start();
  await stage.waitFor(id, ({ rowsRead }) => rowsRead > 0);
  expect(await one.imports.cancel(id, stage.call())).toMatchObject({ state: 'cancelled' });
  await one.stop();
  const { state, rows_created } = await stateOf(id);
  expect(state).toBe('cancelled');
  expect(rows_created).toBeLessThan(20_000);
  expect(await stage.outcome('s')).toMatchObject({ customers: rows_created, events: rows_created });
}, 90_000);
