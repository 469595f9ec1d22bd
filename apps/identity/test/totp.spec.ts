import { TOTP } from 'otpauth';
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
beforeAll(async () => (identity = await identityOnDatabase()));
afterAll(() => identity?.close());

/** The code that an app shows so many steps of 30 seconds from now. */
const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret, issuer: 'Kontor' }).generate({ timestamp: Date.now() + steps * 30_000 });
const signIn = ({ email }: Person, code?: string, attempt = password) =>
  identity.signIns.create({ email, password: attempt, code }, byNobody());
const enrol = (person: Person) => identity.totp.enrol({ password }, by(person));
const confirm = (person: Person, code: string) => identity.totp.confirm({ code }, by(person));
const disable = (person: Person, code: string, attempt = password) =>
  identity.totp.disable({ password: attempt, code }, by(person));
const isOn = async (person: Person) => (await identity.totp.state(by(person))).enrolled;
/** As if what was used had been used long ago. */
const forgetSteps = ({ id }: Person) =>
  identity.rows('UPDATE totp SET last_step = 0 WHERE person_id = $1', [id]);

/** A person with codes switched on. */
async function enrolled() {
  const person = await identity.person();
  const { secret } = await enrol(person);
  const { recoveryCodes } = await confirm(person, codeOf(secret));
  await forgetSteps(person);
  return { person, secret, recoveryCodes };
}

/** A code that is surely not right now. */
const wrongCode = (secret: string) => {
  const right = [-2, -1, 0, 1, 2].map((steps) => codeOf(secret, steps));
  return (
    ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code)) ?? ''
  );
};

describe('switching one-time codes on', () => {
  it('changes nothing until a code confirms it, then sign-in asks for one', async () => {
    const person = await identity.person();
    const { uri, secret } = await enrol(person);
    expect(uri).toContain(`secret=${secret}`);
    await expect(signIn(person)).resolves.toMatchObject({ expiresIn: 300 });
    await expect(confirm(person, wrongCode(secret))).rejects.toMatchObject({
      fields: [{ field: 'code', reason: 'code-wrong' }],
    });
    expect(await isOn(person)).toBe(false);
    const { recoveryCodes } = await confirm(person, codeOf(secret));
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await identity.totp.state(by(person))).toEqual({ enrolled: true, recoveryCodesLeft: 10 });
    await expect(signIn(person)).rejects.toMatchObject({ code: 'unauthenticated', reason: 'code-required' });
    await forgetSteps(person);
    await expect(signIn(person, codeOf(secret))).resolves.toMatchObject({ expiresIn: 300 });
  });

  it('needs the password, and is refused where it is done already or was not begun', async () => {
    const { person, secret } = await enrolled();
    await expect(enrol(person)).rejects.toMatchObject({ code: 'conflict', reason: 'totp-enrolled' });
    await expect(confirm(person, codeOf(secret))).rejects.toMatchObject({ reason: 'totp-not-begun' });
    const other = await identity.person();
    await expect(confirm(other, '123456')).rejects.toMatchObject({ reason: 'totp-not-begun' });
    await expect(identity.totp.enrol({ password: 'wrong' }, by(other))).rejects.toMatchObject({
      fields: [{ field: 'password', reason: 'password-wrong' }],
    });
  });

  it('confirmed twice at once gives one set of recovery codes', async () => {
    const person = await identity.person();
    const { secret } = await enrol(person);
    const { done } = await together([confirm(person, codeOf(secret)), confirm(person, codeOf(secret))]);
    expect(done).toHaveLength(1);
    expect(await identity.totp.state(by(person))).toEqual({ enrolled: true, recoveryCodesLeft: 10 });
  });

  it('leaves neither secret nor recovery codes readable in the database', async () => {
    const { person, secret, recoveryCodes } = await enrolled();
    const [stored] = await identity.rows<{ texts: string }>(
      `SELECT string_agg(t, ' ') AS texts FROM (SELECT s::text AS t FROM totp s UNION ALL
       SELECT r::text FROM recovery_code r UNION ALL SELECT a::text FROM audit a UNION ALL
       SELECT i::text FROM idempotency i) everything`,
    );
    expect(stored?.texts).toContain(person.id);
    expect(stored?.texts).not.toContain(secret);
    for (const code of recoveryCodes) expect(stored?.texts).not.toContain(code.replaceAll('-', ''));
  });
});

