import { until } from '@kontor/testing/until';
import { startJourney, type Journey, type Visitor } from './kontor.js';

// A company adds a field while people work: forms, filters, rights and the reference follow by events alone.

interface Customer {
  id: string;
  custom?: Record<string, unknown>;
}

interface Change {
  id: string;
  state: string;
}

interface Refusal {
  errors: { field: string; message: string }[];
}

let journey: Journey;
let anna: Visitor;
let bob: Visitor;
beforeAll(async () => {
  journey = await startJourney();
  anna = await journey.person({ name: 'Anna', roles: ['salesperson'], language: 'ru' });
  bob = await journey.person({ name: 'Bob', roles: ['salesperson'] });
}, 120_000);
afterAll(() => journey?.end(), 60_000);

const label = { zh: '行业', ru: 'Отрасль', en: 'Industry' };
const option = (key: string) => ({ key, label });

it('a field that an administrator adds is filled, found, shown in the reference and hidden by a role', async () => {
  const field = {
    object: 'customer',
    key: 'industry',
    type: 'choice',
    label,
    options: ['steel', 'wood'].map(option),
  };
  expect((await anna.post('/v1/customFields', field)).status).toBe(403);
  const { status, body } = await journey.admin.post<{ id: string }>('/v1/customFields', {
    ...field,
    searchable: true,
  });
  expect(status).toBe(201);

  const made = await until('the field in the customer service', async () => {
    const customer = { kind: 'company', name: 'Steel Works', custom: { industry: 'steel' } };
    const answer = await anna.post<Customer>('/v1/customers', customer);
    return answer.status === 201 && answer.body;
  });
  expect(made.custom).toEqual({ industry: 'steel' });
  const path = `/v1/customers/${made.id}`;
  const refused = await anna.patch<{ errors: { field: string; message: string }[] }>(
    path,
    { custom: { industry: 'gold' } },
    { 'accept-language': 'ru' },
  );
  expect(refused.body.errors).toMatchObject([
    { field: 'custom.industry', message: expect.stringMatching(/[а-я]/) as string },
  ]);
  expect((await bob.get(path)).status).toBe(404);

  const filter = encodeURIComponent(JSON.stringify({ field: 'custom.industry', op: 'eq', value: 'steel' }));
  const list = `/v1/customers?filter=${filter}&orderBy=custom.industry`;
  expect((await anna.get<{ customers: Customer[] }>(list)).body.customers).toMatchObject([{ id: made.id }]);
  expect((await bob.get<{ customers: Customer[] }>(list)).body.customers).toEqual([]);
  expect(JSON.stringify((await anna.get('/openapi.json')).body)).toContain('Отрасль');
  expect(JSON.stringify((await journey.nobody.get('/openapi.json')).body)).not.toContain('Отрасль');
  const form = await anna.get<{ sections: { fields: { field: string }[] }[] }>('/v1/me/forms/customer');
  expect(form.body.sections.flatMap(({ fields }) => fields.map((one) => one.field))).toContain(
    'custom.industry',
  );

  expect((await anna.patch<Customer>(path, { custom: { industry: null } })).body.custom).toBeUndefined();
  const rule = { object: 'customer', field: 'custom.industry', right: 'none' };
  expect((await journey.admin.patch('/v1/roles/salesperson', { fields: [rule] })).status).toBe(200);
  await until('the right to hold', async () => (await anna.get(list)).status === 403);
  expect((await anna.patch(path, { custom: { industry: 'wood' } })).status).toBe(403);
  expect((await journey.admin.post(`/v1/customFields/${body.id}:undo`, {})).status).toBe(409);
});

