import { decodeJwt } from 'jose';
import type { MessageRequested } from '@kontor/contracts/gen/kontor/notification/v1/message_events';
import type { Person, Session } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { openValues } from '@kontor/service/sealed-values';
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
beforeAll(async () => (identity = await identityOnDatabase()));
afterAll(() => identity?.close());

const secret = 'a secret of the tests';
const another = 'an even quieter evening';
const sessionOf = ({ accessToken }: Session) => String(decodeJwt(accessToken).sid);
const signIn = ({ email }: Person, attempt = password) =>
  identity.signIns.create({ email, password: attempt }, byNobody());
const refresh = ({ refreshToken }: Session) => identity.sessions.refresh({ refreshToken }, byNobody());
const change = (person: Person, currentPassword: string, newPassword: string, sessionId?: string) =>
  identity.passwords.change({ currentPassword, newPassword }, by(person, sessionId));
const reset = ({ id }: Person) => identity.passwords.reset({ id }, byAdministrator());
const forgot = (email: string) => identity.passwords.forgot({ email }, byNobody());
const redeem = (token: string, newPassword = another) =>
  identity.passwords.redeem({ token, newPassword }, byNobody());

/** The messages that were asked for, oldest first. */
async function messages({ id }: Person): Promise<MessageRequested[]> {
  const rows = await identity.rows<{ payload: string }>(
    `SELECT payload FROM outbox WHERE type = 'kontor.notification.v1.MessageRequested'
     AND payload::json ->> 'personId' = $1 ORDER BY position`,
    [id],
  );
  return rows.map(({ payload }) => JSON.parse(payload) as MessageRequested);
}

async function lastToken(person: Person): Promise<string> {
  const last = (await messages(person)).at(-1);
  const { token = '' } = openValues(last?.sealedValues ?? '', secret, last?.messageId ?? '') ?? {};
  expect(token).toHaveLength(43);
  return token;
}

describe('changing a password', () => {
  it('ends all other sessions, and the new one signs in', async () => {
    const person = await identity.person();
    const [here, there] = [await signIn(person), await signIn(person)];
    await change(person, password, another, sessionOf(here));
    await expect(refresh(here)).resolves.toMatchObject({ expiresIn: 300 });
    await expect(refresh(there)).rejects.toMatchObject({ reason: 'signed-out' });
    await expect(signIn(person)).rejects.toMatchObject({ reason: 'sign-in-failed' });
    await expect(signIn(person, another)).resolves.toMatchObject({ expiresIn: 300 });
  });

  it('stores neither password nor a quick hash of the request', async () => {
    const person = await identity.person();
    const call = { ...by(person), idempotencyKey: 'one', fingerprint: 'quick hash' };
    await identity.passwords.change({ currentPassword: password, newPassword: another }, call);
    expect(await identity.rows(`SELECT 1 FROM idempotency WHERE key = 'one'`)).toEqual([]);
  });

  it('is refused for a wrong current one, which counts like a failed sign-in', async () => {
    const person = await identity.person();
    for (let i = 0; i < 10; i++) {
      await expect(change(person, 'wrong', another)).rejects.toMatchObject({
        code: 'invalid',
        fields: [{ field: 'currentPassword', reason: 'password-wrong' }],
      });
    }
    await expect(change(person, password, another)).rejects.toMatchObject({ reason: 'too-many-sign-ins' });
    await expect(signIn(person)).rejects.toMatchObject({ reason: 'too-many-sign-ins' });
  });

  it('is refused for a poor new one, and nothing changes', async () => {
    const person = await identity.person();
    await expect(change(person, password, 'qwertyuiop')).rejects.toMatchObject({
      fields: [{ field: 'newPassword', reason: 'password-common' }],
    });
    await expect(change(person, password, person.email)).rejects.toMatchObject({
      fields: [{ field: 'newPassword', reason: 'password-personal' }],
    });
    await expect(signIn(person)).resolves.toMatchObject({ expiresIn: 300 });
  });

  it('done twice at once with different new ones leaves exactly one of them', async () => {
    const person = await identity.person();
    const news = ['the first quiet evening', 'the second quiet evening'];
    const { done } = await together(news.map((one) => change(person, password, one)));
    expect(done).toHaveLength(1);
    const signed = await together(news.map((one) => signIn(person, one)));
    expect(signed.done).toHaveLength(1);
  });
});

