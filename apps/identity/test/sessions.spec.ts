import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Person, Session } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { TokenVerifier } from '@kontor/rpc/tokens';
import { verificationKeys } from '../src/session/signing-keys.js';
import {
  by,
  byAdministrator,
  byNobody,
  cheap,
  identityOnDatabase,
  password,
  together,
  type Identity,
} from './identity-fixture.js';

let identity: Identity;
beforeAll(async () => (identity = await identityOnDatabase()));
afterAll(() => identity?.close());

const signIn = (email: string, attempt = password) =>
  identity.signIns.create({ email, password: attempt }, byNobody());
const refresh = (refreshToken: string) => identity.sessions.refresh({ refreshToken }, byNobody());
const verifier = () => new TokenVerifier(async () => ({ keys: await verificationKeys(identity.unitOfWork) }));
const sessionOf = ({ accessToken }: Session) => String(decodeJwt(accessToken).sid);
const callOf = (person: Person, session: Session) => by(person, sessionOf(session));
const ended = (sessionId: string) =>
  identity.rows<{ payload: string }>(
    `SELECT payload FROM outbox WHERE aggregate = 'session' AND aggregate_id = $1`,
    [sessionId],
  );
/** As if the session's tokens had been used so much earlier. */
const earlier = (sessionId: string, interval: string) =>
  identity.rows('UPDATE refresh_token SET use_time = use_time - $2::interval WHERE session_id = $1', [
    sessionId,
    interval,
  ]);

describe('signing in', () => {
  it('gives tokens that every service verifies, and the person', async () => {
    const person = await identity.person({ roles: ['manager'], language: 'ru', timeZone: 'Europe/Moscow' });
    const session = await signIn(person.email.toUpperCase());
    expect(session).toMatchObject({ expiresIn: 300, person });
    expect(await verifier().verify(session.accessToken)).toEqual({
      kind: 'person',
      personId: person.id,
      sessionId: sessionOf(session),
      roles: ['manager'],
      language: 'ru',
      timeZone: 'Europe/Moscow',
    });
    const claims = decodeJwt(session.accessToken);
    expect(Number(claims.exp) - Number(claims.iat)).toBe(300);
    expect(claims).toMatchObject({ iss: 'kontor', aud: 'kontor', sub: person.id, jti: expect.any(String) });
    const [key] = await verificationKeys(identity.unitOfWork);
    expect(decodeProtectedHeader(session.accessToken)).toMatchObject({ alg: 'EdDSA', kid: key?.kid });
    expect(Object.keys(key ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  });

  it('stores neither token', async () => {
    const person = await identity.person();
    const { accessToken, refreshToken } = await identity.signIns.create(
      { email: person.email, password },
      byNobody({ idempotencyKey: 'minted by the gateway', fingerprint: 'f' }),
    );
    expect(Buffer.from(refreshToken, 'base64url')).toHaveLength(32);
    const [stored] = await identity.rows<{ texts: string }>(
      `SELECT string_agg(t, ' ') AS texts FROM (SELECT r::text AS t FROM refresh_token r UNION ALL
       SELECT s::text FROM session s UNION ALL SELECT a::text FROM audit a UNION ALL
       SELECT i::text FROM idempotency i UNION ALL SELECT o::text FROM outbox o) everything`,
    );
    expect(stored?.texts).toContain(sessionOf({ accessToken } as Session));
    expect(stored?.texts).not.toContain(refreshToken);
    expect(stored?.texts).not.toContain(accessToken.split('.')[2]);
  });

  it('is refused in one way for a wrong password, an unknown address, no password and somebody who left', async () => {
    const person = await identity.person();
    const without = await identity.person({ password: undefined });
    const left = await identity.person();
    await identity.rows(`UPDATE person SET status = 'left' WHERE id = $1`, [left.id]);
    const attempts: [string, string][] = [
      [person.email, 'another quiet morning'],
      ['nobody@example.com', password],
      [without.email, password],
      [left.email, password],
    ];
    const refusals = await Promise.all(
      attempts.map(([email, attempt]) => signIn(email, attempt).catch((error: unknown) => error)),
    );
    for (const refusal of refusals) expect(refusal).toEqual(refusals[0]);
    expect(refusals[0]).toMatchObject({ code: 'unauthenticated', reason: 'sign-in-failed', fields: [] });
    const audit = await identity.rows(
      `SELECT outcome FROM audit WHERE action = 'sign-in' AND object_id = $1`,
      [person.id],
    );
    expect(audit).toEqual([{ outcome: 'refused' }]);
  });

  it('makes up for a weaker hash of older settings, once the password is known', async () => {
    const person = await identity.person();
    const hash = async () =>
      (
        await identity.rows<{ hash: string }>('SELECT hash FROM credential WHERE person_id = $1', [person.id])
      )[0]?.hash;
    const stronger = await identity.replica({ hashing: { ...cheap, passes: 2 } });
    expect(await hash()).toContain('m=64,t=1,p=1');
    await stronger.signIns.create({ email: person.email, password }, byNobody());
    const renewed = await hash();
    expect(renewed).toContain('m=64,t=2,p=1');
    await signIn(person.email);
    expect(await hash()).toBe(renewed);
  });
});

describe('ten failures within fifteen minutes', () => {
  it('let even the right password wait, on every replica, and for that address only', async () => {
    const person = await identity.person();
    const other = await identity.person();
    const replica = await identity.replica();
    for (let i = 0; i < 5; i++) {
      await expect(signIn(person.email, 'wrong')).rejects.toMatchObject({ reason: 'sign-in-failed' });
      await expect(
        replica.signIns.create({ email: person.email, password: 'wrong' }, byNobody()),
      ).rejects.toMatchObject({ reason: 'sign-in-failed' });
    }
    const refusal = await signIn(person.email).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'exhausted', reason: 'too-many-sign-ins' });
    const { retryAfterSeconds } = refusal as { retryAfterSeconds: number };
    expect(retryAfterSeconds).toBeGreaterThan(0);
    expect(retryAfterSeconds).toBeLessThanOrEqual(900);
    await expect(signIn(other.email)).resolves.toMatchObject({ expiresIn: 300 });
    await identity.rows(`UPDATE sign_in_failure SET times = (
      SELECT jsonb_agg(to_jsonb((t::timestamptz - interval '15 minutes')::text)) FROM jsonb_array_elements_text(times) t)`);
    await expect(signIn(person.email)).resolves.toMatchObject({ expiresIn: 300 });
  });

  it('are counted for an address that nobody has, too', async () => {
    const { errors } = await together(Array.from({ length: 14 }, () => signIn('made-up@example.com')));
    expect(errors.filter((reason) => reason === 'sign-in-failed')).toHaveLength(10);
    expect(errors.filter((reason) => reason === 'too-many-sign-ins')).toHaveLength(4);
  });

  it('are forgotten by a sign-in, and are not made by thirty right ones at once', async () => {
    const person = await identity.person();
    for (let i = 0; i < 9; i++)
      await expect(signIn(person.email, 'wrong')).rejects.toMatchObject({ reason: 'sign-in-failed' });
    await signIn(person.email);
    const { done, errors } = await together(Array.from({ length: 30 }, () => signIn(person.email)));
    expect(errors).toEqual([]);
    expect(new Set(done.map(sessionOf)).size).toBe(30);
  });
});

