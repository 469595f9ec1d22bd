import { v7 as uuidv7 } from 'uuid';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ListCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type {
  ReadGrantApplied,
  ReadGranted,
} from '@kontor/contracts/gen/kontor/identity/v1/read_request_events';
import type { Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import { copyRole } from '@kontor/people/role-copy';
import { sendForeign } from '@kontor/testing/foreign-event';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';

const calls = '/kontor.customer.v1.CustomerService';
const hour = 3_600_000;

let service: TestService;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;
let clara: TestPerson;
let stranger: TestPerson;
let customer: Customer;

beforeAll(async () => {
  service = await testService('customer', customerService);
  boss = await service.person({ roles: ['manager'] });
  anna = await service.person({ managerId: boss.id });
  boris = await service.person({ managerId: boss.id });
  clara = await service.person({ managerId: boss.id });
  stranger = await service.person();
}, 60_000);
afterAll(() => service?.dispose());
beforeEach(async () => {
  customer = await create(boris);
});

const create = (owner: TestPerson) =>
  service.call<Customer>(owner, `${calls}/CreateCustomer`, {
    customer: { kind: 'company', name: 'Granted' },
    acceptDuplicates: true,
    duplicateReason: 'Twins of the test.',
  });
const get = (person: TestPerson, id = customer.id) =>
  service.call<Customer>(person, `${calls}/GetCustomer`, { id });
const listed = async (person: TestPerson) =>
  (await service.call<ListCustomersResponse>(person, `${calls}/ListCustomers`, {})).customers.map(
    ({ id }) => id,
  );
const rename = (person: TestPerson) =>
  service.call(person, `${calls}/UpdateCustomer`, {
    id: customer.id,
    customer: { name: 'X' },
    updateMask: ['name'],
  });
const hidden = { code: 'not_found', reason: 'customer-not-found' };

const grantOf = (changes: Partial<ReadGranted> = {}): ReadGranted => ({
  id: uuidv7(),
  personId: anna.id,
  grantorId: boss.id,
  object: 'customer',
  objectId: customer.id,
  fields: [],
  endTime: new Date(Date.now() + hour).toISOString(),
  ...changes,
});

/** Sends a grant as identity's relay would. */
const send = (payload: ReadGranted, id: string) =>
  sendForeign(service.settings.natsUrl, {
    ...{ emitter: 'identity', type: 'kontor.identity.v1.ReadGranted', payload },
    ...{ id, aggregateId: payload.id, personId: payload.grantorId },
  });

/** Sends a grant, and resolves to the service's answer to it. */
async function grant(facts: ReadGranted, eventId = uuidv7()): Promise<ReadGrantApplied> {
  await send(facts, eventId);
  const answer = await until('the answer', async () => (await answersTo(facts.id))[0]);
  await service.running.organisation.refresh();
  return answer;
}

const answersTo = async (id: string) =>
  (await service.events('kontor.identity.v1.ReadGrantApplied')).filter((event) => event.id === id);

describe('a read that a superior grants', () => {
  it('shows the record to that person, to be read only, and to nobody else', async () => {
    await expect(get(anna)).rejects.toMatchObject(hidden);
    const facts = grantOf();
    expect(await grant(facts)).toEqual({ id: facts.id, applied: true, reason: '' });
    expect(await get(anna)).toMatchObject({ id: customer.id, name: 'Granted' });
    expect(await listed(anna)).toContain(customer.id);
    await expect(rename(anna)).rejects.toMatchObject({ code: 'forbidden', reason: 'shared-for-reading' });
    for (const other of [clara, stranger]) await expect(get(other)).rejects.toMatchObject(hidden);
    const others = await create(boris);
    await expect(get(anna, others.id)).rejects.toMatchObject(hidden);
  });

  it('ends by itself', async () => {
    const facts = grantOf();
    await grant(facts);
    expect(await get(anna)).toMatchObject({ id: customer.id });
    await service.rows(`UPDATE share SET end_time = now() WHERE id = $1`, [facts.id]);
    await expect(get(anna)).rejects.toMatchObject(hidden);
    expect(await listed(anna)).not.toContain(customer.id);
  });

  it('leaves an audit row that says who lets whom read what until when, and no value', async () => {
    const facts = grantOf({ fields: ['note'] });
    await grant(facts);
    const audit = await service.rows<{ changes: string }>(
      `SELECT changes FROM audit WHERE action = 'grant-read' AND object_id = $1`,
      [customer.id],
    );
    const { endTime, fields } = facts;
    expect(audit.map(({ changes }) => JSON.parse(changes) as object)).toEqual([
      { grantId: facts.id, grantorId: boss.id, granteeId: anna.id, fields, endTime },
    ]);
    expect(await service.rows(`SELECT fields, level, source FROM share WHERE id = $1`, [facts.id])).toEqual([
      { fields: ['note'], level: 'read', source: 'grant' },
    ]);
  });

  it('has one effect and one answer, however often it comes', async () => {
    const facts = grantOf();
    const eventId = uuidv7();
    await grant(facts, eventId);
    await grant(facts, eventId);
    await grant(facts);
    const last = grantOf();
    await grant(last);
    expect(await service.rows(`SELECT 1 FROM share WHERE id = $1`, [facts.id])).toHaveLength(1);
    expect(new Set((await answersTo(facts.id)).map(({ applied }) => applied))).toEqual(new Set([true]));
  });

  it.each([
    [
      'a record that the superior does not see',
      async () => ({ objectId: (await create(stranger)).id }),
      'record-not-seen',
    ],
    ['a record that there is not', () => ({ objectId: uuidv7() }), 'record-not-seen'],
    ['a superior of somebody else', () => ({ grantorId: stranger.id }), 'record-not-seen'],
    ['a superior whom nobody knows', () => ({ grantorId: uuidv7() }), 'record-not-seen'],
    ['records that have no owner of their own', () => ({ object: 'contact' }), 'not-grantable'],
    ['a time that is over', () => ({ endTime: new Date(Date.now() - 1).toISOString() }), 'grant-over'],
    ['who left', async () => ({ personId: (await service.person({ status: 'left' })).id }), 'person-gone'],
  ])('is not applied for %s', async (_, changes, reason) => {
    const facts = grantOf(await changes());
    expect(await grant(facts)).toEqual({ id: facts.id, applied: false, reason });
    expect(await service.rows(`SELECT 1 FROM share WHERE id = $1`, [facts.id])).toEqual([]);
  });

  it('is not applied for a field that the superior does not see', async () => {
    const names = { permissions: ['customer.read'], deniedPermissions: [], reaches: [], names: [] };
    const fields = [{ object: 'customer', field: 'note', right: 'mask' as const }];
    const role: Role = {
      id: 'blind',
      name: 'Blind',
      description: '',
      builtIn: false,
      etag: '1',
      ...names,
      fields,
    };
    await service.know((tx) => copyRole(tx, role));
    const blind = await service.person({ roles: ['blind'] });
    const below = await service.person({ managerId: blind.id });
    const { id: objectId } = await create(below);
    await service.running.organisation.refresh();
    const field = grantOf({ grantorId: blind.id, objectId, fields: ['note'] });
    expect(await grant(field)).toMatchObject({ applied: false, reason: 'field-not-seen' });
    expect(await grant(grantOf({ grantorId: blind.id, objectId }))).toMatchObject({ applied: true });
  });

  it('does not pass on what the superior sees by a share alone', async () => {
    const { id: objectId } = await create(stranger);
    const share = { granteeKind: 'person', granteeId: boss.id, level: 'read' };
    const path = '/kontor.customer.v1.CustomerAccessService/CreateCustomerShare';
    await service.call(stranger, path, { customerId: objectId, share });
    await service.running.organisation.refresh();
    expect(await get(boss, objectId)).toMatchObject({ id: objectId });
    expect(await grant(grantOf({ objectId }))).toMatchObject({ applied: false, reason: 'record-not-seen' });
  });

  it('is left to the service that owns the record', async () => {
    const elsewhere = grantOf({ object: 'product' });
    await send(elsewhere, uuidv7());
    await grant(grantOf());
    expect(await answersTo(elsewhere.id)).toEqual([]);
  });
});

describe('what is told of shares', () => {
  const told = async (id: string) =>
    (await service.events('kontor.access.v1.ShareChanged')).filter(({ share }) => share?.id === id);

  it('tells of a granted read as long as it holds, so that what follows the record may be read, too', async () => {
    const facts = grantOf();
    await grant(facts);
    expect(await told(facts.id)).toMatchObject([
      {
        ended: false,
        share: {
          object: 'customer',
          objectId: customer.id,
          granteeKind: 'person',
          granteeId: anna.id,
          level: 'read',
          source: 'grant',
          endTime: facts.endTime,
        },
      },
    ]);
  });

  it('has a higher version with every change, also of several within a second', async () => {
    const access = '/kontor.customer.v1.CustomerAccessService';
    const share = (level: string) =>
      service.call<{ id: string }>(boss, `${access}/CreateCustomerShare`, {
        customerId: customer.id,
        share: { granteeKind: 'person', granteeId: stranger.id, level },
      });
    const { id } = await share('read');
    for (const level of ['write', 'read', 'write']) expect((await share(level)).id).toBe(id);
    await service.call(boss, `${access}/DeleteCustomerShare`, { customerId: customer.id, id });
    const events = await told(id);
    expect(events.map(({ ended }) => ended)).toEqual([false, false, false, false, true]);
    const versions = events.map(({ version }) => Number(version));
    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
    const outbox = await service.ownerQuery<{ version: number }>(
      'SELECT version FROM outbox WHERE aggregate_id = $1 ORDER BY position',
      [id],
    );
    expect(outbox.map(({ version }) => version * 1000)).toEqual(versions);
  });
});
