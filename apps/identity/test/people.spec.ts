import {
  by,
  byAdministrator,
  byNobody,
  identityOnDatabase,
  personRequest,
  together,
  type Identity,
} from './identity-fixture.js';

let identity: Identity;
beforeAll(async () => (identity = await identityOnDatabase()));
afterAll(() => identity?.close());

const unknown = '01900000-0000-7000-8000-00000000dead';

describe('adding a person', () => {
  it('fills what is not given, and tells of the whole person', async () => {
    const person = await identity.people.create(
      personRequest({ email: 'Ann.Lee@Example.com' }),
      byAdministrator(),
    );
    expect(person).toMatchObject({
      email: 'ann.lee@example.com',
      roles: ['salesperson'],
      language: 'en',
      timeZone: 'Asia/Shanghai',
      status: 'active',
      etag: '1',
    });
    const events = await identity.rows<{ payload: string; version: number }>(
      'SELECT payload, version FROM outbox WHERE aggregate_id = $1',
      [person.id],
    );
    expect(events.map(({ payload, version }) => [JSON.parse(payload), version])).toEqual([[{ person }, 1]]);
    expect(await identity.people.get(person.id, by(person))).toEqual(person);
  });

  it('keeps the password to itself: no answer, event, audit row or key carries it or its hash', async () => {
    const call = byAdministrator({ idempotencyKey: 'secretive', fingerprint: 'f' });
    const { id } = await identity.people.create(personRequest({ password: 'a very private phrase' }), call);
    const stored = await identity.rows<{ texts: string }>(
      `SELECT coalesce(string_agg(t, ' '), '') AS texts FROM (
         SELECT payload AS t FROM outbox UNION ALL SELECT changes FROM audit UNION ALL SELECT answer FROM idempotency
         UNION ALL SELECT p::text FROM person p) all_texts`,
    );
    expect(stored[0]?.texts).toContain(id);
    expect(stored[0]?.texts).not.toMatch(/private phrase|argon2/);
    const actions = await identity.rows('SELECT action FROM audit WHERE object_id = $1 ORDER BY action', [
      id,
    ]);
    expect(actions).toEqual([{ action: 'create' }, { action: 'set-password' }]);
  });

  it('hides hashes, refresh tokens and signing keys from every person, the administrator too', async () => {
    const person = await identity.person();
    await identity.keys.current();
    for (const table of ['credential', 'signing_key', 'refresh_token', 'sign_in_failure']) {
      for (const call of [byAdministrator(), by(person), byNobody()]) {
        const rows = await identity.unitOfWork.read(call, (tx) => tx.query(`SELECT 1 FROM ${table}`));
        expect(rows).toEqual([]);
      }
    }
    expect((await identity.rows('SELECT 1 FROM credential')).length).toBeGreaterThan(0);
  });

  it('shows people to who is signed in and to nobody else', async () => {
    const person = await identity.person();
    const colleague = await identity.person({ roles: ['salesperson'] });
    expect(await identity.people.get(person.id, by(colleague))).toEqual(person);
    const rows = await identity.unitOfWork.read(byNobody(), (tx) => tx.query('SELECT 1 FROM person'));
    expect(rows).toEqual([]);
  });

  it('is refused when the address is in use in any case', async () => {
    await identity.people.create(personRequest({ email: 'taken@example.com' }), byAdministrator());
    await expect(
      identity.people.create(personRequest({ email: 'TAKEN@example.com' }), byAdministrator()),
    ).rejects.toMatchObject({
      code: 'conflict',
      reason: 'email-taken',
      fields: [{ field: 'email', reason: 'email-taken' }],
    });
  });

  it('succeeds once when ten ask for the same address at once', async () => {
    const work = Array.from({ length: 10 }, () =>
      identity.people.create(personRequest({ email: 'race@example.com' }), byAdministrator()),
    );
    const { done, errors } = await together(work);
    expect(done).toHaveLength(1);
    expect(errors).toEqual(Array(9).fill('email-taken'));
    expect(await identity.rows('SELECT 1 FROM person WHERE email = $1', ['race@example.com'])).toHaveLength(
      1,
    );
  });

  it('happens once for a repeated idempotency key, with the same answer', async () => {
    const call = byAdministrator({ idempotencyKey: 'k-1', fingerprint: 'same' });
    const request = personRequest();
    const first = await identity.people.create(request, call);
    expect(await identity.people.create(request, { ...call, requestId: 'again' })).toEqual(first);
    expect(await identity.rows('SELECT 1 FROM outbox WHERE aggregate_id = $1', [first.id])).toHaveLength(1);
    await expect(
      identity.people.create(personRequest(), { ...call, fingerprint: 'other' }),
    ).rejects.toMatchObject({
      code: 'unprocessable',
      reason: 'idempotency-key-reused',
    });
  });

  it.each([
    [{ unitId: unknown }, 'unitId', 'unknown-unit'],
    [{ managerId: unknown }, 'managerId', 'unknown-manager'],
    [{ password: 'qwertyuiop' }, 'password', 'password-common'],
    [{ password: 'short' }, 'password', 'too-short'],
    [{ email: 'long.enough@example.com', password: 'long.enough' }, 'password', 'password-personal'],
  ])('refuses %j', async (fields, field, reason) => {
    const request = personRequest(fields);
    await expect(identity.people.create(request, byAdministrator())).rejects.toMatchObject({
      code: 'invalid',
      fields: [expect.objectContaining({ field, reason })],
    });
    expect(await identity.rows('SELECT 1 FROM person WHERE email = $1', [request.email])).toEqual([]);
  });
});

