import { until } from '@kontor/testing/until';
import { startJourney, type Journey, type Visitor } from './kontor.js';

// One company in three languages: 李雷 and Анна sell below 王经理, Tom sells elsewhere. One record of each customer,
// whatever it is called, with everything that was said and promised, for those who may see it and nobody else.

interface Customer {
  id: string;
  number: string;
  name: string;
  status: string;
  ownerId?: string;
}
interface Problem {
  detail: string;
  errors: { field: string; message: string }[];
  candidates?: { customerId: string; name: string; ownerName: string; matched: string[]; hard: boolean }[];
}
interface Panorama {
  customer: Customer;
  sections: Record<string, { state: string; reason?: string } & Record<string, unknown>>;
}

let journey: Journey;
let manager: Visitor;
let li: Visitor;
let anna: Visitor;
let tom: Visitor;

beforeAll(async () => {
  journey = await startJourney();
  manager = await journey.person({ name: '王经理', roles: ['manager'], language: 'zh-CN' });
  li = await journey.person({ name: '李雷', managerId: manager.id, language: 'zh-CN' });
  anna = await journey.person({ name: 'Анна', managerId: manager.id, language: 'ru' });
  tom = await journey.person({ name: 'Tom', language: 'en' });
}, 120_000);

afterAll(() => journey.end(), 60_000);

const uscc = '914403001922038216';

