import { until } from '@kontor/testing/until';
import { startJourney, type Journey, type Visitor } from './kontor.js';

// A company adds a field while people work: forms, filters, rights and the reference follow by events alone.

interface Customer {
  id: string;
  custom?: Record<string, unknown>;
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
