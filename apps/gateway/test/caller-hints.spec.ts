import type { Call } from '@kontor/access/call';
import { Organisation } from '@kontor/access/organisation';
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

describe('as whom a call is made', () => {
  const [anna, boris] = ['01900000-0000-7000-8000-00000000000a', '01900000-0000-7000-8000-00000000000b'];
  const path = '/v1/customers/01900000-0000-7000-8000-00000000000c';
  const heard: Call[] = [];

  beforeAll(() => {
    stage.answers['CustomerService/GetCustomer'] = ({ id }: { id: string }, call: Call) => {
      heard.push(call);
      return { id, etag: '1' };
    };
    const salesperson = { roles: ['salesperson'], status: 'active' } as const;
    stage.known.people[boris] = salesperson;
    stage.known.organisation = new Organisation([{ id: anna }, { id: boris, ...salesperson }], {
      substitutions: [{ personId: boris, substituteId: anna, start: 0, end: Infinity, objects: [] }],
    });
  });

  async function get(who: string, roles: string[], headers: Record<string, string>) {
    const response = await stage.ask(path, { token: await stage.signer.token(who, roles), headers });
    const body = (await response.json()) as { type?: string; errors?: { field: string }[] };
    const [field] = body.errors ?? [];
    return { status: response.status, reason: body.type?.split(':').at(-1), field: field?.field, response };
  }

  it('travels to the service for a substitute, and comes back with an answer that nobody keeps', async () => {
    const { status, response } = await get(anna, [], {
      'kontor-on-behalf-of': boris,
      'if-none-match': '"1"',
    });
    expect(status).toBe(200);
    expect(response.headers.get('kontor-on-behalf-of')).toBe(boris);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(heard.at(-1)?.caller).toMatchObject({ personId: anna, onBehalfOf: boris });
  });

  it('is refused where it is forged or malformed', async () => {
    const before = heard.length;
    expect(await get(boris, ['salesperson'], { 'kontor-on-behalf-of': anna })).toMatchObject({
      status: 403,
      reason: 'not-a-substitute',
    });
    expect(await get(anna, ['salesperson'], { 'kontor-on-behalf-of': 'boris' })).toMatchObject({
      status: 400,
      field: 'Kontor-On-Behalf-Of',
    });
    expect(await get(anna, ['salesperson'], { 'kontor-view-as-role': 'a b' })).toMatchObject({
      status: 400,
      field: 'Kontor-View-As-Role',
    });
    expect(heard).toHaveLength(before);
  });

  it('may be a role, for who manages roles', async () => {
    const { status, response } = await get(anna, ['administrator'], { 'kontor-view-as-role': 'salesperson' });
    expect([status, response.headers.get('kontor-view-as-role')]).toEqual([200, 'salesperson']);
    expect(heard.at(-1)?.caller.roles).toEqual(['salesperson']);
    const refused = await get(anna, ['salesperson'], { 'kontor-view-as-role': 'manager' });
    expect(refused).toMatchObject({ status: 403 });
    expect(refused.response.headers.get('kontor-view-as-role')).toBeNull();
  });
});
