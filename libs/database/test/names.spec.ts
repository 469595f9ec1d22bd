import { randomUUID } from 'node:crypto';
import type { RoleRights } from '@kontor/access/default-roles';
import { isNameOnly } from '@kontor/access/name-only';
import { serviceCall } from '@kontor/access/call';
import { copyRole } from '@kontor/people/role-copy';
import { Desk, Drawer } from './desk.entities.js';
import { callOf, desk, person, stage, type Stage } from './stage.js';

// Rights call desks customers (desk.entities.ts).
const anna = person(undefined, ['viewer']);
const boris = person();
const clara = person();
const boss = person(undefined, ['administrator', 'viewer']);

const viewer: RoleRights = {
  ...{ id: 'viewer', permissions: [], deniedPermissions: [], fields: [], reaches: [] },
  names: [{ object: 'customer', fields: ['name', 'ownerId'] }],
};

let set: Stage;
let own = '';
let others = '';
beforeAll(async () => {
  set = await stage();
  const people = [anna, boris, clara, boss].map(({ personId, roles }) => ({ id: personId, roles }));
  await set.organise(people, { roles: [viewer] });
  await set.unitOfWork.write(serviceCall('desk', 'test'), async (tx) => {
    await copyRole(tx, { ...viewer, name: '', description: '', builtIn: false, etag: '1' });
    own = tx.insert(Desk, desk(anna.personId, { title: 'mine', note: 'seen' })).id;
    others = tx.insert(Desk, desk(boris.personId, { title: 'his', note: 'hidden' })).id;
    tx.insert(Drawer, { parentId: others, title: 'his too' });
  });
}, 60_000);
afterAll(() => set?.dispose());

const modes = ['read', 'readOne', 'write'] as const;
const named = (mode: (typeof modes)[number], caller = anna, id = others) =>
  set.unitOfWork[mode](callOf(caller), (tx) => tx.findName(Desk, id));

describe.each(modes)('the name-only view of a %s', (mode) => {
  it('shows a record beyond reach by its few fields, and says so', async () => {
    const row = await named(mode);
    expect(JSON.parse(JSON.stringify(row))).toEqual({ id: others, ownerId: boris.personId, etag: '1' });
    expect(row && isNameOnly(row)).toBe(true);
    expect(row && isNameOnly({ ...row, more: true })).toBe(true);
  });

  it('shows what the caller reaches whole and without a mark', async () => {
    const row = await named(mode, anna, own);
    expect(row).toMatchObject({ title: 'mine', note: 'seen', tags: [], version: 1 });
    expect(row).toEqual(await set.unitOfWork.read(callOf(anna), (tx) => tx.get(Desk, own)));
    expect(row && isNameOnly(row)).toBe(false);
  });

  it('is for those only whom a role gives it', async () => {
    expect(await named(mode, clara)).toBeUndefined();
    expect(await named(mode, boris)).toMatchObject({ note: 'hidden' });
    expect(await named(mode, boss)).toMatchObject({ note: 'hidden' });
    expect(await named(mode, anna, randomUUID())).toBeUndefined();
  });
});

it('names and whole rows stand side by side, in order, and are counted', async () => {
  const found = await set.unitOfWork.read(callOf(anna), async (tx) => ({
    rows: await tx.selectNames(
      Desk,
      'r.owner_id = ANY ($1)',
      [[anna.personId, boris.personId]],
      'ORDER BY r.id',
    ),
    count: await tx.countNames(Desk, 'TRUE', []),
  }));
  expect(found.rows.map((row) => [row.id, row.note, isNameOnly(row)])).toEqual([
    [own, 'seen', false],
    [others, undefined, true],
  ]);
  expect(found.count).toBe(2);
  expect(await set.unitOfWork.read(callOf(clara), (tx) => tx.countNames(Desk, 'TRUE', []))).toBe(0);
});

it('the statement after one for names meets the whole wall again, also one that was sent at the same time', async () => {
  const look = () =>
    set.unitOfWork.read(callOf(anna), (tx) =>
      Promise.all([
        tx.query<{ id: string }>('SELECT id FROM desk'),
        tx.findName(Desk, others),
        tx.query<{ id: string }>('SELECT id FROM desk'),
        tx.query('SELECT id FROM drawer'),
      ]),
    );
  const [before, name, after, drawers] = await look();
  expect(name?.id).toBe(others);
  expect([before, after]).toEqual([[{ id: own }], [{ id: own }]]);
  expect(drawers).toEqual([]);
});

it('the wall shows names only as long as the role gives them, whatever memory believes', async () => {
  await set.admin.query(
    `UPDATE role_copy SET rights = jsonb_set(rights, '{names}', '[]') WHERE id = 'viewer'`,
  );
  for (const mode of modes) expect(await named(mode)).toBeUndefined();
});

it('a row seen by name cannot be changed', async () => {
  const changing = set.unitOfWork.write(callOf(anna), async (tx) => {
    const row = await tx.findName(Desk, others);
    if (row) tx.update(Desk, row, { title: 'taken' });
    return row;
  });
  await expect(changing.then((row) => row && 'changed')).resolves.toBeUndefined();
});
