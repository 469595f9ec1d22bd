import { partitionOf } from '../src/outbox.js';
import { outboxPartitions } from '../src/platform.migration.js';
import type { UnitOfWork } from '../src/unit-of-work.js';
import { Desk } from './desk.entities.js';
import { callOf, desksOf, ended, person, stage, type Stage } from './stage.js';

let set: Stage;
beforeAll(async () => {
  set = await stage();
}, 60_000);
afterAll(() => set?.dispose());

const anna = person();
const { create, load } = desksOf(anna, () => set);

describe('two that change one row', () => {
  it('do not both succeed: the later one is a conflict', async () => {
    const { id } = await create();
    let loaded = 0;
    let release = (): void => undefined;
    const both = new Promise<void>((resolve) => (release = resolve));
    const change = (title: string) =>
      set.unitOfWork.write(callOf(anna), async (tx) => {
        const row = await tx.get(Desk, id);
        if (++loaded === 2) release();
        await both;
        tx.update(Desk, row, { title });
      });
    const outcomes = await Promise.allSettled([change('a'), change('b')]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'conflict', reason: 'record-changed', retryAfterSeconds: 1 },
    });
    expect((await load(id)).version).toBe(2);
  });

  it('cannot delete what was changed since it was read', async () => {
    const { id } = await create();
    const deleting = set.unitOfWork.write(callOf(anna), async (tx) => {
      const row = await tx.get(Desk, id);
      await set.unitOfWork.write(callOf(anna), async (other) =>
        other.update(Desk, await other.get(Desk, id), { title: 'still needed' }),
      );
      tx.delete(Desk, row);
    });
    await expect(deleting).rejects.toMatchObject({ code: 'conflict', reason: 'record-changed' });
    expect((await load(id)).title).toBe('still needed');
    await set.unitOfWork.write(callOf(anna), async (tx) => tx.delete(Desk, await tx.get(Desk, id)));
    await expect(load(id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('leave their events in the order of versions, also when eight race', async () => {
    const { id } = await create();
    const replicas = [set.unitOfWork, await set.replica()];
    const changeOnce = (unitOfWork: UnitOfWork): Promise<void> =>
      unitOfWork
        .write(callOf(anna), async (tx) => {
          const row = await tx.get(Desk, id);
          const { version } = tx.update(Desk, row, { rank: 0, note: String(row.version) });
          ended(tx, id, version);
        })
        .catch((error: { reason?: string }) =>
          error.reason === 'record-changed' ? changeOnce(unitOfWork) : Promise.reject(error as Error),
        );
    await Promise.all(
      Array.from({ length: 8 }, async (_, i) => {
        for (let n = 0; n < 10; n++) await changeOnce(replicas[i % 2] ?? set.unitOfWork);
      }),
    );
    const { rows } = await set.admin.query<{ version: number; partition: number }>(
      'SELECT version, partition FROM outbox WHERE aggregate_id = $1 ORDER BY position',
      [id],
    );
    expect(rows.map(({ version }) => version)).toEqual(Array.from({ length: 80 }, (_, i) => i + 2));
    expect(new Set(rows.map(({ partition }) => partition))).toEqual(new Set([partitionOf(id)]));
    expect(partitionOf(id)).toBeLessThan(outboxPartitions);
  }, 60_000);

  it('wait for each other where the row is read for update', async () => {
    const { id } = await create();
    const add = () =>
      set.unitOfWork.write(callOf(anna), async (tx) => {
        const row = await tx.getForUpdate(Desk, id);
        tx.update(Desk, row, { tags: [...row.tags, 'x'] });
      });
    await Promise.all(Array.from({ length: 8 }, add));
    expect((await load(id)).tags).toHaveLength(8);
  });
});