describe('refreshing', () => {
  it('gives the next pair, with the roles and language of now', async () => {
    const person = await identity.person();
    const session = await signIn(person.email);
    await identity.people.update(
      {
        id: person.id,
        person: { roles: ['manager'], language: 'zh-CN' } as never,
        updateMask: ['roles', 'language'],
      },
      byAdministrator(),
    );
    const next = await refresh(session.refreshToken);
    expect(next.refreshToken).not.toBe(session.refreshToken);
    expect(await verifier().verify(next.accessToken)).toMatchObject({
      roles: ['manager'],
      language: 'zh-CN',
      sessionId: sessionOf(session),
    });
    await expect(refresh(next.refreshToken)).resolves.toMatchObject({ expiresIn: 300 });
  });

  it('gives fifty at once the same successor', async () => {
    const session = await signIn((await identity.person()).email);
    const replica = await identity.replica();
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        (i % 2 ? identity : replica).sessions.refresh({ refreshToken: session.refreshToken }, byNobody()),
      ),
    );
    expect(new Set(all.map(({ refreshToken }) => refreshToken)).size).toBe(1);
    const tokens = await identity.rows('SELECT 1 FROM refresh_token WHERE session_id = $1', [
      sessionOf(session),
    ]);
    expect(tokens).toHaveLength(2);
    expect(await ended(sessionOf(session))).toEqual([]);
    await expect(refresh(all[0]?.refreshToken ?? '')).resolves.toMatchObject({ expiresIn: 300 });
  });

  it('ends the whole family when a token comes again later, and tells of it', async () => {
    const person = await identity.person();
    const session = await signIn(person.email);
    const other = await signIn(person.email);
    const next = await refresh(session.refreshToken);
    await earlier(sessionOf(session), '11 seconds');
    await expect(refresh(session.refreshToken)).rejects.toMatchObject({
      code: 'unauthenticated',
      reason: 'signed-out',
    });
    await expect(refresh(next.refreshToken)).rejects.toMatchObject({ reason: 'signed-out' });
    await expect(refresh(session.refreshToken)).rejects.toMatchObject({ reason: 'signed-out' });
    const events = await ended(sessionOf(session));
    expect(events.map(({ payload }) => JSON.parse(payload))).toEqual([
      { sessionId: sessionOf(session), personId: person.id },
    ]);
    await expect(refresh(other.refreshToken)).resolves.toMatchObject({ expiresIn: 300 });
  });

  it.each([
    ['a session idle for 14 days', 'refresh_time', '14 days 1 second'],
    ['a session of 90 days', 'create_time', '90 days 1 second'],
  ])('is refused for %s', async (_, column, age) => {
    const session = await signIn((await identity.person()).email);
    await identity.rows(`UPDATE session SET ${column} = ${column} - $2::interval WHERE id = $1`, [
      sessionOf(session),
      age,
    ]);
    await expect(refresh(session.refreshToken)).rejects.toMatchObject({
      code: 'unauthenticated',
      reason: 'signed-out',
    });
  });

  it('ends the session of somebody who left', async () => {
    const person = await identity.person();
    const session = await signIn(person.email);
    await identity.rows(`UPDATE person SET status = 'left' WHERE id = $1`, [person.id]);
    await expect(refresh(session.refreshToken)).rejects.toMatchObject({ reason: 'signed-out' });
    expect(await ended(sessionOf(session))).toHaveLength(1);
  });

  it('is refused for a token that was never given', async () => {
    await expect(refresh('x'.repeat(43))).rejects.toMatchObject({
      code: 'unauthenticated',
      reason: 'signed-out',
    });
    const session = await signIn((await identity.person()).email);
    await expect(refresh(session.accessToken)).rejects.toMatchObject({ reason: 'signed-out' });
  });
});