async function add(owner: Visitor, facts: object, query = ''): Promise<Customer> {
  const { status, body } = await owner.post<Customer>(`/v1/customers${query}`, { kind: 'company', ...facts });
  if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

/** Waits until who is above a new person counts as such. */
const seenBy = (who: Visitor, { id }: Customer) =>
  until('the line is known', async () => (await who.get(`/v1/customers/${id}`)).status === 200);

test('one company is one record, however it is written and whoever types it', async () => {
  const lighthouse = await add(li, {
    name: '北京灯塔科技有限公司',
    taxNumber: uscc,
    phones: [{ raw: '010-8888 6666' }],
    addresses: [{ city: '北京', country: 'CN' }],
  });

  // The same tax number is refused for good; the answer shows what everybody may know, and nothing else.
  const hard = await tom.post<Problem>('/v1/customers', {
    kind: 'company',
    name: 'Beijing Lighthouse',
    taxNumber: uscc,
  });
  expect(hard).toMatchObject({ status: 409, body: { candidates: [{ hard: true, ownerName: '李雷' }] } });
  expect(JSON.stringify(hard.body)).not.toContain('8888');

  // The same name in another legal form and in wide letters, or the same phone, needs a reason.
  for (const facts of [
    { name: '北京灯塔科技股份有限公司' },
    { name: 'Маяк', phones: [{ raw: '+86 10 88886666' }] },
  ]) {
    const soft = await anna.post<Problem>('/v1/customers', { kind: 'company', ...facts });
    expect(soft.status).toBe(409);
    expect(soft.body.detail).toMatch(/^Похоже, такой клиент уже есть/);
    expect(soft.body.candidates).toMatchObject([{ customerId: lighthouse.id, hard: false }]);
  }
  const branch = await add(
    anna,
    { name: 'Маяк', phones: [{ raw: '+86 10 88886666' }] },
    '?acceptDuplicates=true&duplicateReason=other%20branch',
  );
  expect((await tom.get(`/v1/customers/${branch.id}`)).status).toBe(404);

  // What is wrong with a number is said in the language of who typed it.
  const wrong = await anna.post<Problem>('/v1/customers', {
    kind: 'company',
    name: 'Ромашка',
    taxNumber: '7707083894',
  });
  expect(wrong.body.errors).toMatchObject([
    { field: 'taxNumber', message: expect.stringContaining('ИНН') as string },
  ]);
});

test('whoever opens a customer sees all that was said and promised; others learn nothing', async () => {
  const customer = await add(li, { name: '广州星辰机械厂' });
  await seenBy(manager, customer);
  const path = `/v1/customers/${customer.id}`;
  const { body: contact } = await li.post<{ id: string }>(`${path}/contacts`, { name: '张伟' });
  const talk = {
    manner: 'visit',
    direction: 'outbound',
    contactId: contact.id,
    content: '看了样机，下周报价。',
    nextAction: '发报价单',
    nextContactTime: '2030-03-01T09:00',
    customerStatus: 'interested',
  };
  expect((await li.post(`${path}/interactions`, talk)).status).toBe(201);
  const birthday = {
    kind: 'birthday',
    contactId: contact.id,
    name: '生日',
    calendar: 'lunar',
    month: 8,
    day: 15,
    daysBefore: [3],
  };
  expect((await li.post(`${path}/importantDays`, birthday)).status).toBe(201);
  const file = new FormData();
  file.set('file', new Blob(['报价：12 000 元']), '报价 №1.txt');
  expect((await li.send('POST', `${path}/files`, file)).status).toBe(201);
  const opportunity = { name: 'CNC-5', amount: '98000.00', currency: 'CNY' };
  expect((await li.post(`${path}:convert`, { opportunity, contactId: contact.id })).status).toBe(202);

  const whole = await until('the opportunity', async () => {
    const { body } = await manager.get<Panorama>(`${path}/panorama`);
    return (body.sections['opportunities']?.['opportunities'] as object[] | undefined)?.length === 1 && body;
  });
  expect(whole.customer).toMatchObject({ name: '广州星辰机械厂', status: 'negotiating' });
  expect(whole.sections).toMatchObject({
    contacts: { state: 'shown', contacts: [{ name: '张伟' }] },
    interactions: { state: 'shown', interactions: [{ content: talk.content, nextAction: '发报价单' }] },
    importantDays: { state: 'shown', importantDays: [{ name: '生日' }] },
    files: { state: 'shown', files: [{ name: '报价 №1.txt' }] },
    stages: { state: 'shown', stageChanges: [{ toStatus: 'negotiating' }, { toStatus: 'interested' }] },
    opportunities: { state: 'shown', opportunities: [{ name: 'CNC-5', amount: '98000.00' }] },
  });

  const outside = await tom.get(`${path}/panorama`);
  expect(outside.status).toBe(404);
  expect(JSON.stringify(outside.body)).not.toContain('张伟');
});

test('a section that a role does not show is marked as hidden, not as empty', async () => {
  const role = {
    id: 'reception',
    name: 'Reception',
    permissions: ['customer.read', 'customer.write'],
    reaches: [{ object: 'customer', reach: 'own' }],
  };
  expect((await journey.admin.post('/v1/roles', role)).status).toBe(201);
  const desk = await journey.person({ name: 'Desk', roles: [role.id] });
  const customer = await until('the role is known', async () => {
    const made = await desk.post<Customer>('/v1/customers', { kind: 'company', name: 'Walk-in Ltd' });
    return made.status === 201 && made.body;
  });
  const { body: seen } = await desk.get<Panorama>(`/v1/customers/${customer.id}/panorama`);
  expect(seen.sections['opportunities']).toEqual({ state: 'hidden', reason: 'forbidden' });
  expect(seen.sections['contacts']?.state).toBe('shown');
});

test('everything is found in three scripts, by who may see it', async () => {
  const [factory, plant] = [
    await add(li, { name: '深圳云帆电子有限公司', phones: [{ raw: '0755 2345 6789' }] }),
    await add(anna, { name: 'ООО «Волжский завод»', emails: ['info@volga-zavod.example'] }),
  ];
  await seenBy(manager, factory);
  await seenBy(manager, plant);
  const found = async (who: Visitor, q: string): Promise<string[]> => {
    const { body } = await who.get<{
      results: { customers: { state: string; hits: { customerId: string }[] } };
    }>(`/v1/search?q=${encodeURIComponent(q)}`);
    expect(body.results.customers.state).toBe('shown');
    return body.results.customers.hits.map(({ customerId }) => customerId);
  };
  for (const q of ['云帆', '0755 2345 6789', factory.number])
    expect(await found(manager, q)).toContain(factory.id);
  for (const q of ['волжский', 'ВОЛЖСКИЙ ЗАВОД', 'info@volga-zavod.example'])
    expect(await found(manager, q)).toContain(plant.id);
  for (const q of ['云帆', 'волжский', factory.number]) expect(await found(tom, q)).toEqual([]);
  expect(await found(anna, '云帆')).toEqual([]);

  // The search of the whole base shows anybody the few fields that the administrator ticked.
  const { body } = await tom.get<{ hits: { name: string; ownerName?: string }[]; searchesLeft: number }>(
    `/v1/publicSearch?q=${encodeURIComponent('云帆')}`,
  );
  expect(body.hits).toMatchObject([{ name: '深圳云帆电子有限公司', state: 'assigned' }]);
  const short = await anna.get<Problem>('/v1/publicSearch?q=z');
  expect(short).toMatchObject({ status: 400, body: { errors: [{ field: 'q' }] } });
});

test('two records become one, with all that hangs on them, and two again', async () => {
  const winner = await add(anna, { name: 'Завод «Прогресс»' });
  const loser = await add(li, { name: '进步工厂' });
  await li.post(`/v1/customers/${loser.id}/interactions`, {
    manner: 'call',
    direction: 'inbound',
    content: '询价',
  });
  await seenBy(manager, loser);
  await seenBy(manager, winner);
  expect((await anna.post(`/v1/customers/${winner.id}:merge`, { loserId: loser.id })).status).toBe(403);

  const { status, body: merge } = await manager.post<{ id: string }>(`/v1/customers/${winner.id}:merge`, {
    loserId: loser.id,
  });
  expect({ status, merge }).toMatchObject({ status: 200 });
  expect((await anna.get<Customer>(`/v1/customers/${loser.id}`)).body.id).toBe(winner.id);
  expect((await tom.get(`/v1/customers/${loser.id}`)).status).toBe(404);
  const talks = await anna.get<{ interactions: { content: string }[] }>(
    `/v1/customers/${winner.id}/interactions`,
  );
  expect(talks.body.interactions).toMatchObject([{ content: '询价' }]);

  expect((await manager.post(`/v1/merges/${merge.id}:undo`, {})).status).toBe(200);
  expect((await li.get<Customer>(`/v1/customers/${loser.id}`)).body).toMatchObject({
    id: loser.id,
    name: '进步工厂',
  });
  expect((await anna.get(`/v1/customers/${loser.id}`)).status).toBe(404);
});

test('a file goes in, tells what is wrong with its rows, is undone, and comes out without formulas', async () => {
  const csv = 'Имя;Город;ИНН\n=cmd|calc;Тверь;7707083893\nРомашка;Тверь;7707083893\nЛютик;Тула;123\n';
  const form = new FormData();
  const columns = { Имя: 'name', Город: 'city', ИНН: 'taxNumber' };
  form.set('columns', JSON.stringify(Object.entries(columns).map(([column, field]) => ({ column, field }))));
  form.set('country', 'RU');
  form.set('file', new Blob([csv], { type: 'text/csv' }), 'клиенты.csv');
  const { body: run } = await anna.send<{ id: string }>('POST', '/v1/customers:import', form);
  const imported = (state: string) =>
    until(`the import is ${state}`, async () => {
      const { body } = await anna.get<{ state: string }>(`/v1/imports/${run.id}`);
      return body.state === state && body;
    });
  expect(await imported('done')).toMatchObject({ rowsRead: 3, rowsCreated: 1, rowsRejected: 2 });
  const bad = await anna.get<string>(`/v1/imports/${run.id}/bad-rows.csv`, { 'accept-language': 'ru' });
  expect(bad.body).toMatch(/Лютик,Тула,123,4,ИНН: .*ИНН/);
  expect((await tom.get(`/v1/imports/${run.id}`)).status).toBe(404);

  // The manager may export what the salesman has; the salesman may not, and nobody else finds the file.
  const order = {
    object: 'customer',
    format: 'csv',
    columns: ['name', 'city'],
    filter: JSON.stringify({ field: 'city', op: 'eq', value: 'Тверь' }),
    language: 'ru',
  };
  expect((await anna.post('/v1/exports', order)).status).toBe(403);
  const { body: asked } = await manager.post<{ id: string }>('/v1/exports', order);
  await until('the export', async () => {
    const { body } = await manager.get<{ state: string }>(`/v1/exports/${asked.id}`);
    return body.state === 'done';
  });
  const out = await manager.get<string>(`/v1/exports/${asked.id}/file`);
  expect(out.body).toMatch(/^'=cmd\|calc,Тверь\r?$/m);
  expect((await tom.get(`/v1/exports/${asked.id}/file`)).status).toBe(403);

  expect((await anna.post(`/v1/imports/${run.id}:undo`, {})).status).toBe(200);
  await imported('undone');
  const filter = encodeURIComponent(order.filter);
  expect((await anna.get(`/v1/customers?filter=${filter}`)).body).toMatchObject({ customers: [] });
});
