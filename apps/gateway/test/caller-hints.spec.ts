import type { Call } from '@kontor/access/call';
import { raiseStage, type Stage } from './stage.js';

let stage: Stage;
const calls: Call[] = [];
beforeAll(async () => {
  stage = await raiseStage({ signInsPerMinute: 3 });
  stage.answers['SessionService/CreateSession'] = (_: never, call: Call) => {
    calls.push(call);
    return { accessToken: 'a', refreshToken: 'r', expiresIn: 300 };
  };
  stage.answers['OidcService/BeginOidc'] = () => ({ authorizationUrl: 'https://id.example.com', state: 's' });
});
afterAll(() => stage?.close());

it('services learn program and address of the caller, shortened, and not from the caller’s own word', async () => {
  const headers = {
    'user-agent': `Phone/1 ${'x'.repeat(500)}`,
    'kontor-user-agent': 'forged',
    'kontor-address': '203.0.113.9',
    'x-forwarded-for': '203.0.113.9',
  };
  const answer = await stage.ask('/v1/sessions', {
    json: { email: 'a@example.com', password: 'p' },
    headers,
  });
  expect(answer.status).toBe(201);
  expect(calls).toMatchObject([{ userAgent: `Phone/1 ${'x'.repeat(192)}`, address: '127.0.0.1' }]);
});

it('beginning a sign-in by a provider counts like a try of a password, though it is a GET', async () => {
  const statuses = [];
  for (let i = 0; i < 4; i++) statuses.push((await stage.ask('/v1/oidc:begin')).status);
  expect(statuses).toContain(200);
  expect(statuses.at(-1)).toBe(429);
});
