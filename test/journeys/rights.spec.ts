import { until } from '@kontor/testing/until';
import { startJourney, type Journey, type Visitor } from './kontor.js';

// Five people of one company: a director, a manager below him, and below the manager a salesman, his colleague and
// somebody who will leave. Who sees what, who answers for it, and what is left when one goes.

interface Customer {
  id: string;
  name: string;
  ownerId: string;
}

let journey: Journey;
let director: Visitor;
let manager: Visitor;
let salesman: Visitor;
let colleague: Visitor;
let leaver: Visitor;

beforeAll(async () => {
  journey = await startJourney();
  director = await journey.person({ name: 'Директор', roles: ['manager'] });
  manager = await journey.person({ name: '王经理', roles: ['manager'], managerId: director.id });
  salesman = await journey.person({ name: 'Anna', managerId: manager.id, language: 'ru' });
  colleague = await journey.person({ name: 'Борис', managerId: manager.id, language: 'zh-CN' });
  leaver = await journey.person({ name: 'Lea', managerId: manager.id });
}, 120_000);

afterAll(() => journey.end(), 60_000);

const addCustomer = async (owner: Visitor, name: string): Promise<Customer> => {
  const { status: made, body } = await owner.post<Customer>('/v1/customers', { kind: 'company', name });
  expect(made).toBe(201);
  // New people, and who is above them, are known to the other services within a second or so.
  await until(
    'the line to be known',
    async () => (await status(director, `/v1/customers/${body.id}`)) === 200,
  );
  return body;
};

const status = async (visitor: Visitor, path: string, headers: Record<string, string> = {}) =>
  (await visitor.get(path, headers)).status;

test('a customer is seen by its owner and everyone above, in no list of anybody else', async () => {
  const { id } = await addCustomer(salesman, '北京灯塔科技有限公司');
  for (const who of [salesman, manager, director]) expect(await status(who, `/v1/customers/${id}`)).toBe(200);
  for (const who of [colleague, leaver]) {
    expect(await status(who, `/v1/customers/${id}`)).toBe(404);
    const { body } = await who.get<{ customers: Customer[] }>('/v1/customers?withTotal=true');
    expect(body).toMatchObject({ customers: [], totalSize: 0 });
  }
  const { body } = await colleague.get<{ detail: string }>(`/v1/customers/${id}`);
  expect(body.detail).toBe('找不到该客户，或您无权查看。');
});

test('why is told: who sees a customer and by which rule', async () => {
  const { id } = await addCustomer(salesman, 'Маяк');
  const { body } = await manager.get<{
    readers: { name: string; access: { reasons: { rule: string }[] } }[];
  }>(`/v1/customers/${id}/readers`);
  const rules = Object.fromEntries(
    body.readers.map(({ name, access }) => [name, access.reasons.map(({ rule }) => rule)]),
  );
  expect(rules).toMatchObject({ Anna: ['owner'], 王经理: ['line'], Директор: ['line'] });
  expect(Object.keys(rules)).not.toContain('Борис');
});

test('a salesman shares a customer with a colleague, and takes it back', async () => {
  const { id } = await addCustomer(salesman, 'Shared Ltd');
  const share = { granteeKind: 'person', granteeId: colleague.id, level: 'read' };
  expect(await colleague.post(`/v1/customers/${id}/shares`, share)).toMatchObject({ status: 404 });
  const { body } = await salesman.post<{ id: string }>(`/v1/customers/${id}/shares`, share);
  await until('the colleague sees it', async () => (await status(colleague, `/v1/customers/${id}`)) === 200);
  const refused = await colleague.patch(`/v1/customers/${id}`, { name: 'Mine' });
  expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  await salesman.send('DELETE', `/v1/customers/${id}/shares/${body.id}`);
  await until('it is gone', async () => (await status(colleague, `/v1/customers/${id}`)) === 404);
});

test('the cost of a product is hidden from the salesman at every door, until the manager grants a look', async () => {
  const { body: product } = await journey.admin.post<{ id: string }>('/v1/products', {
    name: '数控机床 CNC-5',
    kind: 'goods',
    unit: 'piece',
    price: '98000.00',
    standardCost: '61234.50',
    currency: 'CNY',
  });
  const path = `/v1/products/${product.id}`;
  expect((await manager.get(path)).body).toMatchObject({ standardCost: '61234.50' });
  const seen = (await salesman.get(path)).body;
  expect(seen).toMatchObject({ price: '98000.00' });
  expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(['standardCost']));
  expect(seen).not.toHaveProperty('margin');
  const filter = encodeURIComponent(JSON.stringify({ field: 'standardCost', op: 'gt', value: '1' }));
  expect(await status(salesman, `/v1/products?filter=${filter}`)).toBe(403);
  expect(await status(salesman, '/v1/products?orderBy=standardCost')).toBe(403);
  expect(await salesman.patch(path, { standardCost: '1' })).toMatchObject({ status: 403 });
  expect(await status(salesman, `${path}/formula`)).toBe(403);

  const asked = await salesman.post<{ id: string; status: string }>('/v1/readRequests', {
    object: 'product',
    objectId: product.id,
    field: 'standardCost',
    question: 'The customer wants 20 % off. May I?',
  });
  expect(asked.status).toBe(201);
  expect(await status(colleague, `/v1/readRequests/${asked.body.id}`)).toBe(404);
  expect((await salesman.post(`/v1/readRequests/${asked.body.id}:grant`, {})).status).toBeGreaterThanOrEqual(
    400,
  );
  const granted = await manager.post(`/v1/readRequests/${asked.body.id}:grant`, { minutes: 5 });
  expect(granted.status).toBe(200);
  await until(
    'the salesman sees the cost',
    async () => (await salesman.get(path)).body['standardCost'] === '61234.50',
  );
  expect(await status(salesman, '/v1/products?orderBy=standardCost')).toBe(403);
  expect((await colleague.get(path)).body).not.toHaveProperty('standardCost');
});

