import { randomUUID } from 'node:crypto';
import { Organisation } from '@kontor/access/organisation';
import { partitionOf } from '../src/outbox.js';
import type { Transaction } from '../src/transaction.js';
import { UnitOfWork } from '../src/unit-of-work.js';
import { Desk, Drawer } from './desk.entities.js';
import { alone, callOf, desk, desksOf, ended, eventType, person, stage, type Stage } from './stage.js';

let set: Stage;
beforeAll(async () => {
  set = await stage();
}, 60_000);
afterAll(() => set?.dispose());

const anna = person();
const { create, load } = desksOf(anna, () => set);

describe('a write', () => {
  it('commits row, audit and event together, and tells which partitions have news', async () => {
    const woken: number[] = [];
    const unitOfWork = new UnitOfWork(set.dataSource, {
      service: 'desk',
      organisation: () => new Organisation([]),
      onCommit: (partitions) => woken.push(...partitions),
    });
    const call = callOf(anna);
    const row = await unitOfWork.write(call, async (tx) => {
      const whole = tx.insert(Desk, desk(anna.personId, { title: 'Oak' }));
      ended(tx, whole.id);
      return whole;
    });
    expect(woken).toEqual([partitionOf(row.id)]);
    expect(await load(row.id)).toEqual({ ...row, dueTime: undefined, note: undefined });
    const { rows: audit } = await set.admin.query('SELECT * FROM audit WHERE object_id = $1', [row.id]);
    expect(audit).toMatchObject([
      {
        action: 'create',
        object: 'desk',
        person_id: anna.personId,
        version: 1,
        request_id: call.requestId,
        outcome: 'done',
      },
    ]);
    const { rows: events } = await set.admin.query('SELECT * FROM outbox WHERE aggregate_id = $1', [row.id]);
    expect(events).toMatchObject([
      {
        subject: 'kontor.desk.identity.v1.SessionEnded',
        version: 1,
        publish_time: null,
        request_id: call.requestId,
      },
    ]);
  });

  it('that does nothing sends nothing', async () => {
    const { unitOfWork, lastAsked } = await alone(set);
    const before = await lastAsked();
    const call = callOf(anna, { idempotencyKey: 'nothing to keep', fingerprint: 'f' });
    expect(await unitOfWork.write(call, async () => 7)).toBe(7);
    expect(await lastAsked()).toEqual(before);
  });

  it('reads what it wrote before', async () => {
    const seen = await set.unitOfWork.write(callOf(anna), async (tx) => {
      const row = tx.insert(Desk, desk(anna.personId, { title: 'new' }));
      const again = await tx.get(Desk, row.id);
      tx.update(Desk, again, { title: 'newer' });
      return (await tx.get(Desk, row.id)).title;
    });
    expect(seen).toBe('newer');
  });

  it('that changes a row twice gives it two versions', async () => {
    const { id } = await create();
    const after = await set.unitOfWork.write(callOf(anna), async (tx) => {
      const first = tx.update(Desk, await tx.get(Desk, id), { title: 'once' });
      return tx.update(Desk, first, { note: 'twice' });
    });
    expect(after).toMatchObject({ version: 3, etag: '3' });
    expect(await load(id)).toMatchObject({ version: 3, etag: '3', title: 'once', note: 'twice' });
  });

  it('makes an update of a value that is absent clear it, and leaves the difference in the audit', async () => {
    const { id } = await create({ note: 'gone soon', dueTime: '2026-01-01T00:00:00.500Z' });
    await set.unitOfWork.write(callOf(anna), async (tx) =>
      tx.update(Desk, await tx.get(Desk, id), { note: undefined, title: 'Desk' }),
    );
    const after = await load(id);
    expect(after.note).toBeUndefined();
    expect(after.dueTime).toBe('2026-01-01T00:00:00.500Z');
    const { rows } = await set.admin.query<{ changes: string }>(
      `SELECT changes FROM audit WHERE object_id = $1 AND action = 'update'`,
      [id],
    );
    expect(rows.map(({ changes }) => JSON.parse(changes) as unknown)).toEqual([
      { note: ['gone soon', null] },
    ]);
  });

  const beforehand = { title: 'untouched' };
  it.each<[string, (tx: Transaction, row: Desk) => unknown]>([
    ['in a rule, before anything was sent', () => Promise.reject(new Error('refused'))],
    ['in the first insert', (tx) => tx.insert(Desk, desk(anna.personId, { rank: -1 }))],
    [
      'in the last insert',
      (tx) => {
        tx.insert(Desk, desk(anna.personId));
        tx.insert(Drawer, { parentId: randomUUID(), title: 'of no desk' });
      },
    ],
    [
      'in an insert behind a read',
      async (tx, row) => {
        tx.update(Desk, row, { title: 'touched' });
        await tx.get(Desk, row.id);
        tx.insert(Desk, desk(anna.personId, { rank: -1 }));
      },
    ],
    [
      'in a statement between',
      async (tx, row) => {
        tx.update(Desk, row, { title: 'touched' });
        await tx.query('SELECT 1 / 0');
      },
    ],
    [
      'in a rule, after changes were sent',
      async (tx, row) => {
        tx.update(Desk, row, { title: 'touched' });
        await tx.get(Desk, row.id);
        throw new Error('refused');
      },
    ],
    [
      'in an update that hits no row',
      (tx, row) => {
        tx.insert(Desk, desk(anna.personId));
        tx.update(Desk, { ...row, version: 99 }, { title: 'touched' });
        tx.insert(Desk, desk(anna.personId));
      },
    ],
    ['in an audit row', (tx) => tx.audit({ action: 'export', object: null as never, objectId: 'x' })],
    [
      'in an event',
      (tx) => tx.emit(eventType, { id: 'x', version: null as never }, { sessionId: '', personId: '' }),
    ],
    [
      'in a statement whose error the work swallows',
      async (tx, row) => {
        tx.update(Desk, row, { title: 'touched' });
        await tx.query('SELECT 1 / 0').catch(() => undefined);
      },
    ],
  ])('leaves nothing behind when it fails %s', async (_where, fail) => {
    const { id } = await create(beforehand);
    const before = await set.rowCounts();
    const call = callOf(anna, { idempotencyKey: randomUUID(), fingerprint: 'f' });
    const failing = set.unitOfWork.write(call, async (tx) => {
      const row = await tx.get(Desk, id);
      tx.audit({ action: 'look', object: 'desk', objectId: id });
      ended(tx, id);
      await fail(tx, row);
    });
    await expect(failing).rejects.toThrow();
    expect(await set.rowCounts()).toEqual(before);
    expect(await load(id)).toMatchObject({ title: 'untouched', version: 1 });
    // The same key then really runs.
    expect(await set.unitOfWork.write(call, async (tx) => tx.insert(Desk, desk(anna.personId)).version)).toBe(
      1,
    );
  });

  it('tells the cause when a swallowed error made its commit void', async () => {
    const writing = set.unitOfWork.write(callOf(anna), async (tx) => {
      await tx.query('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(writing).rejects.toMatchObject({ code: '22012' });
  });

  it('leaks no statement of a parallel branch past its rollback', async () => {
    let late: Promise<unknown> | undefined;
    const branch = async (tx: Transaction) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      await tx.query(`INSERT INTO board (id, title) VALUES (gen_random_uuid(), 'leaked')`);
    };
    const failing = set.unitOfWork.write(callOf(anna), (tx) => {
      late = branch(tx);
      return Promise.all([tx.query('SELECT 1 / 0'), late]);
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    await expect(late).rejects.toThrow('after the end of its unit of work');
    const { rows } = await set.admin.query(`SELECT 1 FROM board WHERE title = 'leaked'`);
    expect(rows).toEqual([]);
  });

  it('takes no statement after its commit either, in reads and in writes that sent nothing', async () => {
    let kept: Transaction | undefined;
    const keep = async (tx: Transaction) => void (kept = tx);
    for (const run of [
      () => set.unitOfWork.read(callOf(anna), keep),
      () => set.unitOfWork.write(callOf(anna), keep),
      () => set.unitOfWork.read(callOf(anna), async (tx) => (await tx.query('SELECT 1'), keep(tx))),
      () => set.unitOfWork.write(callOf(anna), async (tx) => (await tx.query('SELECT 1'), keep(tx))),
    ]) {
      await run();
      await expect(kept?.query('SELECT 1')).rejects.toThrow('after the end of its unit of work');
    }
  });

  it('puts violated constraints into the words of callers', async () => {
    await create({ rank: 5 });
    await expect(create({ rank: 5 })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'rank-taken',
      fields: [{ field: 'rank', reason: 'rank-taken' }],
    });
  });
});
