import { randomUUID } from 'node:crypto';
import { Organisation } from '@kontor/access/organisation';
import type { Transaction } from '../src/transaction.js';
import { UnitOfWork } from '../src/unit-of-work.js';
import { Desk } from './desk.entities.js';
import { alone, callOf, desk, desksOf, person, stage, type Stage } from './stage.js';

let set: Stage;
beforeAll(async () => {
  set = await stage();
}, 60_000);
afterAll(() => set?.dispose());

const anna = person();
const { create, load } = desksOf(anna, () => set);

describe('a read', () => {
  it('that asks nothing sends nothing', async () => {
    const { unitOfWork, lastAsked } = await alone(set);
    const before = await lastAsked();
    expect(await unitOfWork.read(callOf(anna), async () => 'answer')).toBe('answer');
    expect(await lastAsked()).toEqual(before);
    await unitOfWork.read(callOf(anna), (tx) => tx.query('SELECT 1'));
    expect(await lastAsked()).not.toEqual(before);
  });

  it('sees the rows as they stood at its first statement', async () => {
    const { id } = await create({ title: 'before' });
    const titles = await set.unitOfWork.read(callOf(anna), async (tx) => {
      const first = await tx.get(Desk, id);
      await set.admin.query(`UPDATE desk SET title = 'after' WHERE id = $1`, [id]);
      return [first.title, (await tx.get(Desk, id)).title];
    });
    expect(titles).toEqual(['before', 'before']);
    expect((await load(id)).title).toBe('after');
  });

  it('cannot change anything', async () => {
    await expect(
      set.unitOfWork.read(callOf(anna), (tx) => tx.query(`UPDATE desk SET title = 'x'`)),
    ).rejects.toMatchObject({ code: '25006' });
  });

  it('of a row that is not there says which kind of record is missing', async () => {
    await expect(load(randomUUID())).rejects.toMatchObject({ code: 'not_found', reason: 'desk-not-found' });
  });
});

describe('a read of one statement', () => {
  const one = <T>(work: (tx: Transaction) => Promise<T>) => set.unitOfWork.readOne(callOf(anna), work);

  it('gives what a read gives, to whoever may see it', async () => {
    const { id, title } = await create({ title: 'one' });
    expect((await one((tx) => tx.get(Desk, id))).title).toBe(title);
    await expect(set.unitOfWork.readOne(callOf(person()), (tx) => tx.get(Desk, id))).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('refuses a second statement', async () => {
    const twice = one(async (tx) => [await tx.query('SELECT 1'), await tx.query('SELECT 2')]);
    await expect(twice).rejects.toThrow('after the end of its unit of work');
  });

  it('stands before the same wall: what memory wrongly lets through, row-level security hides', async () => {
    const boris = person();
    const { id } = await set.unitOfWork.write(callOf(boris), async (tx) =>
      tx.insert(Desk, desk(boris.personId)),
    );
    const mistaken = new UnitOfWork(set.dataSource, {
      service: 'desk',
      organisation: () => new Organisation([{ id: boris.personId, managerId: anna.personId }]),
    });
    for (const read of [mistaken.readOne.bind(mistaken), mistaken.read.bind(mistaken)]) {
      await expect(read(callOf(anna), (tx) => tx.find(Desk, id))).resolves.toBeUndefined();
      await expect(read(callOf(boris), (tx) => tx.find(Desk, id))).resolves.toMatchObject({ id });
    }
  });

  it('changes nothing, and leaves the connection fit after an error', async () => {
    await expect(one((tx) => tx.query(`UPDATE desk SET title = 'x'`))).rejects.toMatchObject({
      code: '25006',
    });
    await expect(one((tx) => tx.query('SELECT 1 / 0'))).rejects.toMatchObject({ code: '22012' });
    const rows = await Promise.all(
      Array.from({ length: 40 }, (_, n) => one((tx) => tx.query('SELECT $1::int AS n', [n]))),
    );
    expect(rows.flat()).toEqual(rows.map((_, n) => ({ n })));
  });
});

describe('a read of statements that are sent together', () => {
  const together = <T>(work: (tx: Transaction) => Promise<T>, statementLimit?: number) =>
    set.unitOfWork.readTogether(callOf(anna), work, statementLimit === undefined ? {} : { statementLimit });

  it('gives what reads one by one give, of one moment', async () => {
    const { id, title } = await create({ title: 'together' });
    const snapshot = 'SELECT pg_current_snapshot()::text AS snapshot';
    const [row, own, ...snapshots] = await together((tx) =>
      Promise.all([
        tx.get(Desk, id),
        tx.select(Desk, 'r.id = $1', [id]),
        tx.query(snapshot),
        tx.query(snapshot),
      ]),
    );
    expect([row.title, own.map((one) => one.title)]).toEqual([title, [title]]);
    expect(snapshots[0]).toEqual(snapshots[1]);
    const stranger = set.unitOfWork.readTogether(callOf(person()), (tx) =>
      Promise.all([tx.find(Desk, id), tx.select(Desk, 'r.id = $1', [id])]),
    );
    expect(await stranger).toEqual([undefined, []]);
  });

  it('refuses a statement that comes later', async () => {
    const late = together(async (tx) => [await tx.query('SELECT 1'), await tx.query('SELECT 2')]);
    await expect(late).rejects.toThrow('after the end of its unit of work');
  });

  it('keeps what came before the statement that failed, and leaves the connection fit', async () => {
    const { unitOfWork } = await alone(set);
    const outcomes = await unitOfWork.readTogether(callOf(anna), (tx) =>
      Promise.allSettled(['SELECT 1 AS n', 'SELECT 1 / 0', 'SELECT 3 AS n'].map((text) => tx.query(text))),
    );
    expect(outcomes).toMatchObject([
      { status: 'fulfilled', value: [{ n: 1 }] },
      { status: 'rejected', reason: { code: '22012' } },
      { status: 'rejected', reason: { code: '25P02' } },
    ]);
    const after = unitOfWork.readTogether(callOf(anna), (tx) => tx.query('SELECT 4 AS n'));
    expect(await after).toEqual([{ n: 4 }]);
  });

  it('ends a statement that takes longer than it may, and only in this read', async () => {
    const { unitOfWork } = await alone(set);
    const sleep = (tx: Transaction) => tx.query('SELECT pg_sleep(0.2)');
    const cut = unitOfWork.readTogether(callOf(anna), sleep, { statementLimit: 20 });
    await expect(cut).rejects.toMatchObject({ code: 'deadline', reason: 'deadline-exceeded' });
    await expect(unitOfWork.read(callOf(anna), sleep)).resolves.toHaveLength(1);
  });

  it('that asks nothing sends nothing', async () => {
    const { unitOfWork, lastAsked } = await alone(set);
    const before = await lastAsked();
    expect(await unitOfWork.readTogether(callOf(anna), async () => 'answer')).toBe('answer');
    expect(await lastAsked()).toEqual(before);
  });
});
