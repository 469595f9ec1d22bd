import { serviceCall } from '@kontor/access/call';
import type { Caller } from '@kontor/access/caller';
import { nobody } from '@kontor/access/caller';
import { poolOf } from '../src/data-source.js';
import { Desk, Diary } from './desk.entities.js';
import { callOf, desk, person, stage, type Stage } from './stage.js';

let set: Stage;
beforeAll(async () => {
  set = await stage(4);
}, 60_000);
afterAll(() => set?.dispose());

it('settings of one caller never reach another: ten thousand interleaved requests over four connections', async () => {
  const boss = person();
  const callers: Caller[] = [boss, ...Array.from({ length: 5 }, () => person())];
  await set.organise([
    { id: boss.personId },
    ...callers.slice(1, 4).map(({ personId }) => ({ id: personId, managerId: boss.personId })),
  ]);
  const owners = new Map<Caller, Set<string>>();
  for (const caller of callers) {
    await set.unitOfWork.write(callOf(caller), async (tx) => {
      tx.insert(Desk, desk(caller.personId));
      tx.insert(Diary, { personId: caller.personId, title: 'mine' });
    });
    owners.set(caller, new Set([caller.personId]));
  }
  for (const { personId } of callers.slice(1, 4)) owners.get(boss)?.add(personId);
  callers.push(nobody);
  let crossed = 0;
  let failed = 0;
  // What Postgres alone lets through: no predicate of ours in these statements.
  const look = async (index: number) => {
    const caller = callers[index % callers.length] ?? nobody;
    const kind = index % 7;
    try {
      const run = kind < 3 ? set.unitOfWork.write : set.unitOfWork.read;
      const rows = await run.call(set.unitOfWork, callOf(caller), async (tx) => {
        const found = tx.query<{ owner: string }>(
          `SELECT owner_id AS owner FROM desk UNION ALL SELECT person_id FROM diary WHERE person_id <> nullif($1, '')::uuid`,
          [caller.personId],
        );
        // Some fail afterwards, so that a rollback comes between two callers too.
        if (kind === 2) await Promise.all([found, tx.query('SELECT 1 / 0')]);
        return found as Promise<{ owner: string }[]>;
      });
      const seen = (rows as { owner: string }[]).map(({ owner }) => owner);
      const mine = owners.get(caller) ?? new Set();
      if (seen.length !== mine.size || seen.some((owner) => !mine.has(owner))) crossed += 1;
    } catch (error) {
      if ((error as { code?: string }).code !== '22012') throw error;
      failed += 1;
    }
  };
  for (let start = 0; start < 10_000; start += 100) {
    await Promise.all(Array.from({ length: 100 }, (_, i) => look(start + i * 3)));
  }
  expect(crossed).toBe(0);
  expect(failed).toBeGreaterThan(1_000);
}, 120_000);

it('a connection forgets its caller with the transaction, be it committed or rolled back', async () => {
  const alone = await set.replica(1);
  const anna = person();
  await alone.write(callOf(anna), async (tx) => tx.insert(Desk, desk(anna.personId)));
  const bare = () => poolOf(alone.dataSource).query('SELECT 1 FROM desk');
  for (const call of [callOf(anna), serviceCall('desk', 'test')]) {
    expect(await alone.read(call, (tx) => tx.query('SELECT 1 FROM desk'))).not.toEqual([]);
    expect((await bare()).rowCount).toBe(0);
    await expect(alone.write(call, (tx) => tx.query('SELECT 1 / 0'))).rejects.toThrow();
    expect((await bare()).rowCount).toBe(0);
  }
});
