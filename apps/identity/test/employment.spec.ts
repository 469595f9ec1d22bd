import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import {
  by,
  byAdministrator,
  byNobody,
  identityOnDatabase,
  password,
  together,
  type Identity,
} from './identity-fixture.js';

let identity: Identity;
/** Somebody who may always administer, so that the last administrator is no subject but where a test makes it one. */
let administrator: Person;
beforeAll(async () => {
  identity = await identityOnDatabase();
  administrator = await identity.person({ roles: ['administrator'] });
});
afterAll(() => identity?.close());

const unknown = '01900000-0000-7000-8000-00000000dead';
const unit = (name: string) => identity.units.create({ unit: { name } as never }, byAdministrator());
const update = (id: string, changes: object) =>
  identity.people.update(
    { id, person: changes as never, updateMask: Object.keys(changes) },
    byAdministrator(),
  );
const history = async (id: string, call = byAdministrator()) =>
  (await identity.employment.assignments({ personId: id }, call)).assignments;
const signIn = (email: string) => identity.signIns.create({ email, password }, byNobody());
const markLeft = (id: string, call = byAdministrator()) => identity.markLeft(id, call);
const leave = (id: string, lastDay?: string, call = byAdministrator()) =>
  identity.employment.leave({ id, lastDay }, call);
const comeBack = (id: string) => identity.employment.return(id, byAdministrator());

describe('where a person worked', () => {
  it('is kept from one change to the next, newest first', async () => {
    const north = await unit('History north');
    const boss = await identity.person();
    const person = await identity.person({ unitId: north.id, position: 'Seller' });
    await update(person.id, { name: 'Another name' });
    await update(person.id, { position: 'Senior seller', managerId: boss.id });
    await update(person.id, { unitId: undefined });
    const rows = await history(person.id);
    expect(rows.map(({ unitId, position, managerId }) => [unitId, position, managerId])).toEqual([
      [undefined, 'Senior seller', boss.id],
      [north.id, 'Senior seller', boss.id],
      [north.id, 'Seller', undefined],
    ]);
    const [now, middle, first] = rows;
    expect(now?.endTime).toBeUndefined();
    expect(middle?.endTime).toBe(now?.startTime);
    expect(first?.endTime).toBe(middle?.startTime);
  });

  it('is one unbroken line, whichever of twenty changes at once came when', async () => {
    const person = await identity.person();
    const changes = Array.from({ length: 20 }, (_, i) => update(person.id, { position: `Position ${i}` }));
    await Promise.all(changes);
    const rows = (await history(person.id)).toReversed();
    expect(rows).toHaveLength(21);
    rows.forEach(({ startTime = '', endTime }, i) => {
      expect(endTime).toBe(rows[i + 1]?.startTime);
      if (endTime) expect(endTime >= startTime).toBe(true);
    });
  });

  it('is shown to the person, to everyone above and to administrators only', async () => {
    const director = await identity.person();
    const boss = await identity.person({ managerId: director.id, roles: ['manager'] });
    const person = await identity.person({ managerId: boss.id });
    const below = await identity.person({ managerId: person.id });
    const colleague = await identity.person({ managerId: boss.id, roles: ['manager'] });
    for (const reader of [person, boss, director])
      expect(await history(person.id, by(reader))).toHaveLength(1);
    for (const reader of [below, colleague]) {
      await expect(history(person.id, by(reader))).rejects.toMatchObject({
        code: 'forbidden',
        reason: 'assignments-hidden',
      });
    }
    await expect(history(unknown)).rejects.toMatchObject({ reason: 'person-not-found' });
  });

  it('does not change once it is over, not even by a statement', async () => {
    const person = await identity.person({ position: 'Seller' });
    await update(person.id, { position: 'Buyer' });
    const over = `WHERE person_id = '${person.id}' AND end_time IS NOT NULL`;
    await expect(identity.rows(`UPDATE assignment SET position = 'Boss' ${over}`)).rejects.toThrow(
      /past assignment/,
    );
    await expect(identity.rows(`DELETE FROM assignment ${over}`)).rejects.toThrow(/past assignment/);
    expect((await history(person.id)).map(({ position }) => position)).toEqual(['Buyer', 'Seller']);
  });
});

