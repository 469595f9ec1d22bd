import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { Organisation } from '@kontor/access/organisation';
import { until } from '@kontor/testing/until';
import { poolOf } from '../src/data-source.js';
import type { Transaction } from '../src/transaction.js';
import { UnitOfWork } from '../src/unit-of-work.js';
import { Desk } from './desk.entities.js';
import { callOf, desk, person, stage, type Stage } from './stage.js';

let set: Stage;
let one: UnitOfWork;
beforeAll(async () => {
  set = await stage();
  one = await set.replica(1);
}, 60_000);
afterAll(() => set?.dispose());

const anna = person();
const lost = { code: 'unavailable', reason: 'unavailable', retryAfterSeconds: 1 };
const pid = async (tx: Transaction) =>
  (await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid'))[0]?.pid ?? 0;

/** Ends a session and waits until it is gone. */
async function kill(session: number): Promise<void> {
  await set.admin.query('SELECT pg_terminate_backend($1, 5000)', [session]);
}

const count = async (title: string) =>
  (await set.admin.query('SELECT 1 FROM desk WHERE title = $1', [title])).rowCount;

describe('losing the connection', () => {
  afterEach(async () => {
    // Whatever happened, the one connection of the pool serves again.
    const call = callOf(anna);
    expect(await one.read(call, (tx) => tx.query('SELECT 1 AS n'))).toEqual([{ n: 1 }]);
    const row = await one.write(call, async (tx) => tx.insert(Desk, desk(anna.personId)));
    expect((await one.read(call, (tx) => tx.get(Desk, row.id))).id).toBe(row.id);
    expect(poolOf(one.dataSource).totalCount).toBe(1);
  });

  it('while the work does something else is unavailable, and the process lives', async () => {
    const title = randomUUID();
    const writing = one.write(callOf(anna), async (tx) => {
      tx.insert(Desk, desk(anna.personId, { title }));
      await kill(await pid(tx));
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
    await expect(writing).rejects.toMatchObject(lost);
    expect(await count(title)).toBe(0);
  });

  it('while a statement runs is unavailable', async () => {
    const writing = one.write(callOf(anna), async (tx) => {
      const session = await pid(tx);
      const sleeping = tx.query('SELECT pg_sleep(4)');
      sleeping.catch(() => undefined);
      await kill(session);
      await sleeping;
    });
    await expect(writing).rejects.toMatchObject(lost);
  });

  it('during a read is unavailable', async () => {
    await expect(
      one.read(callOf(anna), async (tx) => {
        await kill(await pid(tx));
        return tx.query('SELECT 1');
      }),
    ).rejects.toMatchObject(lost);
  });

  it('of an idle connection is noticed before it is given to anybody', async () => {
    const session = await one.read(callOf(anna), pid);
    await kill(session);
    await until('the pool to drop it', () => poolOf(one.dataSource).totalCount === 0);
    expect(await one.read(callOf(anna), pid)).not.toBe(session);
  });

  it('between two units of work with no pause at all hits one at most', async () => {
    const session = await one.read(callOf(anna), pid);
    await set.admin.query('SELECT pg_terminate_backend($1)', [session]);
    await one
      .read(callOf(anna), (tx) => tx.query('SELECT 1'))
      .catch((error: unknown) => expect(error).toMatchObject(lost));
    expect(await one.read(callOf(anna), pid)).not.toBe(session);
  });

  it('while the commit waits leaves either all of it or nothing, and a repeat with its key makes it one', async () => {
    // A deferred trigger keeps the COMMIT itself busy, so that the kill hits it.
    await set.admin.query(`
      CREATE OR REPLACE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF NEW.title = 'lingering' THEN PERFORM pg_sleep(4); END IF; RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER linger AFTER INSERT ON desk DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION linger();
    `);
    const call = callOf(anna, { idempotencyKey: randomUUID(), fingerprint: 'f' });
    const create = (title: string) =>
      one.write(call, async (tx) => tx.insert(Desk, desk(anna.personId, { title })));
    const writing = create('lingering');
    writing.catch(() => undefined);
    const session = await until('the commit to run', async () => {
      const { rows } = await set.admin.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE datname = $1 AND query = 'COMMIT' AND state = 'active'`,
        [set.database.name],
      );
      return rows[0]?.pid;
    });
    await kill(session);
    await expect(writing).rejects.toMatchObject(lost);
    expect(await count('lingering')).toBe(0);
    expect((await create('again')).title).toBe('again');
    expect(await count('again')).toBe(1);
  });

  it('right after the commit leaves the effect, and a repeat gets its answer', async () => {
    const call = callOf(anna, { idempotencyKey: randomUUID(), fingerprint: 'f' });
    const create = () =>
      one.write(call, async (tx) => tx.insert(Desk, desk(anna.personId, { title: randomUUID() })));
    const first = await create();
    await kill(await one.read(callOf(anna), pid));
    const repeated = await create().catch((error: unknown) => {
      expect(error).toMatchObject(lost);
      return create();
    });
    expect(repeated).toEqual(first);
    expect(await count(first.title)).toBe(1);
  });
});

it('a pool with no free connection is unavailable, and serves again when one is free', async () => {
  const small = await set.replica(1);
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const holding = small.read(callOf(anna), async (tx) => {
    await tx.query('SELECT 1');
    await released;
  });
  await expect(small.read(callOf(anna), pid)).rejects.toMatchObject(lost);
  release();
  await holding;
  expect(await small.read(callOf(anna), pid)).toBeGreaterThan(0);
});

it('a statement that takes too long is past its deadline', async () => {
  await expect(
    set.unitOfWork.read(callOf(anna), (tx) => tx.query('SELECT pg_sleep(9)')),
  ).rejects.toMatchObject({
    code: 'deadline',
    reason: 'deadline-exceeded',
  });
});

it('a deadlock may be tried again', async () => {
  const [a, b] = await set.unitOfWork.write(callOf(anna), async (tx) => [
    tx.insert(Desk, desk(anna.personId)).id,
    tx.insert(Desk, desk(anna.personId)).id,
  ]);
  let locked = 0;
  let release = (): void => undefined;
  const both = new Promise<void>((resolve) => (release = resolve));
  const lock = (first = '', second = '') =>
    set.unitOfWork.write(callOf(anna), async (tx) => {
      await tx.getForUpdate(Desk, first);
      if (++locked === 2) release();
      await both;
      await tx.getForUpdate(Desk, second);
    });
  const outcomes = await Promise.allSettled([lock(a, b), lock(b, a)]);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: lost,
  });
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

it('a database that is not there is unavailable', async () => {
  const gone = new pg.Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' });
  const dataSource = { driver: { master: gone } } as unknown as DataSource;
  const unitOfWork = new UnitOfWork(dataSource, {
    service: 'desk',
    organisation: () => new Organisation([]),
  });
  await expect(unitOfWork.read(callOf(anna), pid)).rejects.toMatchObject(lost);
  await gone.end();
});
