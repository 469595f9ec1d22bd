import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { TestPerson } from '@kontor/testing/service';
import { customStage, json, where, type CustomStage } from './custom-stage.js';
import { exportFolder, exportStage, type ExportStage } from './export-stage.js';

let stage: CustomStage;
let exports: ExportStage;

beforeAll(async () => {
  const folder = await exportFolder();
  stage = await customStage();
  exports = exportStage(stage.service, folder);
}, 60_000);

afterAll(() => stage.service.dispose());

describe('lists of customers', () => {
  it.each<[string, string, unknown]>([
    ['motto', 'contains', 'маяк'],
    ['size', 'gt', '10'],
    ['budget', 'ge', '900.00'],
    ['founded', 'lt', '2000-01-01'],
    ['vip', 'eq', true],
    ['trade', 'in', ['steel']],
    ['tags', 'contains', 'red'],
    ['parent', 'isNull', true],
  ])('find by a field of every kind: %s %s %j', async (key, op, value) => {
    const { anna, call, one, other } = stage;
    const both = { field: 'id', op: 'in', value: [one.id, other.id] };
    const filter = json({ and: [both, where(key, op, value)] });
    const { customers } = await call<{ customers: Customer[] }>(anna, 'CustomerService/ListCustomers', {
      filter,
    });
    expect(customers.map(({ id }) => id)).toEqual([one.id]);
  });

  it.each([
    ['StrategyService/ListFollowUps', 'followUps', {}],
    ['VisitPlanService/ListNextContacts', 'nextContacts', { team: true }],
    ['OwnershipService/ListDossiers', 'dossiers', { since: '2020-01-01T00:00:00Z' }],
  ] as const)(
    'of another kind take the same filters and orders, and hide the same: %s',
    async (path, rows, more) => {
      const { service, admin, blind, call, create } = stage;
      const mine = await service.person({ name: 'Mine', managerId: admin.id });
      const customer = await create({ size: '5', trade: 'steel' });
      await create({ size: '6', trade: 'paper' });
      await service.know(async (tx) => {
        await tx.query(`UPDATE customer SET next_contact_time = now() WHERE id = $1`, [customer.id]);
      });
      await call(admin, 'CustomerService/TransferCustomer', {
        id: customer.id,
        ownerId: mine.id,
        reason: 'x',
      });
      const ask = (person: TestPerson, filter: object, orderBy = 'custom.size desc') =>
        call<Record<string, { customer: Customer }[]>>(person, path, {
          filter: json(filter),
          orderBy,
          ...more,
        });
      const found = await ask(mine, where('trade', 'eq', 'steel'));
      expect(found[rows]?.map((row) => row.customer.id)).toEqual([customer.id]);
      expect((await ask(mine, where('trade', 'eq', 'paper')))[rows]).toEqual([]);
      const hidden = { reason: 'field-hidden' };
      await expect(ask(blind, where('secret', 'eq', 'x'))).rejects.toMatchObject(hidden);
      await expect(ask(blind, where('size', 'gt', '1'), 'custom.secret')).rejects.toMatchObject(hidden);
    },
  );
});

describe('exports', () => {
  it('have a column for each field of customers, contacts and talks, without what the starter does not see', async () => {
    const { admin, anna, blind, call, one, other } = stage;
    const contact = await call<Contact>(anna, 'CustomerService/CreateContact', {
      customerId: one.id,
      contact: { name: 'Ранг', custom: { rank: '7' } },
    });
    await call(anna, 'CustomerService/CreateInteraction', {
      customerId: one.id,
      interaction: { manner: 'visit', content: 'Talked.', custom: { mood: 'good' } },
    });
    const read = async (person: TestPerson, wanted: object) =>
      (await exports.export(person, wanted)).file.toString('utf8');
    const contacts = await read(admin, { object: 'contact', columns: ['name', 'custom.rank'] });
    expect(contacts).toContain(`${contact.name},7`);
    const talks = await read(admin, { object: 'interaction', columns: ['content', 'custom.mood'] });
    expect(talks).toContain('Talked.,good');
    const filter = json(where('size', 'gt', '10'));
    const customers = await read(admin, {
      filter,
      orderBy: 'custom.size',
      columns: ['custom.size', 'custom.secret', 'custom.tags'],
    });
    expect(customers.trim().split(/\r?\n/).slice(1)).toEqual(['12.5,x,red']);
    const named = await read(admin, {
      filter: json({ field: 'id', op: 'in', value: [one.id, other.id] }),
      orderBy: 'custom.size',
      columns: ['custom.expert', 'custom.parent'],
    });
    const email = `${anna.id}@kontor.local`;
    expect(named.trim().split(/\r?\n/).slice(1)).toEqual([`,${one.number}`, `${email},`]);
    await expect(exports.start(blind, { columns: ['custom.secret'] })).rejects.toMatchObject({
      fields: [expect.anything()],
    });
    await expect(exports.start(blind, { filter: json(where('secret', 'eq', 'x')) })).rejects.toMatchObject({
      reason: 'field-hidden',
    });
  }, 60_000);
});
