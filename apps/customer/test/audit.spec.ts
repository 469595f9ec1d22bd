import { randomUUID } from 'node:crypto';
import type { AuditRecorded } from '@kontor/contracts/gen/kontor/audit/v1/audit_events';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';

const calls = '/kontor.customer.v1.CustomerService';

let service: TestService;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;
let ofAnna: Customer;
beforeAll(async () => {
  process.env.MASS_READ_ROWS_PER_HOUR_LEAVING = '5';
  service = await testService('customer', customerService);
  delete process.env.MASS_READ_ROWS_PER_HOUR_LEAVING;
  boss = await service.person({ roles: ['manager'] });
  anna = await service.person({ managerId: boss.id });
  boris = await service.person({ managerId: boss.id });
  ofAnna = await create(anna);
}, 60_000);
afterAll(() => service?.dispose());

const call = <T = object>(person: TestPerson, name: string, request: object) =>
  service.call<T>(person, `${calls}/${name}`, request);
const create = (person: TestPerson) =>
  call<Customer>(person, 'CreateCustomer', {
    customer: { kind: 'company', name: 'Lighthouse' },
    acceptDuplicates: true,
    duplicateReason: 'Twins of the test.',
  });
const refusal = (person: TestPerson, name: string, request: object) =>
  call(person, name, request).then(
    () => 'done',
    (error: { code: string; reason: string }) => `${error.code} ${error.reason}`,
  );
const rows = (person: TestPerson, outcome = 'refused') =>
  service.ownerQuery<{ action: string; object: string; objectId: string; changes: object }>(
    `SELECT action, object, object_id AS "objectId", changes::jsonb AS changes FROM audit
     WHERE person_id = $1 AND outcome = $2 ORDER BY id`,
    [person.id, outcome],
  );
const newest = async (person: TestPerson) => (await rows(person)).at(-1);

describe('a refusal leaves a row in the audit before it is answered', () => {
  it('of what somebody may not', async () => {
    await refusal(anna, 'TransferCustomer', { id: ofAnna.id, ownerId: boris.id });
    expect(await newest(anna)).toEqual({
      ...{ action: 'TransferCustomer', object: 'customer', objectId: ofAnna.id },
      changes: { code: 'forbidden', reason: 'forbidden' },
    });
  });

  it('of a record that somebody else owns, for reading and for changing', async () => {
    expect(await refusal(boris, 'GetCustomer', { id: ofAnna.id })).toContain('not_found');
    expect(await newest(boris)).toMatchObject({ action: 'GetCustomer', objectId: ofAnna.id });
    const request = { id: ofAnna.id, customer: { name: 'Mine' }, updateMask: ['name'] };
    expect(await refusal(boris, 'UpdateCustomer', request)).toContain('not_found');
    expect(await newest(boris)).toMatchObject({ action: 'UpdateCustomer', changes: { code: 'not_found' } });
    expect(JSON.stringify(await rows(boris))).not.toContain('Mine');
  });

  it('of a change that a rule refuses, naming the field', async () => {
    const ownerId = randomUUID();
    expect(await refusal(boss, 'TransferCustomer', { id: ofAnna.id, ownerId })).not.toBe('done');
    const row = await newest(boss);
    expect(row).toMatchObject({ action: 'TransferCustomer', object: 'customer', objectId: ofAnna.id });
    expect(JSON.stringify(row)).not.toContain(ownerId);
  });
});

it('a request that breaks the contract, and an old version, leave none', async () => {
  const before = await rows(anna);
  const change = { id: ofAnna.id, customer: { name: 'X' }, updateMask: ['name'] };
  expect(await refusal(anna, 'UpdateCustomer', { ...change, etag: '99' })).toContain('stale');
  expect(await refusal(anna, 'CreateCustomer', { customer: { name: '' } })).toContain('invalid');
  expect(await rows(anna)).toEqual(before);
});

it('who is leaving may not share, and reads no more lists beyond the limit; others do', async () => {
  const leaver = await service.person({ managerId: boss.id, status: 'leaving' });
  const colleague = await service.person({ managerId: boss.id });
  for (const person of [leaver, colleague]) for (let i = 0; i < 6; i++) await create(person);
  const list = (person: TestPerson) => refusal(person, 'ListCustomers', { pageSize: 200 });
  expect([await list(leaver), await list(leaver)]).toEqual(['done', 'exhausted mass-read']);
  expect([await list(colleague), await list(colleague)]).toEqual(['done', 'done']);
  expect(await newest(leaver)).toMatchObject({ action: 'ListCustomers', changes: { reason: 'mass-read' } });
  expect(await refusal(leaver, 'GetCustomer', { id: ofAnna.id })).toContain('not_found');
});

it('a flood of refusals is fifty rows and their number, a mass of rows read is one row, once the minute is over', async () => {
  const flooder = await service.person();
  const reader = await service.person();
  for (let i = 0; i < 20; i++) await create(reader);
  await Promise.all(Array.from({ length: 60 }, () => refusal(flooder, 'GetCustomer', { id: ofAnna.id })));
  for (let i = 0; i < 10; i++) await call(reader, 'ListCustomers', { pageSize: 50 });
  for (let i = 0; i < 9; i++) await call(flooder, 'ListCustomers', {});
  expect(await rows(flooder)).toHaveLength(50);
  const written = async () => {
    const ids = await service.ownerQuery<{ id: string }>('SELECT id FROM audit');
    const shipped = new Set(
      (await service.events('kontor.audit.v1.AuditRecorded')).flatMap(({ entries }: AuditRecorded) =>
        entries.map(({ id }) => id),
      ),
    );
    return ids.every(({ id }) => shipped.has(id));
  };
  await until('every row to be on its way to the central audit', written);
  await service.running.stop();
  expect((await rows(flooder)).at(-1)).toEqual({
    ...{ action: 'refusals', object: '', objectId: '' },
    changes: { count: 10, calls: { GetCustomer: 10 } },
  });
  expect((await rows(reader, 'done')).filter(({ action }) => action === 'bulk-read')).toEqual([
    { action: 'bulk-read', object: '', objectId: '', changes: { rows: 200, calls: { ListCustomers: 200 } } },
  ]);
  expect(await rows(flooder, 'done')).toEqual([]);
});
