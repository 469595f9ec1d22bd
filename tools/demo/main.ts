/**
 * Loads the demo company through the public API, as a user would: people with reporting lines, customers in three
 * languages, talks with next contacts, products with costs and a few formulas. Every request carries an Idempotency-Key made of what it creates, so that
 * loading again after an interruption adds nothing twice. Demo people sign in with the administrator's password.
 */
import { parseArgs } from 'node:util';
import { Api } from './api.ts';
import { products } from './catalogue.ts';
import { customers, people, units, type DemoCustomer } from './company.ts';

const { values } = parseArgs({ options: { url: { type: 'string' } } });
const password = process.env.KONTOR_ADMIN_PASSWORD;
if (!values.url || !password) throw new Error('Needs --url URL and KONTOR_ADMIN_PASSWORD.');

const nobody = new Api(values.url);
const admin = await nobody.signIn('admin@kontor.local', password);

const unitIds = new Map<string, string>();
for (const { name, parent } of units) {
  const parentId = parent && unitIds.get(parent);
  const { id } = await admin.post('/v1/units', `unit ${name}`, { name, ...(parentId ? { parentId } : {}) });
  unitIds.set(name, id);
}

const personIds = new Map<string, string>();
for (const { key, manager, unit, ...person } of people) {
  const managerId = manager && personIds.get(manager);
  const body = { ...person, password, unitId: unitIds.get(unit), ...(managerId ? { managerId } : {}) };
  const { id } = await admin.post('/v1/people', `person ${key}`, body);
  personIds.set(key, id);
}

for (const { formula, ...product } of products) {
  const { id } = await admin.post('/v1/products', `product ${product.sku}`, product);
  if (formula) await admin.put(`/v1/products/${id}/formula`, formula);
}

const sellers = [...new Set(customers.map(({ owner }) => owner))];
await Promise.all(
  sellers.map(async (key) => {
    const email = people.find((person) => person.key === key)?.email ?? '';
    const seller = await nobody.signIn(email, password);
    for (const customer of customers.filter(({ owner }) => owner === key)) await load(seller, customer);
  }),
);
console.log(
  `${people.length} people, ${customers.length} customers and ${products.length} products are there.`,
);

async function load(seller: Api, customer: DemoCustomer): Promise<void> {
  const { kind, name, status, channel, segment, phone, city, country, contact, talk } = customer;
  const { id } = await seller.post('/v1/customers', `customer ${name}`, {
    kind,
    name,
    status,
    channel,
    segment,
    phones: [{ raw: phone, kind: 'work' }],
    addresses: [{ city, country }],
  });
  const { id: contactId } = await seller.post(`/v1/customers/${id}/contacts`, `contact ${name}`, {
    name: contact,
  });
  // The day is part of the key: loading again tomorrow asks for another next contact, which is another request.
  await seller.post(`/v1/customers/${id}/interactions`, `talk ${name} ${inDays(0)}`, {
    contactId,
    manner: talk.manner,
    direction: 'outbound',
    content: talk.content,
    nextAction: talk.nextAction,
    nextContactTime: `${inDays(talk.days)}T10:00`,
  });
}

/** The calendar date so many days from today, in UTC. */
function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
