import { byAdministrator, identityOnDatabase, together, type Identity } from './identity-fixture.js';

let identity: Identity;
beforeAll(async () => (identity = await identityOnDatabase()));
afterAll(() => identity?.close());

const create = (name: string, parentId?: string) =>
  identity.units.create({ unit: { name, parentId } as never }, byAdministrator());
const update = (id: string, changes: object, etag?: string) =>
  identity.units.update(
    { id, unit: changes as never, updateMask: Object.keys(changes), etag },
    byAdministrator(),
  );

describe('units', () => {
  it('form a tree, and can be renamed and moved', async () => {
    const company = await create('Company');
    const north = await create('North', company.id);
    const shop = await create('Shop', north.id);
    const moved = await update(shop.id, { name: 'Corner shop', parentId: company.id });
    expect(moved).toMatchObject({ name: 'Corner shop', parentId: company.id, etag: '2' });
    const { units } = await identity.units.list({ orderBy: 'name' }, byAdministrator());
    expect(units).toEqual([company, moved, north]);
  });

  it('have a name that no sibling has, in any case', async () => {
    const parent = await create('Region');
    await create('Sales', parent.id);
    await expect(create('SALES', parent.id)).rejects.toMatchObject({
      code: 'conflict',
      reason: 'unit-name-taken',
    });
    await expect(create('region')).rejects.toMatchObject({ reason: 'unit-name-taken' });
    await create('Sales');
  });

  it('refuse an unknown parent, a parent below, and an old version', async () => {
    const top = await create('Top');
    const low = await create('Low', (await create('Middle', top.id)).id);
    await expect(create('Lost', '01900000-0000-7000-8000-00000000dead')).rejects.toMatchObject({
      fields: [{ field: 'unit.parentId', reason: 'unknown-parent' }],
    });
    await expect(update(top.id, { parentId: low.id })).rejects.toMatchObject({
      code: 'invalid',
      reason: 'unit-cycle',
    });
    await expect(update(top.id, { name: 'Other' }, '7')).rejects.toMatchObject({
      code: 'stale',
      current: top,
    });
  });

  it('never close a cycle by two moves at once', async () => {
    for (let trial = 0; trial < 10; trial++) {
      const one = await create(`One ${trial}`);
      const other = await create(`Other ${trial}`);
      const { done, errors } = await together([
        update(one.id, { parentId: other.id }),
        update(other.id, { parentId: one.id }),
      ]);
      expect(done).toHaveLength(1);
      expect(errors).toEqual(['unit-cycle']);
    }
  });
});