describe('changing a person', () => {
  const update = (id: string, changes: object, etag?: string) =>
    identity.people.update(
      { id, person: changes as never, updateMask: Object.keys(changes), etag },
      byAdministrator(),
    );

  it('changes the fields in the mask, and tells of each new state', async () => {
    const manager = await identity.person();
    const person = await identity.person({ managerId: manager.id });
    const after = await update(person.id, { name: 'New name', managerId: undefined, language: 'ru' });
    expect(after).toEqual({
      ...person,
      name: 'New name',
      managerId: undefined,
      language: 'ru',
      etag: '2',
      updateTime: after.updateTime,
    });
    expect(await identity.people.get(person.id, byAdministrator())).toEqual(after);
    const [event] = await identity.rows<{ payload: string }>(
      'SELECT payload FROM outbox WHERE aggregate_id = $1 AND version = 2',
      [person.id],
    );
    expect(JSON.parse(event?.payload ?? '')).toEqual({ person: JSON.parse(JSON.stringify(after)) });
  });

  it('is refused on an old version, and shows the current one', async () => {
    const person = await identity.person();
    const current = await update(person.id, { name: 'Second' }, '1');
    await expect(update(person.id, { name: 'Third' }, '1')).rejects.toMatchObject({
      code: 'stale',
      reason: 'stale-record',
      current,
    });
    expect((await identity.people.get(person.id, byAdministrator())).name).toBe('Second');
  });

  it('keeps every one of twenty changes at once', async () => {
    const person = await identity.person();
    await Promise.all(Array.from({ length: 20 }, (_, i) => update(person.id, { name: `Name ${i}` })));
    expect((await identity.people.get(person.id, byAdministrator())).etag).toBe('21');
  });

  it('refuses an address in use, an unknown manager and a field that is not for callers', async () => {
    const taken = await identity.person();
    const person = await identity.person();
    await expect(update(person.id, { email: taken.email.toUpperCase() })).rejects.toMatchObject({
      reason: 'email-taken',
    });
    await expect(update(person.id, { managerId: unknown })).rejects.toMatchObject({
      fields: [{ field: 'person.managerId', reason: 'unknown-manager' }],
    });
    await expect(update(person.id, { status: 'left', name: '' })).rejects.toMatchObject({
      fields: [
        { field: 'person.status', reason: 'read-only-field' },
        { field: 'person.name', reason: 'required' },
      ],
    });
    await expect(update(unknown, { name: 'Nobody' })).rejects.toMatchObject({
      code: 'not_found',
      reason: 'person-not-found',
    });
  });

  it('refuses a manager who reports to the person, however far below', async () => {
    const top = await identity.person();
    const middle = await identity.person({ managerId: top.id });
    const low = await identity.person({ managerId: middle.id });
    for (const { id } of [top, middle, low]) {
      await expect(update(top.id, { managerId: id })).rejects.toMatchObject({
        code: 'invalid',
        reason: 'manager-cycle',
      });
    }
    await update(low.id, { managerId: top.id });
  });

  it('never closes a cycle by two changes at once', async () => {
    for (let trial = 0; trial < 10; trial++) {
      const one = await identity.person();
      const other = await identity.person();
      const { done, errors } = await together([
        update(one.id, { managerId: other.id }),
        update(other.id, { managerId: one.id }),
      ]);
      expect(done).toHaveLength(1);
      expect(errors).toEqual(['manager-cycle']);
    }
  });

  it('never takes the role from the last administrator, not even by two changes at once', async () => {
    await identity.rows(`UPDATE person SET roles = '["manager"]'`);
    const one = await identity.person({ roles: ['administrator'] });
    const other = await identity.person({ roles: ['administrator', 'manager'] });
    const { done, errors } = await together([
      update(one.id, { roles: ['manager'] }),
      update(other.id, { roles: ['manager'] }),
    ]);
    expect(done).toHaveLength(1);
    expect(errors).toEqual(['last-administrator']);
    const last = done[0]?.id === one.id ? other : one;
    await expect(update(last.id, { roles: [] })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'last-administrator',
    });
    await update(last.id, { roles: ['administrator', 'salesperson'] });
  });
});

describe('listing people', () => {
  it('pages, sorts, filters and counts', async () => {
    const unit = await identity.units.create({ unit: { name: 'List' } as never }, byAdministrator());
    for (const name of ['Cid', 'Ann', 'Bob']) await identity.person({ name, unitId: unit.id });
    const request = {
      filter: JSON.stringify({ field: 'unitId', op: 'eq', value: unit.id }),
      orderBy: 'name',
      pageSize: 2,
      withTotal: true,
    };
    const first = await identity.people.list(request, byAdministrator());
    expect(first.people.map(({ name }) => name)).toEqual(['Ann', 'Bob']);
    expect(first.totalSize).toBe(3);
    const second = await identity.people.list(
      { ...request, pageToken: first.nextPageToken },
      byAdministrator(),
    );
    expect(second.people.map(({ name }) => name)).toEqual(['Cid']);
    expect(second.nextPageToken).toBeUndefined();
  });

  it('refuses a filter on a field that has none', async () => {
    const filter = JSON.stringify({ field: 'timeZone', op: 'eq', value: 'UTC' });
    await expect(identity.people.list({ filter }, byAdministrator())).rejects.toMatchObject({
      code: 'invalid',
      fields: [expect.objectContaining({ field: 'filter' })],
    });
  });
});
