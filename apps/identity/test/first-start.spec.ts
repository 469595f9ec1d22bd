import { verificationKeys } from '../src/session/signing-keys.js';
import { firstAdministrator } from '../src/first-start.js';
import { byNobody, identityOnDatabase, type Identity } from './identity-fixture.js';

describe('the first start', () => {
  let identity: Identity;
  beforeEach(async () => (identity = await identityOnDatabase()));
  afterEach(() => identity?.close());

  it('of five replicas at once makes one administrator, one signing key and one calendar', async () => {
    const replicas = await Promise.all(
      Array.from({ length: 5 }, (_, i) => identity.replica({ adminPassword: `first password ${i}` })),
    );
    // With their keys at hand they come to the question who is the first all at once.
    await Promise.all(replicas.map(({ keys }) => keys.current()));
    await Promise.all(replicas.map(({ firstStart }) => firstStart.onApplicationBootstrap()));
    const people = await identity.rows('SELECT email, roles, time_zone FROM person');
    expect(people).toEqual([
      { email: firstAdministrator, roles: ['administrator'], time_zone: 'Asia/Shanghai' },
    ]);
    expect(await identity.rows('SELECT 1 FROM signing_key')).toHaveLength(1);
    expect(await identity.rows(`SELECT type FROM outbox ORDER BY type`)).toEqual([
      { type: 'kontor.identity.v1.CalendarChanged' },
      { type: 'kontor.identity.v1.PersonChanged' },
    ]);
    const kids = await Promise.all(replicas.map(async ({ keys }) => (await keys.current()).id));
    expect(new Set(kids).size).toBe(1);
  });

  it('lets the administrator sign in, and later starts change nothing', async () => {
    const first = await identity.replica({ adminPassword: 'the first password' });
    await first.firstStart.onApplicationBootstrap();
    const later = await identity.replica({ adminPassword: 'another password' });
    await later.firstStart.onApplicationBootstrap();
    const request = { email: firstAdministrator, password: 'the first password' };
    const { person } = await later.signIns.create(request, byNobody());
    expect(person).toMatchObject({ email: firstAdministrator, roles: ['administrator'] });
    expect(await identity.rows('SELECT 1 FROM person')).toHaveLength(1);
  });

  it('without a password makes nobody', async () => {
    await identity.firstStart.onApplicationBootstrap();
    expect(await identity.rows('SELECT 1 FROM person')).toEqual([]);
    await expect(
      identity.signIns.create({ email: firstAdministrator, password: 'anything at all' }, byNobody()),
    ).rejects.toMatchObject({ reason: 'sign-in-failed' });
  });
});

describe('signing keys', () => {
  let identity: Identity;
  beforeEach(async () => (identity = await identityOnDatabase()));
  afterEach(() => identity?.close());
  const age = (interval: string) =>
    identity.rows('UPDATE signing_key SET create_time = create_time - $1::interval', [interval]);
  const published = async () => (await verificationKeys(identity.unitOfWork)).map(({ kid }) => kid);

  it('are replaced after thirty days; the old one verifies for another hour', async () => {
    const old = (await identity.keys.current()).id;
    await age('30 days');
    const [one, two] = await Promise.all([identity.replica(), identity.replica()]);
    const [next, same] = await Promise.all([one.keys.current(), two.keys.current()]);
    expect(next.id).toBe(same.id);
    expect(next.id).not.toBe(old);
    expect(await published()).toEqual([next.id, old]);
    await age('1 hour');
    expect(await published()).toEqual([next.id]);
  });

  it('stand sealed in the database, and another secret makes its own', async () => {
    const old = await identity.keys.current();
    const [row] = await identity.rows<{ private_key: string }>('SELECT private_key FROM signing_key');
    const secretPart = Buffer.from(old.key.export({ format: 'jwk' }).d ?? '', 'base64url');
    expect(secretPart).toHaveLength(32);
    expect(Buffer.from(row?.private_key ?? '', 'base64url').includes(secretPart)).toBe(false);
    const moved = await identity.replica({ secret: 'another secret of the tests' });
    const own = await moved.keys.current();
    expect(own.id).not.toBe(old.id);
    expect(await published()).toEqual([own.id, old.id]);
  });
});