describe('signing in with one-time codes', () => {
  it('takes a code once, however often and wherever it comes at once', async () => {
    const { person, secret } = await enrolled();
    const replica = await identity.replica();
    const code = codeOf(secret);
    const tries = Array.from({ length: 8 }, (_, i) =>
      (i % 2 ? identity : replica).signIns.create({ email: person.email, password, code }, byNobody()),
    );
    const { done, errors } = await together(tries);
    expect(done).toHaveLength(1);
    expect(errors).toEqual(Array(7).fill('code-wrong'));
    await expect(signIn(person, code)).rejects.toMatchObject({ reason: 'code-wrong' });
  });

  it('takes no older code after a newer one', async () => {
    const { person, secret } = await enrolled();
    await signIn(person, codeOf(secret, 1));
    await expect(signIn(person, codeOf(secret))).rejects.toMatchObject({ reason: 'code-wrong' });
  });

  it('says nothing of codes to who does not know the password', async () => {
    const { person, secret } = await enrolled();
    await expect(signIn(person, undefined, 'wrong')).rejects.toMatchObject({ reason: 'sign-in-failed' });
    await expect(signIn(person, codeOf(secret), 'wrong')).rejects.toMatchObject({ reason: 'sign-in-failed' });
    await expect(signIn(person, codeOf(secret))).resolves.toMatchObject({ expiresIn: 300 });
  });

  it('lets nobody try codes: ten wrong ones, and even the right one waits', async () => {
    const { person, secret } = await enrolled();
    for (let i = 0; i < 5; i++) {
      await expect(signIn(person, wrongCode(secret))).rejects.toMatchObject({ reason: 'code-wrong' });
      await expect(signIn(person)).rejects.toMatchObject({ reason: 'code-required' });
    }
    await expect(signIn(person, codeOf(secret))).rejects.toMatchObject({ reason: 'too-many-sign-ins' });
  });

  it('takes each recovery code once, also when it is typed carelessly or twice at once', async () => {
    const { person, recoveryCodes } = await enrolled();
    const [first = '', second = ''] = recoveryCodes;
    const { done } = await together([signIn(person, first), signIn(person, first), signIn(person, first)]);
    expect(done).toHaveLength(1);
    await expect(signIn(person, second.toLowerCase().replaceAll('-', ' '))).resolves.toMatchObject({
      expiresIn: 300,
    });
    expect(await identity.totp.state(by(person))).toEqual({ enrolled: true, recoveryCodesLeft: 8 });
  });

  it('does not take the codes of somebody else', async () => {
    const [one, other] = [await enrolled(), await enrolled()];
    await expect(signIn(one.person, other.recoveryCodes[0])).rejects.toMatchObject({ reason: 'code-wrong' });
    expect(await identity.totp.state(by(other.person))).toEqual({ enrolled: true, recoveryCodesLeft: 10 });
  });
});

describe('switching one-time codes off', () => {
  it('needs password and code, and then sign-in asks for none', async () => {
    const { person, secret } = await enrolled();
    await expect(disable(person, codeOf(secret), 'wrong')).rejects.toMatchObject({
      reason: 'password-wrong',
    });
    await expect(disable(person, wrongCode(secret))).rejects.toMatchObject({ reason: 'code-wrong' });
    expect(await isOn(person)).toBe(true);
    await disable(person, codeOf(secret));
    expect(await identity.totp.state(by(person))).toEqual({ enrolled: false, recoveryCodesLeft: 0 });
    await expect(signIn(person)).resolves.toMatchObject({ expiresIn: 300 });
  });

  it('lets nobody with the password try codes', async () => {
    const { person, secret } = await enrolled();
    for (let i = 0; i < 10; i++)
      await expect(disable(person, wrongCode(secret))).rejects.toMatchObject({ reason: 'code-wrong' });
    await expect(disable(person, codeOf(secret))).rejects.toMatchObject({ reason: 'too-many-sign-ins' });
  });

  it('by an administrator ends the sessions of the person, who signs in with the password alone', async () => {
    const { person, secret } = await enrolled();
    const { refreshToken } = await signIn(person, codeOf(secret));
    await identity.totp.disableFor(person.id, byAdministrator());
    await expect(identity.sessions.refresh({ refreshToken }, byNobody())).rejects.toMatchObject({
      reason: 'signed-out',
    });
    await expect(signIn(person)).resolves.toMatchObject({ expiresIn: 300 });
    await expect(
      identity.totp.disableFor('01900000-0000-7000-8000-00000000dead', byAdministrator()),
    ).rejects.toMatchObject({ reason: 'person-not-found' });
  });
});

it('a sign-in under way while the password is changed leaves no session behind', async () => {
  const person = await identity.person();
  await together<unknown>([
    ...Array.from({ length: 6 }, () => signIn(person)),
    identity.passwords.change(
      { currentPassword: password, newPassword: 'another quiet evening' },
      by(person),
    ),
    ...Array.from({ length: 6 }, () => signIn(person)),
  ]);
  await expect(signIn(person, undefined, 'another quiet evening')).resolves.toMatchObject({ expiresIn: 300 });
  const alive = await identity.rows('SELECT 1 FROM session WHERE person_id = $1 AND end_time IS NULL', [
    person.id,
  ]);
  expect(alive).toHaveLength(1);
});