describe('a reset by an administrator', () => {
  it('invites who has no password, for 72 hours, and makes the person active', async () => {
    const person = await identity.person({ password: undefined });
    await reset(person);
    const [message] = await messages(person);
    expect(message).toMatchObject({ template: 'invitation', class: 'otp', values: { email: person.email } });
    const hours = (Date.parse(message?.expireTime ?? '') - Date.now()) / 3_600_000;
    expect(Math.round(hours)).toBe(72);
    await redeem(await lastToken(person));
    expect(await signIn(person, another)).toMatchObject({ person: { status: 'active' } });
  });

  it('sends who has one a token for 15 minutes; the old password holds until it is redeemed', async () => {
    const person = await identity.person();
    const session = await signIn(person);
    await reset(person);
    const [message] = await messages(person);
    expect(message).toMatchObject({ template: 'password-reset' });
    expect(Math.round((Date.parse(message?.expireTime ?? '') - Date.now()) / 60_000)).toBe(15);
    await expect(signIn(person)).resolves.toMatchObject({ expiresIn: 300 });
    await redeem(await lastToken(person));
    await expect(signIn(person)).rejects.toMatchObject({ reason: 'sign-in-failed' });
    await expect(refresh(session)).rejects.toMatchObject({ reason: 'signed-out' });
    await expect(signIn(person, another)).resolves.toMatchObject({ expiresIn: 300 });
  });

  it('leaves the token readable nowhere', async () => {
    const person = await identity.person();
    await reset(person);
    const token = await lastToken(person);
    const [stored] = await identity.rows<{ texts: string }>(
      `SELECT string_agg(t, ' ') AS texts FROM (SELECT o::text AS t FROM outbox o UNION ALL
       SELECT p::text FROM password_token p UNION ALL SELECT a::text FROM audit a) everything`,
    );
    expect(stored?.texts).toContain(person.id);
    expect(stored?.texts).not.toContain(token);
    expect(stored?.texts).not.toContain(Buffer.from(token).toString('base64url'));
  });

  it('is refused for who left and for whom nobody knows', async () => {
    const person = await identity.person();
    await identity.rows(`UPDATE person SET status = 'left' WHERE id = $1`, [person.id]);
    await expect(reset(person)).rejects.toMatchObject({ code: 'conflict', reason: 'person-left' });
    await expect(
      identity.passwords.reset({ id: '01900000-0000-7000-8000-00000000dead' }, byAdministrator()),
    ).rejects.toMatchObject({ reason: 'person-not-found' });
  });
});

describe('a token', () => {
  const over = { code: 'invalid', fields: [{ field: 'token', reason: 'password-token-over' }] };

  it('redeemed ten times at once sets one password', async () => {
    const person = await identity.person();
    await reset(person);
    const token = await lastToken(person);
    const news = Array.from({ length: 10 }, (_, i) => `the quiet evening no. ${i}`);
    const { done, errors } = await together(news.map((one) => redeem(token, one)));
    expect(done).toHaveLength(1);
    expect(errors).toEqual(Array(9).fill('password-token-over'));
    const signed = await together(news.slice(0, 9).map((one) => signIn(person, one)));
    expect(signed.done.length).toBeLessThanOrEqual(1);
    await expect(redeem(token)).rejects.toMatchObject(over);
  });

  it('is void when a newer one was sent, when it is too old, and when the password was changed meanwhile', async () => {
    const person = await identity.person();
    await reset(person);
    const older = await lastToken(person);
    await reset(person);
    await expect(redeem(older)).rejects.toMatchObject(over);
    await identity.rows('UPDATE password_token SET expire_time = now() WHERE person_id = $1', [person.id]);
    await expect(redeem(await lastToken(person))).rejects.toMatchObject(over);
    await reset(person);
    await change(person, password, another);
    await expect(redeem(await lastToken(person))).rejects.toMatchObject(over);
  });

  it('stays good after a poor password, and is worth nothing when made up or when its person left', async () => {
    const person = await identity.person();
    await reset(person);
    const token = await lastToken(person);
    await expect(redeem(token, 'qwertyuiop')).rejects.toMatchObject({
      fields: [{ field: 'newPassword', reason: 'password-common' }],
    });
    await expect(redeem('x'.repeat(43))).rejects.toMatchObject(over);
    await identity.rows(`UPDATE person SET status = 'left' WHERE id = $1`, [person.id]);
    await expect(redeem(token)).rejects.toMatchObject(over);
  });
});

describe('a forgotten password', () => {
  it('answers alike for a known and an unknown address, and not sooner for one of them', async () => {
    const person = await identity.person();
    const timed = async (email: string) => {
      const begun = performance.now();
      const answer = await forgot(email);
      return { answer, held: performance.now() - begun >= 295 };
    };
    expect(await timed(person.email.toUpperCase())).toEqual(await timed('nobody@example.com'));
    expect(await messages(person)).toHaveLength(1);
    await redeem(await lastToken(person));
    await expect(signIn(person, another)).resolves.toMatchObject({ expiresIn: 300 });
  });

  it('writes to nobody who has no password or who left, and not again within a minute', async () => {
    const person = await identity.person();
    const [invited, left] = [await identity.person({ password: undefined }), await identity.person()];
    await identity.rows(`UPDATE person SET status = 'left' WHERE id = $1`, [left.id]);
    for (const { email } of [person, person, invited, left]) await forgot(email);
    expect(await messages(person)).toHaveLength(1);
    expect(await messages(invited)).toEqual([]);
    expect(await messages(left)).toEqual([]);
    await identity.rows(
      `UPDATE password_token SET create_time = create_time - interval '1 minute' WHERE person_id = $1`,
      [person.id],
    );
    await forgot(person.email);
    expect(await messages(person)).toHaveLength(2);
  });

  it('is asked for ten times in fifteen minutes at most, for any address', async () => {
    const { errors } = await together(Array.from({ length: 12 }, () => forgot('made-up@example.com')));
    expect(errors).toEqual(['too-many-sign-ins', 'too-many-sign-ins']);
  });
});
