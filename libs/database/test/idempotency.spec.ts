import { randomUUID } from 'node:crypto';
import type { Call } from '@kontor/access/call';
import { until } from '@kontor/testing/until';
import type { Transaction } from '../src/transaction.js';
import { Desk } from './desk.entities.js';
import { callOf, desk, eventType, person, stage, type Stage } from './stage.js';

let set: Stage;
beforeAll(async () => {
  set = await stage();
}, 60_000);
afterAll(() => set?.dispose());

const anna = person();
const keyed = (more: Partial<Call> = {}): Call =>
  callOf(anna, { idempotencyKey: randomUUID(), fingerprint: 'of the request', ...more });

/** Two ways to write: at once, and after a look that is sent before. */
const ways: Record<string, (tx: Transaction) => Promise<Desk>> = {
  'writes at once': async (tx) => tx.insert(Desk, desk(anna.personId, { title: randomUUID() })),
  'reads first': async (tx) => {
    await tx.select(Desk, 'r.rank > 0', []);
    return tx.insert(Desk, desk(anna.personId, { title: randomUUID() }));
  },
  'reads twice at once first': async (tx) => {
    await Promise.all([tx.select(Desk, 'r.rank > 0', []), tx.query('SELECT 1')]);
    return tx.insert(Desk, desk(anna.personId, { title: randomUUID() }));
  },
};

describe.each(Object.entries(ways))('a write with a key that %s', (_way, work) => {
  it('happens once and answers the same when repeated', async () => {
    const call = keyed();
    const first = await set.unitOfWork.write(call, work);
    const before = await set.rowCounts();
    expect(await set.unitOfWork.write({ ...call, requestId: randomUUID() }, work)).toEqual(first);
    expect(await set.rowCounts()).toEqual(before);
  });

  it('is refused for another request', async () => {
    const call = keyed();
    await set.unitOfWork.write(call, work);
    await expect(set.unitOfWork.write({ ...call, fingerprint: 'another' }, work)).rejects.toMatchObject({
      code: 'unprocessable',
      reason: 'idempotency-key-reused',
    });
  });

  it('happens once when twenty race in two processes', async () => {
    const call = keyed();
    const other = await set.replica();
    const before = await set.rowCounts();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? other : set.unitOfWork).write(call, work)),
    );
    expect(new Set(answers.map(({ title }) => title)).size).toBe(1);
    expect(await set.rowCounts()).toEqual({
      ...before,
      desk: (before.desk ?? 0) + 1,
      audit: (before.audit ?? 0) + 1,
      idempotency: (before.idempotency ?? 0) + 1,
    });
  });

  it('makes a twin wait for the first, and answers it the same', async () => {
    const call = keyed();
    const { first, release } = await held(call, work);
    const twin = set.unitOfWork.write(call, work);
    await blocked();
    release();
    expect(await twin).toEqual(await first);
  });

  it('runs in the twin when the first fails', async () => {
    const call = keyed();
    const { first, release } = await held(call, () => Promise.reject(new Error('refused by a rule')));
    const twin = set.unitOfWork.write(call, work);
    await blocked();
    release();
    await expect(first).rejects.toThrow('refused by a rule');
    expect((await twin).version).toBe(1);
  });

  it('asks to come back when the first takes longer than a lock may', async () => {
    const call = keyed();
    const { first, release } = await held(call, work);
    await expect(set.unitOfWork.write(call, work)).rejects.toMatchObject({
      code: 'conflict',
      reason: 'request-in-progress',
      retryAfterSeconds: 1,
    });
    release();
    expect(await set.unitOfWork.write(call, work)).toEqual(await first);
  });
});

it('answers nothing again where the answer was nothing', async () => {
  const call = keyed();
  let runs = 0;
  const work = async (tx: Transaction): Promise<void> => {
    runs += 1;
    tx.audit({ action: 'export', object: 'desk', objectId: 'all' });
  };
  expect(await set.unitOfWork.write(call, work)).toBeUndefined();
  expect(await set.unitOfWork.write(call, work)).toBeUndefined();
  expect(runs).toBe(2);
  const { rows } = await set.admin.query('SELECT 1 FROM audit WHERE request_id = $1', [call.requestId]);
  expect(rows).toHaveLength(1);
});

it('keeps a key to its person and its method', async () => {
  const boris = person();
  const call = keyed();
  const make = (one: Call) =>
    set.unitOfWork.write(one, async (tx) => tx.insert(Desk, desk(one.caller.personId)).id);
  const ids = [
    await make(call),
    await make({ ...call, caller: boris }),
    await make({ ...call, method: '/kontor.desk.v1.DeskService/CopyDesk' }),
  ];
  expect(new Set(ids).size).toBe(3);
});

it('leaves no key where the command was refused, so that a better try runs', async () => {
  const call = keyed();
  const refused = set.unitOfWork.write(call, async (tx) => {
    await tx.query('SELECT 1');
    tx.emit(eventType, { id: 'x', version: 1 }, { sessionId: 'x', personId: '' });
    throw new Error('not today');
  });
  await expect(refused).rejects.toThrow('not today');
  expect(await set.unitOfWork.write(call, (tx) => tx.query('SELECT 7 AS n'))).toEqual([{ n: 7 }]);
});

/** A write under way that has its key, and keeps it until released. */
async function held(call: Call, work: (tx: Transaction) => Promise<Desk>) {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  let first: Promise<Desk> | undefined;
  await new Promise<void>((started) => {
    first = set.unitOfWork.write(call, async (tx) => {
      await tx.query('SELECT 1');
      started();
      await released;
      return work(tx);
    });
    first.catch(() => undefined);
  });
  return { first, release };
}

/** Waits until some session of the database waits for another's lock. */
async function blocked(): Promise<void> {
  await until('a session to wait for a lock', async () => {
    const { rows } = await set.admin.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'`,
      [set.database.name],
    );
    return rows.length > 0;
  });
}
