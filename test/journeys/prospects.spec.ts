import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { until } from '@kontor/testing/until';
import { startJourney, type Journey, type Visitor } from './kontor.js';

// Prospects in a company of three languages: who lets one go, who takes it, what rings, who is left in peace.

interface Customer {
  id: string;
  name: string;
  ownerId?: string;
}

const secret = `whsec_${Buffer.from('the key of an exchange on a journey').toString('base64')}`;

let journey: Journey;
let manager: Visitor;
let li: Visitor;
let anna: Visitor;
let tom: Visitor;

beforeAll(async () => {
  journey = await startJourney({ TELEPHONY_SECRET: secret });
  manager = await journey.person({ name: '王经理', roles: ['manager'], language: 'zh-CN' });
  li = await journey.person({ name: '李雷', managerId: manager.id, language: 'zh-CN' });
  anna = await journey.person({ name: 'Анна', managerId: manager.id, language: 'ru' });
  tom = await journey.person({ name: 'Tom', language: 'en' });
}, 120_000);

afterAll(() => journey.end(), 60_000);

async function add(owner: Visitor, facts: object): Promise<Customer> {
  const { status, body } = await owner.post<Customer>('/v1/customers', { kind: 'company', ...facts });
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

test('a prospect that is let go waits in the pool, goes to one of two who want it, and not back', async () => {
  const { body: pool } = await journey.admin.post<{ id: string }>('/v1/pools', {
    name: '公海 / Пул',
    kind: 'prospect',
    managerId: manager.id,
    open: true,
  });
  const values = {
    claimEnabled: true,
    claimPerDay: 1,
    coolDownDays: 7,
    capEnabled: true,
    cap: 50,
    poolId: pool.id,
  };
  expect((await manager.post('/v1/strategySettings', { scope: 'company', values })).status).toBe(403);
  expect((await journey.admin.post('/v1/strategySettings', { scope: 'company', values })).status).toBe(201);

  const [first, second] = [await add(li, { name: '武汉长江材料' }), await add(li, { name: '长沙岳麓仪器' })];
  expect((await anna.post(`/v1/customers/${first.id}:release`, { reason: 'чужой' })).status).toBe(404);
  for (const { id } of [first, second])
    expect((await li.post(`/v1/customers/${id}:release`, { reason: '无预算' })).status).toBe(200);
  expect((await li.get(`/v1/customers/${first.id}`)).status).toBe(404);

  // What waits shows few fields; who let it go cannot have it back at once, and is told so.
  const waiting = await tom.get<{ customers: object[] }>(`/v1/pools/${pool.id}/customers`);
  expect(waiting.body.customers).toMatchObject([{ name: '武汉长江材料' }, { name: '长沙岳麓仪器' }]);
  expect(JSON.stringify(waiting.body)).not.toContain('phones');
  expect(await li.post(`/v1/customers/${first.id}:claim`, {}, { 'accept-language': 'zh-CN' })).toMatchObject({
    status: 409,
    body: { type: 'urn:kontor:error:cool-down' },
  });

  const claims = await Promise.all([anna, tom].map((who) => who.post(`/v1/customers/${first.id}:claim`, {})));
  expect(claims.map(({ status }) => status).sort()).toEqual([200, 409]);
  const [winner, loser] = claims[0]?.status === 200 ? [anna, tom] : [tom, anna];
  expect((await winner.get<Customer>(`/v1/customers/${first.id}`)).body.ownerId).toBe(winner.id);
  expect((await loser.get(`/v1/customers/${first.id}`)).status).toBe(404);

  // The day's claims are counted as they were made: to let it go again gives none back.
  await winner.post(`/v1/customers/${first.id}:release`, { reason: 'no answer' });
  expect((await winner.post(`/v1/pools/${pool.id}:claim`, {})).status).toBe(409);
  expect((await loser.post<Customer>(`/v1/pools/${pool.id}:claim`, {})).status).toBe(200);
});

test('the phone of one person rings: who calls is shown to that person alone', async () => {
  const customer = await add(anna, { name: 'Уральский завод', phones: [{ raw: '+7 343 222-33-44' }] });
  for (const [number, who] of [
    ['101', anna],
    ['102', tom],
  ] as const)
    expect((await journey.admin.post('/v1/extensions', { number, personId: who.id })).status).toBe(201);

  const abort = new AbortController();
  const listen = async (who: Visitor): Promise<string[]> => {
    const heard: string[] = [];
    const headers = { authorization: `Bearer ${who.token}` };
    const stream = await fetch(`${who.url}/v1/events`, { headers, signal: abort.signal });
    expect(stream.status).toBe(200);
    void (async () => {
      for await (const chunk of stream.body as unknown as AsyncIterable<Uint8Array>)
        heard.push(Buffer.from(chunk).toString());
    })().catch(() => undefined);
    return heard;
  };
  const [annas, toms] = [await listen(anna), await listen(tom)];

  const tell = (event: object, key = secret) => {
    const [id, now, body] = [
      randomUUID(),
      new Date(),
      JSON.stringify({ callId: 'call-1', to: '100', ...event }),
    ];
    return journey.nobody.send('POST', '/v1/telephony/events', JSON.parse(body), {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(key).sign(id, now, body),
    });
  };
  const ring = { type: 'ring', from: '+73432223344', extension: '101', direction: 'inbound' };
  expect((await tell(ring, 'whsec_' + Buffer.from('a guessed key').toString('base64'))).status).toBe(401);
  expect((await tell(ring)).status).toBe(204);
  await until('the phone rings', () => annas.join('').includes('CallRinging'));
  expect(annas.join('')).not.toContain('Уральский');

  const calls = await anna.get<{ calls: { id: string }[] }>('/v1/calls');
  const [call] = Object.values(calls.body).flat() as unknown as { id: string }[];
  const shown = await anna.get(`/v1/calls/${call?.id}`);
  expect(shown.body).toMatchObject({
    number: '+73432223344',
    matches: [{ customerId: customer.id, customerName: 'Уральский завод' }],
  });
  expect((await tom.get(`/v1/calls/${call?.id}`)).status).toBe(404);
  expect(toms.join('')).not.toContain('CallRinging');

  // Nobody answers: the owner is to call back.
  expect((await tell({ ...ring, type: 'hangup' })).status).toBe(204);
  await until('the missed call', async () => {
    const { body } = await anna.get<{ interactions: object[] }>(`/v1/customers/${customer.id}/interactions`);
    return body.interactions.length > 0;
  });
  abort.abort();
});

test('a segment follows its rule, is frozen as it is, and who asked for peace is left in it', async () => {
  const rule = JSON.stringify({ field: 'city', op: 'eq', value: '成都' });
  const quiet = await add(li, { name: '成都天府软件', addresses: [{ city: '成都', country: 'CN' }] });
  const preview = await li.post('/v1/segments:preview', { rule });
  expect(preview.status).toBe(200);
  const { body: segment } = await li.post<{ id: string }>('/v1/segments', {
    name: '成都客户',
    kind: 'dynamic',
    rule,
  });
  const members = async () => {
    const { body } = await li.get<{ members: { customer: Customer }[] }>(
      `/v1/segments/${segment.id}/members`,
    );
    return body.members?.map(({ customer }) => customer.name) ?? [];
  };
  await until('the first member', async () => (await members()).length === 1);
  await add(li, { name: '成都蓉城电气', addresses: [{ city: '成都', country: 'CN' }] });
  await until('the second member', async () => (await members()).includes('成都蓉城电气'));
  expect((await tom.get(`/v1/segments/${segment.id}`)).status).toBe(404);

  const wish = { doNotCall: true, consents: [{ channel: 'email', state: 'withdrawn' }] };
  const path = `/v1/customers/${quiet.id}`;
  expect((await li.post(`${path}/contactPreferences:set`, wish)).status).toBe(200);
  const call = { manner: 'call', direction: 'outbound', content: '推销' };
  const refused = await li.post<{ detail: string }>(`${path}/interactions`, call, {
    'accept-language': 'zh-CN',
  });
  expect(refused).toMatchObject({ status: 409 });
  expect((await li.post(`${path}:checkContact`, { channel: 'call' })).body).toMatchObject({ allowed: false });
});
