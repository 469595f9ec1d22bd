import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { DuplicatePair, DuplicateScan } from '@kontor/contracts/gen/kontor/customer/v1/duplicate';
import { serviceCall } from '@kontor/access/call';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { refuseHardOnly } from '../src/duplicate/duplicate-check.js';
import { beginNightlyScan } from '../src/duplicate/nightly-scan.js';
import { customerKeys } from '../src/duplicate/rules/match-keys.js';
import { customerService } from '../src/definition.js';

let service: TestService;
let boss: TestPerson;
let anna: TestPerson;
let clara: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  clara = await service.person({ name: 'Clara' });
}, 60_000);

afterAll(() => service.dispose());

const customers = <T>(person: TestPerson, name: string, request: object) =>
  service.call<T>(person, `/kontor.customer.v1.CustomerService/${name}`, request);
const duplicates = <T>(person: TestPerson, name: string, request: object) =>
  service.call<T>(person, `/kontor.customer.v1.DuplicateService/${name}`, request);
const create = (person: TestPerson, customer: object, more: object = {}) =>
  customers<Customer>(person, 'CreateCustomer', { customer: { kind: 'company', ...customer }, ...more });
const rename = ({ id }: Customer, name: string) =>
  customers<Customer>(anna, 'UpdateCustomer', { id, customer: { name }, updateMask: ['name'] });
const reason = { acceptDuplicates: true, duplicateReason: 'Both are wanted.' };

const pairOf = async (a: Customer, b: Customer, person = anna) =>
  (await duplicates<{ pairs: DuplicatePair[] }>(person, 'ListDuplicatePairs', { pageSize: 200 })).pairs.find(
    ({ firstId, secondId }) => firstId === a.id && secondId === b.id,
  );

const scan = async () => {
  const { id } = await duplicates<DuplicateScan>(boss, 'CreateDuplicateScan', {});
  return until('the end of the scan', async () => {
    const run = await duplicates<DuplicateScan>(boss, 'GetDuplicateScan', { id });
    return run.state === 'done' && run;
  });
};

/** In the name of the service, as its jobs work. */
const asService = <R extends object>(sql: string, params: unknown[]) =>
  service.running.unitOfWork.read(serviceCall('customer', 'test'), (tx) => tx.query<R>(sql, params));

let nights = 0;
/** Looks as in a night of its own, and waits for its end. */
const night = async () => {
  const day = `2100-01-${String(++nights).padStart(2, '0')}`;
  await until('the night to begin', () => beginNightlyScan(service.running.unitOfWork, day));
  expect(await beginNightlyScan(service.running.unitOfWork, day)).toBe(false);
  return until('the end of the night', async () => {
    const [run] = await asService<{ customers_done: number }>(
      `SELECT customers_done FROM duplicate_scan WHERE night = $1 AND state = 'done'`,
      [day],
    );
    return run;
  });
};

it('a duplicate that was accepted is a pair to review at once, for those who see both', async () => {
  const a = await create(anna, { name: 'At once', phones: [{ raw: '+86 21 6100 0001' }] });
  const b = await create(anna, { name: 'At once Ltd', phones: [{ raw: '+86 21 6100 0001' }] }, reason);
  expect(await pairOf(a, b)).toMatchObject({ state: 'open', firstName: 'At once', score: '0.84' });
  expect((await pairOf(a, b))?.matched.toSorted()).toEqual(['name', 'phone']);
  const c = await create(clara, { name: 'At once' }, reason);
  for (const person of [anna, clara]) expect(await pairOf(a, c, person)).toBeUndefined();
  const changed = await create(anna, { name: 'Later alike' });
  await customers(anna, 'UpdateCustomer', {
    id: changed.id,
    customer: { phones: [{ raw: '+86 21 6100 0001' }] },
    updateMask: ['phones'],
    ...reason,
  });
  expect(await pairOf(a, changed)).toMatchObject({ matched: ['phone'] });
  const contact = await create(anna, { name: 'Alike by a contact' });
  await customers<Contact>(anna, 'CreateContact', {
    customerId: contact.id,
    contact: { name: 'Li', phones: [{ raw: '+86 21 6100 0001' }] },
    ...reason,
  });
  expect(await pairOf(a, contact)).toMatchObject({ matched: ['phone'] });
});

