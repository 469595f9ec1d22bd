import { byAdministrator, identityOnDatabase, together, type Identity } from './identity-fixture.js';

let identity: Identity;
beforeAll(async () => (identity = await identityOnDatabase()));
afterAll(() => identity?.close());

const create = (name: string, parentId?: string) =>
  identity.units.create({ unit: { name, parentId } as never }, byAdministrator());
const unknown = '01900000-0000-7000-8000-00000000dead';
const told = async (id: string): Promise<object[]> => {
  const events = await identity.rows<{ payload: string }>(
    'SELECT payload FROM outbox WHERE aggregate_id = $1 ORDER BY version',
    [id],
  );
  return events.map(({ payload }) => JSON.parse(payload) as object);
};
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

  it('are read level by level', async () => {
    const top = await create('Level top');
    const low = await create('Level low', top.id);
    const at = async (condition: object) => {
      const filter = JSON.stringify({ field: 'parentId', ...condition });
      const { units } = await identity.units.list({ filter }, byAdministrator());
      return units.map(({ id }) => id);
    };
    expect(await at({ op: 'eq', value: top.id })).toEqual([low.id]);
    const tops = await at({ op: 'isNull', value: true });
    expect(tops).toContain(top.id);
    expect(tops).not.toContain(low.id);
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

describe('a unit', () => {
  it('has a kind, a head and a calendar, and every state is told', async () => {
    const head = await identity.person();
    const calendar = await identity.calendars.create(
      {
        calendar: {
          name: 'Shop hours',
          weekdays: [{ weekday: 'saturday', hours: ['10:00-20:00'] }],
        } as never,
      },
      byAdministrator(),
    );
    const made = await create('Plain');
    expect(made.kind).toBe('department');
    const changed = await update(made.id, { kind: 'branch', headId: head.id, calendarId: calendar.id });
    expect(changed).toMatchObject({ kind: 'branch', headId: head.id, calendarId: calendar.id });
    expect(await identity.units.get(made.id, byAdministrator())).toEqual(changed);
    expect(await told(made.id)).toEqual([{ unit: made }, { unit: JSON.parse(JSON.stringify(changed)) }]);
  });

  it.each([
    [{ headId: unknown }, 'headId', 'unknown-head'],
    [{ calendarId: unknown }, 'calendarId', 'unknown-calendar'],
  ])('refuses %j', async (changes, field, reason) => {
    const { id } = await create(`Refusing ${field}`);
    await expect(update(id, changes)).rejects.toMatchObject({ fields: [{ field: `unit.${field}`, reason }] });
  });

  it('is removed when nobody works in it and nothing lies below', async () => {
    const top = await create('Removed top');
    const low = await create('Removed low', top.id);
    const person = await identity.person({ unitId: low.id });
    const remove = (id: string, etag?: string) => identity.units.delete({ id, etag }, byAdministrator());
    for (const id of [top.id, low.id]) {
      await expect(remove(id)).rejects.toMatchObject({ code: 'conflict', reason: 'unit-not-empty' });
    }
    await identity.people.update(
      { id: person.id, person: {} as never, updateMask: ['unitId'] },
      byAdministrator(),
    );
    await expect(remove(low.id, '9')).rejects.toMatchObject({ code: 'stale' });
    await remove(low.id, '1');
    await remove(top.id);
    await expect(identity.units.get(low.id, byAdministrator())).rejects.toMatchObject({
      reason: 'unit-not-found',
    });
    expect((await told(low.id)).at(-1)).toEqual({ unitId: low.id, etag: '2' });
  });

  it('is not kept by people who left', async () => {
    const { id } = await create('Left behind');
    const person = await identity.person({ unitId: id });
    await identity.markLeft(person.id, byAdministrator());
    await identity.units.delete({ id }, byAdministrator());
    expect((await identity.people.get(person.id, byAdministrator())).unitId).toBeUndefined();
    const { assignments } = await identity.employment.assignments({ personId: person.id }, byAdministrator());
    expect(assignments.map(({ unitId }) => unitId)).toEqual([id]);
  });

  it('is never removed from under a person or a unit that comes at the same time', async () => {
    for (let trial = 0; trial < 10; trial++) {
      const { id } = await create(`Contested ${trial}`);
      const comer =
        trial % 2 === 0
          ? identity.person({ unitId: id })
          : create(`Comer ${trial}`, id).then(() => undefined);
      const { done, errors } = await together<unknown>([
        identity.units.delete({ id }, byAdministrator()),
        comer,
      ]);
      expect(done).toHaveLength(1);
      expect(['unit-not-empty', 'invalid-request']).toContain(errors[0]);
    }
  });
});