it('a box becomes a drop-down while people work and the service is killed, and is one again when undone', async () => {
  const { admin, suite } = journey;
  const kate = await journey.person({ name: 'Катя', roles: ['salesperson'], language: 'ru' });
  const created = await admin.post<{ id: string }>('/v1/customFields', {
    ...{ object: 'customer', key: 'sector', type: 'text', label },
  });
  const changes = `/v1/customFields/${created.body.id}/typeChanges`;
  const written = ['Сталь', '钢铁', 'steel', 'дерево', '???'];
  const ids: string[] = [];
  for (const sector of written)
    ids.push(
      await until('the field in the customer service', async () => {
        const customer = { kind: 'company', name: `Sector ${sector}`, custom: { sector } };
        const { status, body } = await kate.post<Customer>('/v1/customers', customer);
        return status === 201 && body.id;
      }),
    );
  const valuesNow = async () => {
    const answers = await Promise.all(ids.map((id) => kate.get<Customer>(`/v1/customers/${id}`)));
    return answers.map(({ body }) => body.custom?.sector);
  };
  const options = [
    { key: 'steel', label: { zh: '钢铁', ru: 'Сталь', en: 'Steel' } },
    { key: 'wood', label: { zh: '木材', ru: 'Древесина', en: 'Wood' } },
  ];
  const wanted = {
    to: { type: 'choice', options },
    mappings: [{ value: 'Дерево', becomes: 'wood' }],
    otherwise: 'clear',
  };
  expect((await kate.post(changes, wanted)).status).toBe(403);
  const asked = await admin.post<Change>(changes, wanted);
  expect(asked.status).toBe(201);
  const path = `/v1/typeChanges/${asked.body.id}`;
  const state = async (of: string, at = path) => {
    const { body } = await admin.get<Change>(at);
    return body.state === of && body;
  };
  const checked = await until('the check', () => state('checked'));
  expect(checked).toMatchObject({
    ...{ values: '5', converted: '3', mapped: '1', cleared: '1', unfit: '0' },
    unfitValues: [{ value: '???', count: '1' }],
  });
  expect(await valuesNow()).toEqual(written);

  expect((await kate.post(`${path}:run`, {})).status).toBe(403);
  expect((await admin.post(`${path}:run`, {}, { 'if-match': '"1"' })).status).toBe(412);
  expect((await admin.post(`${path}:run`, {})).status).toBe(200);
  expect((await admin.post(`${path}:run`, {})).status).toBe(409);
  const refused = await until('the field to be closed', async () => {
    const answer = await kate.patch<Refusal>(`/v1/customers/${ids[0]}`, { custom: { sector: 'Сталь' } });
    return answer.status === 400 && answer.body;
  });
  expect(refused.errors).toMatchObject([
    { field: 'custom.sector', message: expect.stringContaining('меняется') as string },
  ]);
  const filter = (value: string) =>
    `/v1/customers?filter=${encodeURIComponent(JSON.stringify({ field: 'custom.sector', op: 'eq', value }))}`;
  expect((await kate.get(filter('Сталь'))).status).toBe(400);
  // The field is closed for some seconds before values are taken out.
  const customer = suite.processes.get('customer');
  expect((await admin.get<Change>(path)).body.state).toBe('closing');
  customer?.kill('SIGKILL');
  await until('the end of the change', () => state('done'), 90_000);
  expect(customer?.restarts).toBe(1);
  await until('the values of the new type', async () => (await valuesNow())[3] === 'wood', 60_000);
  expect(await valuesNow()).toEqual(['steel', 'steel', 'steel', 'wood', undefined]);
  const wood = await until('filters by the new type', async () => {
    const { status, body } = await kate.get<{ customers: Customer[] }>(filter('wood'));
    return status === 200 && body.customers;
  });
  expect(wood).toMatchObject([{ id: ids[3] }]);
  expect((await bob.get<{ customers: Customer[] }>(filter('wood'))).body.customers).toEqual([]);
  expect((await kate.patch(`/v1/customers/${ids[0]}`, { custom: { sector: 'wood' } })).status).toBe(200);

  const back = await admin.post<Change>(`${path}:undo`, {});
  expect(back.status).toBe(201);
  const backPath = `/v1/typeChanges/${back.body.id}`;
  await until('the check of the undoing', () => state('checked', backPath));
  expect((await admin.post(`${backPath}:run`, {})).status).toBe(200);
  await until('the end of the undoing', () => state('done', backPath), 60_000);
  expect(await valuesNow()).toEqual(['Wood', '钢铁', 'steel', 'дерево', '???']);
  const versions = await admin.get<{ versions: { field: { type: string } }[] }>(
    `/v1/customFields/${created.body.id}/versions`,
  );
  expect(new Set(versions.body.versions.map(({ field }) => field.type))).toEqual(new Set(['text', 'choice']));
}, 240_000);
