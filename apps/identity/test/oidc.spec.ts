import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { byNobody, identityOnDatabase, together, type Identity } from './identity-fixture.js';
import { client, startOpenIdProvider, type OpenIdProvider } from './openid-provider.js';

let identity: Identity;
let provider: OpenIdProvider;
let oidc: Identity['oidc'];
beforeAll(async () => {
  provider = await startOpenIdProvider();
  identity = await identityOnDatabase();
  ({ oidc } = await identity.replica({ oidc: { issuer: provider.issuer, ...client } }));
});
afterAll(async () => {
  await identity?.close();
  await provider?.[Symbol.asyncDispose]();
});

const begin = () => oidc.begin(byNobody());
const complete = (request: { code: string; state: string; iss?: string }) =>
  oidc.complete(request, byNobody());
const refused = { code: 'unauthenticated', reason: 'sign-in-failed', fields: [] };

/** What a browser brings back when somebody signed in at the provider. */
async function arrive(email: string, verified = true) {
  provider.account = { email, email_verified: verified };
  const { authorizationUrl, state } = await begin();
  const back = await provider.visit(authorizationUrl);
  expect(back.state).toBe(state);
  return back;
}

describe('signing in by an OpenID Connect provider', () => {
  it('signs in whose verified address it tells, in any case', async () => {
    const person = await identity.person({ password: undefined, roles: ['manager'] });
    const session = await complete(await arrive(person.email.toUpperCase()));
    expect(session).toMatchObject({ expiresIn: 300, person: { id: person.id, roles: ['manager'] } });
    await expect(
      identity.sessions.refresh({ refreshToken: session.refreshToken }, byNobody()),
    ).resolves.toMatchObject({ person: { id: person.id } });
  });

  it('makes who was invited active', async () => {
    const person = await identity.person({ password: undefined });
    expect(person.status).toBe('invited');
    expect(await complete(await arrive(person.email))).toMatchObject({ person: { status: 'active' } });
    const told = await identity.rows<{ payload: string }>(
      `SELECT payload FROM outbox WHERE aggregate_id = $1 ORDER BY position`,
      [person.id],
    );
    expect(told.map(({ payload }) => (JSON.parse(payload) as { person: Person }).person.status)).toEqual([
      'invited',
      'active',
    ]);
  });

  it('refuses in one way an unknown address, one that is not verified, and somebody who left', async () => {
    const [person, left] = [await identity.person(), await identity.person()];
    await identity.rows(`UPDATE person SET status = 'left' WHERE id = $1`, [left.id]);
    const arrivals = [
      await arrive('stranger@example.com'),
      await arrive(person.email, false),
      await arrive(left.email),
    ];
    for (const arrival of arrivals) await expect(complete(arrival)).rejects.toMatchObject(refused);
  });

  it('takes what a browser brings back once, also twice at once', async () => {
    const person = await identity.person();
    const back = await arrive(person.email);
    const { done, errors } = await together([complete(back), complete(back), complete(back)]);
    expect(done).toHaveLength(1);
    expect(errors).toEqual(['sign-in-failed', 'sign-in-failed']);
    await expect(complete(back)).rejects.toMatchObject(refused);
  });

  it('refuses a state that it never gave, one older than ten minutes, and one of another attempt', async () => {
    const person = await identity.person();
    const back = await arrive(person.email);
    await expect(complete({ ...back, state: 'made up' })).rejects.toMatchObject(refused);
    await identity.rows(`UPDATE oidc_attempt SET create_time = create_time - interval '10 minutes 1 second'`);
    await expect(complete(back)).rejects.toMatchObject(refused);
    const [one, other] = [await arrive(person.email), await arrive(person.email)];
    await expect(complete({ ...one, state: other.state })).rejects.toMatchObject(refused);
  });

  it('refuses a made-up code and an answer in the name of another issuer', async () => {
    const person = await identity.person();
    await expect(complete({ ...(await arrive(person.email)), code: 'made up' })).rejects.toMatchObject(
      refused,
    );
    await expect(
      complete({ ...(await arrive(person.email)), iss: 'https://evil.example.com' }),
    ).rejects.toMatchObject(refused);
  });

  it('sends state, nonce and the challenge of PKCE, and keeps nonce and state out of the audit', async () => {
    const { authorizationUrl, state } = await begin();
    const { searchParams } = new URL(authorizationUrl);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      client_id: client.clientId,
      redirect_uri: client.redirectUrl,
      response_type: 'code',
      code_challenge_method: 'S256',
      state,
      nonce: expect.any(String),
    });
    const [stored] = await identity.rows<{ texts: string }>(
      `SELECT string_agg(o::text, ' ') AS texts FROM oidc_attempt o`,
    );
    expect(stored?.texts).toContain(searchParams.get('nonce'));
    expect(stored?.texts).not.toContain(state);
  });
});

describe('without a provider that answers', () => {
  it('is not to be had where none is set up', async () => {
    await expect(identity.oidc.begin(byNobody())).rejects.toMatchObject({
      code: 'not_found',
      reason: 'oidc-not-configured',
    });
    await expect(identity.oidc.complete({ code: 'c', state: 's' }, byNobody())).rejects.toMatchObject(
      refused,
    );
  });

  it('is unavailable for the time being, and works once the provider is back', async () => {
    const away = await startOpenIdProvider();
    const replica = await identity.replica({ oidc: { issuer: away.issuer, ...client } });
    const { authorizationUrl } = await replica.oidc.begin(byNobody());
    const back = await away.visit(authorizationUrl);
    await away[Symbol.asyncDispose]();
    await expect(replica.oidc.complete(back, byNobody())).rejects.toMatchObject({ code: 'unavailable' });
    const late = await identity.replica({ oidc: { issuer: away.issuer, ...client } });
    await expect(late.oidc.begin(byNobody())).rejects.toMatchObject({ code: 'unavailable' });
    await using _again = await startOpenIdProvider(Number(new URL(away.issuer).port));
    await expect(late.oidc.begin(byNobody())).resolves.toMatchObject({ state: expect.any(String) });
  });
});
