import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';

/** Somebody whom the provider knows. */
export interface Account {
  email: string;
  email_verified: boolean;
}

/** A real OpenID Connect provider on loopback; whoever comes is signed in as `account`, without a password. */
export interface OpenIdProvider extends AsyncDisposable {
  issuer: string;
  account: Account;
  /** Goes where a browser would, and comes back with what it would bring. */
  visit(authorizationUrl: string): Promise<{ code: string; state: string; iss: string }>;
}

export const client = {
  clientId: 'kontor',
  clientSecret: 'a secret between provider and Kontor',
  redirectUrl: 'http://127.0.0.1:9/signed-in',
};

/** Starts the provider, on a free port unless told. It demands PKCE and tells an address only to whom it gave an access token. */
export async function startOpenIdProvider(port = 0): Promise<OpenIdProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = await makeProvider(issuer);
  const answer = provider.callback();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
    const login = { accountId: JSON.stringify(result.account) };
    void provider.interactionFinished(request, response, { login });
  });
  const result: OpenIdProvider = {
    issuer,
    account: { email: 'nobody@example.com', email_verified: true },
    visit: (authorizationUrl) => visit(authorizationUrl),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return result;
}

async function makeProvider(issuer: string): Promise<Provider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const key = await exportJWK(privateKey);
  return quietly(
    () =>
      new Provider(issuer, {
        clients: [
          {
            client_id: client.clientId,
            client_secret: client.clientSecret,
            redirect_uris: [client.redirectUrl],
            token_endpoint_auth_method: 'client_secret_post',
          },
        ],
        jwks: { keys: [{ ...key, use: 'sig', kid: 'test' }] } as never,
        cookies: { keys: ['a key of the test'] },
        claims: { openid: ['sub'], email: ['email', 'email_verified'] },
        features: { devInteractions: { enabled: false } },
        interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
        pkce: { required: () => true },
        ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 60, Session: 60, Grant: 60 },
        findAccount: (_, accountId) => ({
          accountId,
          claims: () => ({ sub: accountId.slice(0, 200), ...(JSON.parse(accountId) as Account) }),
        }),
        // Nobody is asked for consent: the company's own program.
        loadExistingGrant: async (context) => {
          const grant = new context.oidc.provider.Grant({
            clientId: context.oidc.client?.clientId ?? '',
            accountId: context.oidc.session?.accountId ?? '',
          });
          grant.addOIDCScope('openid email');
          await grant.save();
          return grant;
        },
      }),
  );
}

/** The provider warns that it keeps everything in memory, which is what a test wants. */
function quietly<T>(work: () => T): T {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return work();
  } finally {
    console.warn = warn;
  }
}

/** Follows redirections with cookies until they leave the provider. */
async function visit(authorizationUrl: string): Promise<{ code: string; state: string; iss: string }> {
  const cookies = new Map<string, string>();
  let url = new URL(authorizationUrl);
  for (let hops = 0; hops < 10; hops += 1) {
    if (url.href.startsWith(client.redirectUrl)) {
      const { code = '', state = '', iss = '', error } = Object.fromEntries(url.searchParams);
      if (error) throw new Error(`The provider refused: ${url.search}`);
      return { code, state, iss };
    }
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (!location) throw new Error(`${url.href} answered ${response.status}: ${await response.text()}`);
    url = new URL(location, url);
  }
  throw new Error('The provider sends in circles');
}
