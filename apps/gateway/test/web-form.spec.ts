import { raiseStage, type Stage } from './stage.js';

const path = '/v1/webForms/01900000-0000-7000-8000-000000000001';
const site = 'https://www.example.com';

let stage: Stage;

beforeAll(async () => {
  stage = await raiseStage();
  stage.answers['WebLeadService/GetWebFormPage'] = () => ({
    id: '01900000-0000-7000-8000-000000000001',
    name: 'Ask us',
    requiredFields: [],
    allowedOrigins: [site],
    token: 'token',
  });
  stage.answers['WebLeadService/SubmitWebForm'] = () => ({ received: true });
}, 60_000);

afterAll(() => stage.close());

const submit = (origin?: string) =>
  stage.ask(`${path}/submissions`, {
    json: { token: 'token', answers: { name: 'Li Wei', email: 'li@example.com' } },
    ...(origin && { headers: { origin } }),
  });

const preflight = (origin: string, at = `${path}/submissions`) =>
  stage.ask(at, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });

it('lets pages of the form’s origins show and send it', async () => {
  const asked = await preflight(site);
  expect(asked.status).toBe(204);
  expect(asked.headers.get('access-control-allow-origin')).toBe(site);
  expect(asked.headers.get('access-control-allow-methods')).toBe('POST');
  const sent = await submit(site);
  expect(sent.status).toBe(202);
  expect(sent.headers.get('access-control-allow-origin')).toBe(site);
  expect(await sent.json()).toEqual({ received: true });
  expect(
    (await stage.ask(path, { headers: { origin: site } })).headers.get('access-control-allow-origin'),
  ).toBe(site);
});

it('refuses pages of other origins, and lets programs without origin through', async () => {
  for (const answer of [await preflight('https://evil.example'), await submit('https://evil.example')]) {
    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  }
  expect((await submit()).status).toBe(202);
});

it('opens no other path to pages of other origins', async () => {
  const answer = await stage.ask('/v1/customers', { headers: { origin: site } });
  expect(answer.headers.get('access-control-allow-origin')).toBeNull();
});