describe('signing out', () => {
  it('ends the session of the token, tells of it once, and leaves others alone', async () => {
    const person = await identity.person();
    const session = await signIn(person.email);
    const other = await signIn(person.email);
    await identity.sessions.end(callOf(person, session));
    await identity.sessions.end(callOf(person, session));
    const audit = await identity.rows(
      `SELECT action, outcome FROM audit WHERE person_id = $1 AND (changes::json ->> 'sessionId' = $2 OR object_id = $2) ORDER BY time`,
      [person.id, sessionOf(session)],
    );
    expect(audit).toEqual([
      { action: 'sign-in', outcome: 'done' },
      { action: 'end', outcome: 'done' },
    ]);
    await expect(refresh(session.refreshToken)).rejects.toMatchObject({ reason: 'signed-out' });
    expect(await ended(sessionOf(session))).toHaveLength(1);
    await expect(refresh(other.refreshToken)).resolves.toMatchObject({ expiresIn: 300 });
  });

  it('never ends the session of somebody else', async () => {
    const person = await identity.person();
    const session = await signIn(person.email);
    await identity.sessions.end(callOf(await identity.person(), session));
    await expect(refresh(session.refreshToken)).resolves.toMatchObject({ expiresIn: 300 });
  });
});

describe('old sessions and failures', () => {
  it('are cleared away as people sign in', async () => {
    const session = await signIn((await identity.person()).email);
    await identity.rows(`UPDATE session SET refresh_time = refresh_time - interval '15 days' WHERE id = $1`, [
      sessionOf(session),
    ]);
    await identity.rows(
      `INSERT INTO sign_in_failure VALUES ('old', '[]', now() - interval '1 day'), ('new', '[]', now())`,
    );
    await signIn((await identity.person()).email);
    expect(await identity.rows('SELECT 1 FROM session WHERE id = $1', [sessionOf(session)])).toEqual([]);
    expect(
      await identity.rows('SELECT 1 FROM refresh_token WHERE session_id = $1', [sessionOf(session)]),
    ).toEqual([]);
    const left = await identity.rows(`SELECT address FROM sign_in_failure WHERE address IN ('old', 'new')`);
    expect(left).toEqual([{ address: 'new' }]);
  });
});