describe('somebody who leaves', () => {
  it('works on, signs in and refreshes, and may stay after all', async () => {
    const person = await identity.person();
    const session = await signIn(person.email);
    const leaving = await leave(person.id, '2099-12-31');
    expect(leaving).toMatchObject({ status: 'leaving', lastDay: '2099-12-31', etag: '2' });
    await identity.sessions.refresh({ refreshToken: session.refreshToken }, byNobody());
    await signIn(person.email);
    const back = await comeBack(person.id);
    expect(back.status).toBe('active');
    expect(back.lastDay).toBeUndefined();
    const events = await identity.rows<{ status: string }>(
      `SELECT payload::json #>> '{person,status}' AS status FROM outbox WHERE aggregate_id = $1 ORDER BY version`,
      [person.id],
    );
    expect(events.map(({ status }) => status)).toEqual(['active', 'leaving', 'active']);
  });

  it('has a last day that is not over', async () => {
    const person = await identity.person();
    await expect(leave(person.id, '2020-02-02')).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ field: 'lastDay', reason: 'past-day' }],
    });
    expect((await identity.people.get(person.id, byAdministrator())).status).toBe('active');
  });

  it('is signed out everywhere when gone, cannot sign in, and keeps the address', async () => {
    const person = await identity.person();
    const sessions = [await signIn(person.email), await signIn(person.email)];
    await leave(person.id);
    const left = await markLeft(person.id);
    expect(left.status).toBe('left');
    for (const { refreshToken } of sessions) {
      await expect(identity.sessions.refresh({ refreshToken }, byNobody())).rejects.toMatchObject({
        reason: 'signed-out',
      });
    }
    await expect(signIn(person.email)).rejects.toMatchObject({ reason: 'sign-in-failed' });
    await expect(identity.person({ email: person.email })).rejects.toMatchObject({ reason: 'email-taken' });
    const ended = await identity.rows(
      `SELECT 1 FROM outbox WHERE aggregate = 'session' AND payload::json ->> 'personId' = $1`,
      [person.id],
    );
    expect(ended).toHaveLength(2);
    expect((await history(person.id)).every(({ endTime }) => endTime !== undefined)).toBe(true);
  });

  it('is nobody’s new manager and no unit’s new head, unless back again', async () => {
    const gone = await identity.person();
    const person = await identity.person();
    await markLeft(gone.id);
    await expect(update(person.id, { managerId: gone.id })).rejects.toMatchObject({
      fields: [{ field: 'person.managerId', reason: 'person-left' }],
    });
    await expect(identity.person({ managerId: gone.id })).rejects.toMatchObject({
      fields: [{ field: 'managerId', reason: 'person-left' }],
    });
    const headed = { name: 'Headless', headId: gone.id };
    await expect(identity.units.create({ unit: headed as never }, byAdministrator())).rejects.toMatchObject({
      fields: [{ field: 'unit.headId', reason: 'person-left' }],
    });
    expect((await comeBack(gone.id)).status).toBe('active');
    await signIn(gone.email);
    await update(person.id, { managerId: gone.id });
    expect(await history(gone.id)).toHaveLength(2);
  });

  it.each<[string, (person: Person) => Promise<unknown>, string]>([
    ['leave twice', async ({ id }) => (await leave(id), leave(id)), 'cannot-leave'],
    ['leave when gone', async ({ id }) => (await markLeft(id), leave(id)), 'cannot-leave'],
    ['be gone twice', async ({ id }) => (await markLeft(id), markLeft(id)), 'already-left'],
    ['return without having left', ({ id }) => comeBack(id), 'not-leaving'],
    ['send themselves away', (person) => leave(person.id, undefined, by(person)), 'not-yourself'],
    ['mark themselves as gone', (person) => markLeft(person.id, by(person)), 'not-yourself'],
  ])('cannot %s', async (_, act, reason) => {
    const person = await identity.person({ roles: ['administrator'] });
    await expect(act(person)).rejects.toMatchObject({ code: 'conflict', reason });
  });

  it('is sent away once by two at once', async () => {
    const person = await identity.person();
    await signIn(person.email);
    const { done, errors } = await together([markLeft(person.id), markLeft(person.id)]);
    expect([done.length, errors]).toEqual([1, ['already-left']]);
  });

  it('never becomes somebody’s manager in the same moment', async () => {
    for (let trial = 0; trial < 10; trial++) {
      const boss = await identity.person();
      const person = await identity.person();
      await together<unknown>([markLeft(boss.id), update(person.id, { managerId: boss.id })]);
      const [row] = await identity.rows<{ orphan: boolean }>(
        `SELECT a.start_time > b.end_time AS orphan FROM assignment a JOIN assignment b ON b.person_id = a.manager_id
         WHERE a.person_id = $1 AND a.end_time IS NULL AND b.end_time IS NOT NULL`,
        [person.id],
      );
      expect(row?.orphan ?? false).toBe(false);
    }
  });
});

describe('somebody invited', () => {
  it('has no password, may not sign in, and comes back as invited', async () => {
    const person = await identity.person({ password: undefined });
    expect(person.status).toBe('invited');
    await expect(signIn(person.email)).rejects.toMatchObject({ reason: 'sign-in-failed' });
    await expect(leave(person.id)).rejects.toMatchObject({ reason: 'cannot-leave' });
    await markLeft(person.id);
    expect((await comeBack(person.id)).status).toBe('invited');
  });
});

describe('the last administrator', () => {
  it('cannot leave, not even when two send each other away at once', async () => {
    const other = await identity.person({ roles: ['administrator'] });
    await identity.rows(`UPDATE person SET roles = '["manager"]' WHERE id NOT IN ($1, $2)`, [
      administrator.id,
      other.id,
    ]);
    const { done, errors } = await together([
      leave(other.id, undefined, by(administrator)),
      markLeft(administrator.id, by(other)),
    ]);
    expect(done).toHaveLength(1);
    expect(errors).toEqual(['last-administrator']);
    const last = done[0]?.id === other.id ? administrator : other;
    await expect(leave(last.id)).rejects.toMatchObject({ code: 'conflict', reason: 'last-administrator' });
    expect((await identity.people.get(last.id, byAdministrator())).status).toBe('active');
  });
});
