import { randomUUID } from 'node:crypto';
import type { Substitution } from '@kontor/access/organisation';
import { serviceCall } from '@kontor/access/call';
import { Desk, Drawer } from './desk.entities.js';
import { callOf, desk, person, stage, type Stage } from './stage.js';

const anna = person();
const boris = person();
const clara = person();
const stranger = person();

let set: Stage;
/** A desk of each, and a drawer in Anna's. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  set = await stage();
  await set.organise(
    [anna, boris, clara, stranger].map(({ personId, roles }) => ({ id: personId, roles })),
    {
      substitutions: [
        await standsIn(boris.personId, anna.personId),
        await standsIn(clara.personId, boris.personId),
      ],
    },
  );
  await set.unitOfWork.write(serviceCall('desk', 'test'), async (tx) => {
    for (const [name, { personId }] of Object.entries({ anna, boris, clara })) {
      ids[name] = tx.insert(Desk, desk(personId)).id;
    }
    ids.drawer = tx.insert(Drawer, { parentId: ids.anna!, title: '' }).id;
  });
}, 60_000);
afterAll(() => set?.dispose());

/** In the table that the wall asks, and for memory. */
async function standsIn(substituteId: string, personId: string): Promise<Substitution> {
  await set.admin.query(
    `INSERT INTO substitution_copy VALUES ($1, $2, $3, now() - interval '1 hour', now() + interval '1 hour', '{}', false, 1)`,
    [randomUUID(), personId, substituteId],
  );
  return { personId, substituteId, start: 0, end: Infinity, objects: [] };
}

const standingFor = async (objectId: string, requestId: string) => {
  const { rows } = await set.admin.query<{ on_behalf_of: string | null }>(
    'SELECT on_behalf_of FROM audit WHERE object_id = $1 AND request_id = $2',
    [objectId, requestId],
  );
  return rows.map(({ on_behalf_of }) => on_behalf_of);
};

/** Changes what the caller reads, and resolves to whom the audit names as stood in for. */
async function change(caller: typeof anna, ...names: string[]): Promise<(string | null)[]> {
  const call = callOf(caller);
  await set.unitOfWork.write(call, async (tx) => {
    for (const name of names) {
      const row = await tx.getForUpdate(Desk, ids[name]!);
      tx.update(Desk, row, { title: `${row.title}+` });
    }
  });
  return (await Promise.all(names.map((name) => standingFor(ids[name]!, call.requestId)))).flat();
}

describe('the audit of a change', () => {
  it('names nobody besides the owner who makes it', async () => {
    expect(await change(anna, 'anna')).toEqual([null]);
  });

  it('names the absent person whose record a substitute changes, also over a chain', async () => {
    expect(await change(boris, 'anna')).toEqual([anna.personId]);
    expect(await change(clara, 'anna')).toEqual([anna.personId]);
  });

  it('tells the own records of a substitute from those of the absent person, within one unit of work', async () => {
    expect(await change(boris, 'boris', 'anna')).toEqual([null, anna.personId]);
  });

  it('names the absent person for what follows the record', async () => {
    const call = callOf(boris);
    await set.unitOfWork.write(call, async (tx) => {
      const drawer = await tx.getForUpdate(Drawer, ids.drawer!);
      tx.update(Drawer, drawer, { title: 'changed' });
      tx.audit({ action: 'export', object: 'desk', objectId: 'several' });
    });
    expect(await standingFor(ids.drawer!, call.requestId)).toEqual([anna.personId]);
    expect(await standingFor('several', call.requestId)).toEqual([anna.personId]);
  });

  it('names the absent person for whom a substitute makes a record', async () => {
    const call = callOf(boris);
    const made = await set.unitOfWork.write(call, async (tx) => tx.insert(Desk, desk(anna.personId)));
    expect(await standingFor(made.id, call.requestId)).toEqual([anna.personId]);
  });

  it('says what the caller said, where it was said', async () => {
    expect(await change({ ...boris, onBehalfOf: anna.personId }, 'boris')).toEqual([anna.personId]);
  });

  it('is not there for who stands in for nobody: the record stays hidden', async () => {
    await expect(change(stranger, 'anna')).rejects.toMatchObject({ code: 'not_found' });
    await expect(change(boris, 'clara')).rejects.toMatchObject({ code: 'not_found' });
  });
});
