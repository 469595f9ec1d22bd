import { connect } from 'node:net';
import { raiseStage, type Ask, type Stage } from './stage.js';

const anna = '01900000-0000-7000-8000-00000000000a';
const customerId = '01900000-0000-7000-8000-0000000000c1';

let stage: Stage;
let token: string;

beforeAll(async () => {
  stage = await raiseStage();
  token = await stage.signer.token(anna);
  stage.answers['CustomerService/CreateCustomer'] = () => {
    throw new Error('no bad request reaches the service');
  };
});
afterAll(() => stage.close());

interface Refusal {
  status: number;
  type: string;
  title: string;
  detail: string;
  requestId: string;
  errors: { field: string; reason: string; message: string }[];
}

async function refusal(path: string, options: Ask): Promise<Refusal & { headers: Headers }> {
  const response = await stage.ask(path, options);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const document = (await response.json()) as Refusal;
  expect(document.status).toBe(response.status);
  expect(response.headers.get('x-request-id')).toBe(document.requestId);
  return { ...document, headers: response.headers };
}

/** Sends bytes as they are and reads the answer until the connection ends. */
function raw(bytes: string | Buffer): Promise<string> {
  const { port } = new URL(stage.gateway.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (data) => (answer += data.toString('latin1')));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

const json = { 'content-type': 'application/json' };

describe('bodies', () => {
  it.each<[string, NonNullable<RequestInit['body']>, Record<string, string>, number, string]>([
    ['broken JSON', '{"name": ', json, 400, 'broken-json'],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), json, 400, 'broken-utf8'],
    ['half a character', '{"name": "\\ud800"}', json, 400, 'broken-utf8'],
    ['half a character in a key', '{"\\udfff": 1}', json, 400, 'broken-utf8'],
    ['deep nesting', `${'['.repeat(100_000)}"\\ud800"${']'.repeat(100_000)}`, json, 400, 'broken-json'],
    ['deep nesting of nothing', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, json, 400, 'invalid-request'],
    [
      'keys of the prototype',
      '{"kind": "company", "name": "X", "__proto__": {"admin": true}}',
      json,
      400,
      'invalid-request',
    ],
    [
      'keys of the constructor',
      '{"kind": "company", "name": "X", "constructor": {"prototype": 1}}',
      json,
      400,
      'invalid-request',
    ],
    ['no body', '', json, 400, 'invalid-request'],
    ['null', 'null', json, 400, 'invalid-request'],
    ['more than 1 MiB', `{"name": "${'x'.repeat(1024 * 1024)}"}`, json, 413, 'body-too-large'],
    ['XML', '<name/>', { 'content-type': 'application/xml' }, 415, 'unsupported-media-type'],
    [
      'a form',
      'name=X',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'unsupported-media-type',
    ],
    ['a body of a type that is no type', '{}', { 'content-type': 'nonsense' }, 415, 'unsupported-media-type'],
  ])('refuses %s', async (_, body, headers, status, reason) => {
    const document = await refusal('/v1/customers', { method: 'POST', token, body, headers });
    expect([document.status, document.type]).toEqual([status, `urn:kontor:error:${reason}`]);
  });

  it('names the field at fault in the language of the caller', async () => {
    const document = await refusal('/v1/customers', {
      token,
      json: { kind: 'shop', name: '' },
      headers: { 'accept-language': 'ru-RU,en;q=0.5' },
    });
    expect(document.headers.get('content-language')).toBe('ru');
    expect(document.errors.map(({ field, reason }) => [field, reason])).toEqual(
      expect.arrayContaining([
        ['kind', 'not-a-word'],
        ['name', 'blank'],
      ]),
    );
    expect(document.errors.every(({ message }) => /[а-я]/.test(message))).toBe(true);
  });

  it('makes no prototype of a key in the body', async () => {
    await refusal('/v1/customers', {
      method: 'POST',
      token,
      body: '{"__proto__": {"polluted": true}}',
      headers: json,
    });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('paths and verbs', () => {
  it.each([
    '/',
    '/v1',
    '/v2/customers',
    '/v1/customers/',
    `/v1/customers/${customerId}:fly`,
    '/v1/customers/a/b',
    '//v1/customers',
    '/v1/customers/%2e%2e/x',
    '/v1/__proto__',
  ])('answers 404 for the unknown path %s', async (path) => {
    expect((await refusal(path, { token })).status).toBe(404);
  });

  it.each([
    ['DELETE', '/v1/customers', 'GET, HEAD, POST'],
    ['PUT', `/v1/customers/${customerId}`, 'GET, HEAD, PATCH'],
    ['GET', `/v1/customers/${customerId}:transfer`, 'POST'],
    ['GET', '/v1/customers:import', 'POST'],
    ['POST', '/v1/events', 'GET'],
    ['OPTIONS', '/v1/people', 'GET, HEAD, POST'],
  ])('answers 405 for %s %s and says what is allowed', async (method, path, allow) => {
    const { status, headers } = await refusal(path, { method, token });
    expect([status, headers.get('allow')]).toEqual([405, allow]);
  });

  it.each(['/v1/customers/%ff', '/v1/customers/%zz', '/v1/customers?filter=%ff'])(
    'refuses the broken encoding of %s',
    async (path) => {
      expect((await refusal(path, { token })).status).toBe(400);
    },
  );

  it('refuses an id that is no UUID by its name', async () => {
    const { status, errors } = await refusal('/v1/customers/17', { token });
    expect([status, errors]).toEqual([400, [expect.objectContaining({ field: 'id', reason: 'not-a-uuid' })]]);
  });
});

describe('HTTP itself', () => {
  it('answers headers over the limit with 431', async () => {
    const answer = await raw(`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(200_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('application/problem+json');
    expect(answer.toLowerCase()).toContain('x-request-id:');
  });

  it.each([
    'nonsense\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: x\r\nBad Header\r\n\r\n',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n',
  ])('answers what is no HTTP with 400: %j', async (bytes) => {
    expect(await raw(bytes)).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('who asks', () => {
  it('wants a token, and says how', async () => {
    const { status, headers, type } = await refusal('/v1/customers', {});
    expect([status, headers.get('www-authenticate'), type]).toEqual([
      401,
      'Bearer realm="kontor"',
      'urn:kontor:error:signed-out',
    ]);
  });

  it.each(['Bearer', 'Bearer x', 'Basic YTpi', 'Bearer a.b.c', `Bearer ${'x'.repeat(5000)}`])(
    'refuses the Authorization %s',
    async (authorization) => {
      const { status, headers } = await refusal('/v1/customers', { headers: { authorization } });
      expect([status, headers.get('www-authenticate')]).toEqual([
        401,
        'Bearer realm="kontor", error="invalid_token"',
      ]);
    },
  );

  it('tells an expired token from a wrong one', async () => {
    const expired = await stage.signer.token(anna, ['salesperson'], -60);
    expect((await refusal('/v1/customers', { token: expired })).type).toBe('urn:kontor:error:token-expired');
  });

  it('does not mind a wrong token where nobody has to sign in', async () => {
    const response = await stage.ask('/.well-known/jwks.json', {
      headers: { authorization: 'Bearer a.b.c' },
    });
    expect(response.status).toBe(200);
    expect(((await response.json()) as { keys: unknown[] }).keys).toHaveLength(1);
  });

  it('mints a request id where the one that came is not plain', async () => {
    const { requestId } = await refusal('/v1/nothing', { headers: { 'x-request-id': 'two words' } });
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('services that fail', () => {
  it('answers 500 without the text of the fault', async () => {
    stage.answers['CustomerService/GetCustomer'] = () => {
      throw new Error('secret SQL');
    };
    const document = await refusal(`/v1/customers/${customerId}`, { token });
    expect(document.status).toBe(500);
    expect(JSON.stringify(document)).not.toContain('secret');
  });

  it('answers 504 when a service does not answer in time', async () => {
    const { promise, resolve } = Promise.withResolvers<object>();
    stage.answers['CustomerService/GetCustomer'] = () => promise;
    const document = await refusal(`/v1/customers/${customerId}`, { token });
    resolve({});
    expect([document.status, document.type]).toEqual([504, 'urn:kontor:error:deadline-exceeded']);
  });
});