it('a pair that is alike no longer goes with the next scan, a dismissed one stays', async () => {
  const a = await create(anna, { name: 'Healing' });
  const b = await create(anna, { name: 'HEALING' }, reason);
  const c = await create(anna, { name: 'healing gmbh' }, reason);
  const dismissed = await pairOf(a, c);
  await duplicates(anna, 'DismissDuplicatePair', { id: dismissed?.id, reason: 'Two shops.' });
  await rename(b, 'Healed');
  expect(await pairOf(a, b)).toBeDefined();
  await scan();
  expect(await pairOf(a, b)).toBeUndefined();
  const rows = await asService('SELECT state FROM duplicate_pair WHERE id = $1', [dismissed?.id]);
  expect(rows).toEqual([{ state: 'dismissed' }]);
});

it('a night finds the pairs of what changed since the last look, and only looks at that', async () => {
  await night();
  const a = await create(anna, { kind: 'person', name: '陈 静' });
  const b = await create(anna, { kind: 'person', name: '陈静' });
  const c = await create(anna, { name: 'Nightly' });
  const d = await create(anna, { name: 'nightly' }, reason);
  // Two with a weak key in common, which nothing tells of when they are written.
  for (const { id } of [a, b])
    await customers(anna, 'UpdateCustomer', {
      id,
      customer: { website: 'https://chen-jing.example' },
      updateMask: ['website'],
      ...reason,
    });
  expect(await pairOf(a, b)).toBeUndefined();
  expect((await night()).customers_done).toBeLessThan(12);
  expect(await pairOf(a, b)).toMatchObject({ score: '0.58' });
  await rename(d, 'Daily');
  await night();
  expect(await pairOf(c, d)).toBeUndefined();
  expect(await pairOf(a, b)).toBeDefined();
});

it('no night looks at keys while they are made anew, and the next one looks at all', async () => {
  await night();
  const a = await create(anna, { name: 'Remade' });
  const b = await create(anna, { name: 'remade' }, reason);
  await night();
  await night();
  const write = (sql: string, params: unknown[] = []) =>
    service.running.unitOfWork.write(serviceCall('customer', 'test'), (tx) => tx.query(sql, params));
  await write('DELETE FROM duplicate_pair WHERE first_id = $1', [a.id]);
  await night();
  expect(await pairOf(a, b)).toBeUndefined();
  // As it is once a version with other rules has begun.
  await write('UPDATE remake SET done = false, version = version + 1');
  expect(await beginNightlyScan(service.running.unitOfWork, '2100-02-01')).toBe(false);
  await write('UPDATE remake SET done = true, version = version - 1, end_time = clock_timestamp()');
  await night();
  expect(await pairOf(a, b)).toMatchObject({ matched: ['name'] });
});

it('what people decided is compared in one statement', async () => {
  const a = await create(anna, { name: 'Decided', phones: [{ raw: '+86 21 6100 0009' }] });
  await create(clara, { name: 'Taken' });
  const asked: string[] = [];
  await service.running.unitOfWork.write(serviceCall('customer', 'test'), async (tx) => {
    const counted = Object.create(tx, {
      query: {
        value: <R extends object>(text: string, params?: unknown[]) => {
          asked.push(text);
          return tx.query<R>(text, params);
        },
      },
    }) as typeof tx;
    const { free } = await refuseHardOnly(counted, customerKeys({ ...a, name: 'taken' }), a.id);
    expect([...free]).toEqual([]);
  });
  expect(asked).toHaveLength(1);
});