test('a substitute acts for who is away, and the audit says for whom', async () => {
  const { id } = await addCustomer(salesman, 'Away Ltd');
  const away = await salesman.post('/v1/substitutions', {
    personId: salesman.id,
    substituteId: colleague.id,
    startTime: new Date(Date.now() - 60_000).toISOString(),
    endTime: new Date(Date.now() + 3_600_000).toISOString(),
  });
  expect(away.status).toBe(201);
  await until(
    'the colleague stands in',
    async () => (await status(colleague, `/v1/customers/${id}`)) === 200,
  );
  const renamed = await colleague.patch<Customer>(`/v1/customers/${id}`, { note: 'Called on behalf.' });
  expect(renamed).toMatchObject({ status: 200, body: { ownerId: salesman.id } });
  const forged = await leaver.get('/v1/customers', { 'kontor-on-behalf-of': salesman.id });
  expect(forged.status).toBe(403);
  const filter = encodeURIComponent(JSON.stringify({ field: 'objectId', op: 'eq', value: id }));
  await until('the audit has it', async () => {
    const { body } = await manager.get<{
      auditEntries: { action: string; personId: string; onBehalfOf?: string }[];
    }>(`/v1/auditEntries?filter=${filter}`);
    return body.auditEntries.some(
      ({ action, personId, onBehalfOf }) =>
        action === 'update' && personId === colleague.id && onBehalfOf === salesman.id,
    );
  });
  expect(await status(leaver, `/v1/auditEntries?filter=${filter}`)).toBe(403);
});

test('nobody gives himself rights, and the last administrator stays', async () => {
  const own = await manager.patch(`/v1/people/${manager.id}`, { roles: ['administrator'] });
  expect(own.status).toBe(403);
  const role = await manager.post('/v1/roles', { id: 'king', name: 'King', permissions: ['person.manage'] });
  expect(role.status).toBe(403);
  const admin = await journey.admin.patch(`/v1/people/${journey.admin.id}`, { roles: ['salesperson'] });
  expect(admin.status).toBeGreaterThanOrEqual(400);
  expect(admin.status).toBeLessThan(500);
});

test('who leaves takes nothing along: sessions end, everything moves, the dossier is ready', async () => {
  const customers: Customer[] = [];
  for (const name of ['First', 'Second', 'Третий']) customers.push(await addCustomer(leaver, name));
  const [first] = customers;
  const talk = await leaver.post(`/v1/customers/${first?.id}/interactions`, {
    manner: 'call',
    content: 'Promised the offer by Friday.',
    nextAction: 'Send the offer',
    nextContactTime: wallTime(Date.now() + 24 * 3_600_000),
    nextContactTimeZone: 'Asia/Shanghai',
  });
  expect(talk.status).toBe(201);
  const left = await journey.admin.post(`/v1/people/${leaver.id}:left`, {
    target: 'person',
    personIds: [colleague.id],
  });
  expect(left.status).toBe(200);
  await until('the leaver is out', async () => (await status(leaver, '/v1/customers')) === 401);
  await until('everything has moved', async () => {
    const owners = await Promise.all(
      customers.map(({ id }) =>
        manager.get<Customer>(`/v1/customers/${id}`).then(({ body }) => body.ownerId),
      ),
    );
    return owners.every((id) => id === colleague.id);
  });
  const { body: dossiers } = await colleague.get<{ dossiers: { customer: Customer }[] }>('/v1/dossiers');
  expect(dossiers.dossiers[0]?.customer.id).toBe(first?.id);
  expect(dossiers.dossiers).toHaveLength(3);
  const { body: dossier } = await colleague.get(`/v1/customers/${first?.id}/dossier`);
  expect(JSON.stringify(dossier)).toContain('Promised the offer by Friday.');
  const refused = await manager.post(`/v1/customers/${first?.id}:transfer`, { ownerId: leaver.id });
  expect(refused).toMatchObject({ status: 400 });
  expect(await status(salesman, `/v1/customers/${first?.id}/dossier`)).toBe(404);
});

test('an administrator looks through the eyes of a role, and changes nothing there', async () => {
  const view = { 'kontor-view-as-role': 'salesperson' };
  const { body } = await journey.admin.get<{ customers: Customer[] }>('/v1/customers', view);
  expect(body.customers).toEqual([]);
  const write = await journey.admin.post('/v1/customers', { kind: 'company', name: 'No' }, view);
  expect(write.status).toBe(403);
  expect(await status(manager, '/v1/customers', view)).toBe(403);
});

/** A moment as the clock on the wall in Shanghai shows it, to the minute. */
function wallTime(moment: number): string {
  return new Date(moment + 8 * 3_600_000).toISOString().slice(0, 16);
}
