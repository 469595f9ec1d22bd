import { decodeJwt } from 'jose';
import type { Person, Session } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import {
  by,
  byAdministrator,
  byNobody,
  identityOnDatabase,
  password,
  type Identity,
} from './identity-fixture.js';

let identity: Identity;
beforeAll(async () => (identity = await identityOnDatabase()));
afterAll(() => identity?.close());

const sessionOf = ({ accessToken }: Session) => String(decodeJwt(accessToken).sid);
const refresh = (refreshToken: string) => identity.sessions.refresh({ refreshToken }, byNobody());
const signIn = ({ email }: Person, userAgent?: string) =>
  identity.signIns.create({ email, password }, byNobody({ userAgent, address: '192.0.2.7' }));
const list = async (person: Person, sessionId?: string) =>
  (await identity.devices.list(by(person, sessionId))).sessions;
const ended = (person: Person) =>
  identity.rows<{ payload: string }>(
    `SELECT payload FROM outbox WHERE aggregate = 'session' AND payload::json ->> 'personId' = $1`,
    [person.id],
  );

describe('the list of sessions', () => {
  it('shows the own devices, the one used last first, and which one asks', async () => {
    const person = await identity.person();
    const phone = await signIn(person, 'Phone/1');
    const desk = await signIn(person, 'Desk/2');
    await identity.rows(`UPDATE session SET refresh_time = refresh_time - interval '1 hour' WHERE id = $1`, [
      sessionOf(phone),
    ]);
    const shown = await list(person, sessionOf(phone));
    expect(shown).toEqual([
      expect.objectContaining({ id: sessionOf(desk), userAgent: 'Desk/2', current: false }),
      expect.objectContaining({
        id: sessionOf(phone),
        userAgent: 'Phone/1',
        address: '192.0.2.7',
        current: true,
      }),
    ]);
    expect(Date.parse(shown[1]?.lastUseTime ?? '')).toBeLessThan(Date.parse(shown[1]?.createTime ?? ''));
  });

  it('shows nobody else’s, not even to an administrator', async () => {
    await signIn(await identity.person());
    expect(await list(await identity.person())).toEqual([]);
    expect((await identity.devices.list(byAdministrator())).sessions).toEqual([]);
  });

  it.each([
    ['ended', 'end_time = now()'],
    ['idle for 14 days', `refresh_time = refresh_time - interval '15 days'`],
    ['90 days old', `create_time = create_time - interval '91 days'`],
  ])('leaves out a session that is %s', async (_, change) => {
    const person = await identity.person();
    const session = await signIn(person);
    await identity.rows(`UPDATE session SET ${change} WHERE id = $1`, [sessionOf(session)]);
    expect(await list(person)).toEqual([]);
  });
});

describe('revoking a session', () => {
  it('ends it, once, and leaves the others alone', async () => {
    const person = await identity.person();
    const [lost, kept] = [await signIn(person), await signIn(person)];
    const call = () => by(person, sessionOf(kept));
    await Promise.all([
      identity.devices.end(sessionOf(lost), call()),
      identity.devices.end(sessionOf(lost), call()),
    ]);
    await identity.devices.end(sessionOf(lost), call());
    await expect(refresh(lost.refreshToken)).rejects.toMatchObject({ reason: 'signed-out' });
    await expect(refresh(kept.refreshToken)).resolves.toMatchObject({ expiresIn: 300 });
    expect((await ended(person)).map(({ payload }) => JSON.parse(payload))).toEqual([
      { sessionId: sessionOf(lost), personId: person.id },
    ]);
  });

  it('is refused for somebody else’s as for one that does not exist', async () => {
    const session = await signIn(await identity.person());
    const stranger = await identity.person();
    for (const id of [sessionOf(session), '01900000-0000-7000-8000-00000000dead']) {
      await expect(identity.devices.end(id, by(stranger))).rejects.toMatchObject({
        code: 'not_found',
        reason: 'session-not-found',
      });
    }
    await expect(refresh(session.refreshToken)).resolves.toMatchObject({ expiresIn: 300 });
  });
});

describe('revoking all sessions of a person', () => {
  it('ends each with an event, and nobody else’s', async () => {
    const [person, other] = [await identity.person(), await identity.person()];
    const sessions = [await signIn(person), await signIn(person), await signIn(person)];
    const others = await signIn(other);
    await identity.devices.endAll(person.id, byAdministrator());
    for (const { refreshToken } of sessions)
      await expect(refresh(refreshToken)).rejects.toMatchObject({ reason: 'signed-out' });
    expect(await ended(person)).toHaveLength(3);
    await expect(refresh(others.refreshToken)).resolves.toMatchObject({ expiresIn: 300 });
  });

  it('is refused for a person whom nobody knows', async () => {
    await expect(
      identity.devices.endAll('01900000-0000-7000-8000-00000000dead', byAdministrator()),
    ).rejects.toMatchObject({ reason: 'person-not-found' });
  });
});
