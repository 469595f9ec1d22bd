import { raiseStage, type Stage } from './stage.js';

let stage: Stage;

beforeAll(async () => {
  stage = await raiseStage({ requestsPerMinute: 12, signInsPerMinute: 3 });
});
afterAll(() => stage.close());

describe('probes', () => {
  it('lives, and is ready when every service and the broker can be reached', async () => {
    expect((await stage.ask('/healthz')).status).toBe(200);
    expect(await (await stage.ask('/readyz')).json()).toEqual({ status: 'ready', rights: 'fresh' });
  });
});

describe('limits', () => {
  it('tells how many requests are left, and when the next may come', async () => {
    const token = await stage.signer.token('01900000-0000-7000-8000-0000000000a1');
    stage.answers['CustomerService/ListCustomers'] = () => ({ customers: [] });
    const statuses: number[] = [];
    let last: Response | undefined;
    for (let request = 0; request < 13; request++) {
      last = await stage.ask('/v1/customers', { token });
      statuses.push(last.status);
    }
    expect(statuses).toEqual([...Array.from({ length: 12 }, () => 200), 429]);
    expect(last?.headers.get('ratelimit-limit')).toBe('12');
    expect(last?.headers.get('ratelimit-remaining')).toBe('0');
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(((await last?.json()) as { type: string }).type).toBe('urn:kontor:error:rate-limited');
  });

  it('counts each person apart', async () => {
    const token = await stage.signer.token('01900000-0000-7000-8000-0000000000a2');
    const response = await stage.ask('/v1/customers', { token });
    expect([response.status, response.headers.get('ratelimit-remaining')]).toEqual([200, '11']);
  });

  it('allows fewer sign-ins', async () => {
    const statuses: number[] = [];
    for (let request = 0; request < 4; request++) {
      statuses.push(
        (await stage.ask('/v1/sessions', { json: { email: 'anna@kontor.local', password: 'wrong' } })).status,
      );
    }
    expect(statuses).toEqual([404, 404, 404, 429]);
  });
});

describe('the reference', () => {
  let token: string;
  beforeAll(async () => {
    token = await stage.signer.token('01900000-0000-7000-8000-0000000000a3');
  });

  it('serves the OpenAPI document with the hand-written paths', async () => {
    const response = await stage.ask('/openapi.json', { token });
    const document = (await response.json()) as { openapi: string; paths: Record<string, object> };
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/v1/customers',
        '/v1/customers/{id}:transfer',
        '/v1/events',
        '/v1/customers:import',
        '/v1/imports/{id}/bad-rows.csv',
      ]),
    );
  });

  it('shows the custom fields of now to who is signed in, and to nobody else', async () => {
    const label = { zh: '行业', ru: 'Отрасль', en: 'Industry' };
    const field = { id: '01900000-0000-7000-8000-0000000000f1', object: 'customer', key: 'industry' };
    stage.answers['CustomFieldService/ListCustomFields'] = () => ({
      fields: [{ ...field, type: 'text', label, options: [], requiredStages: [] }],
    });
    const signedIn = await (await stage.ask('/openapi.json', { token })).text();
    const anonymous = await (await stage.ask('/openapi.json')).text();
    expect([signedIn.includes('Отрасль'), anonymous.includes('Отрасль')]).toEqual([true, false]);
    stage.answers['CustomFieldService/ListCustomFields'] = () => ({ fields: [] });
  });

  it('refers to nothing that the document lacks', async () => {
    const text = await (await stage.ask('/openapi.json', { token })).text();
    const document = JSON.parse(text) as Record<string, unknown>;
    const references = new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path));
    const missing = [...references].filter(
      (path) =>
        path
          .split('/')
          .reduce<unknown>(
            (place, key) => (place as Record<string, unknown> | undefined)?.[key],
            document,
          ) === undefined,
    );
    expect([references.size > 20, missing]).toEqual([true, []]);
  });

  it('shows it on a page that loads nothing from elsewhere', async () => {
    const page = await stage.ask('/docs/', { token });
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect([...html.matchAll(/(?:src|href|cdn|url)\s*[=:]\s*"?(https?:)?\/\/[^"\s]+/g)]).toEqual([]);
    expect(html).toContain('/openapi.json');
    const [, script] = /<script[^>]*src="([^"]+)"/.exec(html) ?? [];
    expect(script).toBe('js/scalar.js');
    const code = await stage.ask(`/docs/${script}`, { token });
    expect([code.status, code.headers.get('content-type')]).toEqual([
      200,
      'application/javascript; charset=utf-8',
    ]);
    expect((await code.text()).length).toBeGreaterThan(1_000_000);
  });

  it('finds the page without the last slash', async () => {
    const response = await stage.ask('/docs', { token });
    expect([response.status, response.headers.get('location')]).toEqual([301, '/docs/']);
  });
});
