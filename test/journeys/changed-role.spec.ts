import { until } from '@kontor/testing/until';
import { startJourney, type Journey, type Visitor } from './kontor.js';

// A company makes roles of its own and changes them while people work: other services follow by events alone.

interface Customer {
  id: string;
  note?: string;
}

let journey: Journey;
let lead: Visitor;
let anna: Visitor;
let bob: Visitor;
let customer: string;

const permissions = ['session.own', 'person.read', 'customer.read', 'customer.write'];
const change = async (id: string, role: object) =>
  expect((await journey.admin.patch(`/v1/roles/${id}`, role)).status).toBe(200);
const see = (who: Visitor) => who.get<Customer>(customer);
const answers = (what: string, who: Visitor, status: number) =>
  until(what, async () => (await see(who)).status === status);

beforeAll(async () => {
  journey = await startJourney();
  for (const id of ['team-lead', 'seller'])
    expect((await journey.admin.post('/v1/roles', { id, name: id, permissions })).status).toBe(201);
  lead = await journey.person({ name: 'Lead', roles: ['team-lead'] });
  anna = await journey.person({ name: 'Anna', managerId: lead.id, roles: ['seller'] });
  bob = await journey.person({ name: 'Bob', roles: ['seller'] });
  const made = await until('a role that may write customers', async () => {
    const answer = await anna.post<Customer>('/v1/customers', {
      kind: 'company',
      name: 'Acme',
      note: 'buys dear',
    });
    return answer.status === 201 && answer.body;
  });
  customer = `/v1/customers/${made.id}`;
  await answers('the customer before the lead', lead, 200);
}, 120_000);

afterAll(() => journey?.end(), 60_000);

it('a role that was changed holds in other services: a hidden field, a narrower reach, a permission taken', async () => {
  await answers('nothing before somebody else', bob, 404);
  expect((await see(lead)).body.note).toBe('buys dear');

  await change('team-lead', { fields: [{ object: 'customer', field: 'note', right: 'none' }] });
  await until('the note to be hidden', async () => !('note' in (await see(lead)).body));
  expect((await see(anna)).body.note).toBe('buys dear');

  await change('team-lead', { reaches: [{ object: 'customer', reach: 'own' }] });
  await answers('the narrower reach', lead, 404);
  expect((await see(anna)).status).toBe(200);

  await change('seller', { permissions: ['session.own', 'person.read'] });
  await answers('the permission to be gone', anna, 403);
  expect((await lead.get('/v1/customers')).status).toBe(200);

  expect((await lead.get('/v1/me/rights')).body).toMatchObject({
    administrator: false,
    objects: expect.arrayContaining([
      expect.objectContaining({ object: 'customer', reaches: ['own'], hidden: ['note'] }),
    ]) as unknown,
  });
});
