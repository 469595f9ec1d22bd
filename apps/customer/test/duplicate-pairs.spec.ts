import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { DuplicatePair } from '@kontor/contracts/gen/kontor/customer/v1/duplicate';
import { serviceCall } from '@kontor/access/call';
import type { AppError } from '@kontor/errors/app-error';
import { until } from '@kontor/testing/until';
import { refuseHardOnly } from '../src/duplicate/duplicate-check.js';
import { beginNightlyScan } from '../src/duplicate/nightly-scan.js';
import { customerKeys } from '../src/duplicate/rules/match-keys.js';
import { duplicateStage } from './duplicate-stage.js';

const { service, boss, anna, clara, customers, duplicates, create, scan } = await duplicateStage();
afterAll(() => service.dispose());

const rename = ({ id }: Customer, name: string) =>
  customers<Customer>(anna, 'UpdateCustomer', { id, customer: { name }, updateMask: ['name'] });
const reason = { acceptDuplicates: true, duplicateReason: 'Both are wanted.' };

const pairOf = async (a: Customer, b: Customer, person = anna) =>
  (await duplicates<{ pairs: DuplicatePair[] }>(person, 'ListDuplicatePairs', { pageSize: 200 })).pairs.find(
    ({ firstId, secondId }) => firstId === a.id && secondId === b.id,
  );

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
  await scan(boss);
  expect(await pairOf(a, b)).toBeUndefined();
  const rows = await asService('SELECT state FROM duplicate_pair WHERE id = $1', [dismissed?.id]);
  expect(rows).toEqual([{ state: 'dismissed' }]);
});

it('a pair that people called two stays so when somebody merges it and takes that back', async () => {
  const [a, b] = [
    await create(boss, { name: 'Two shops' }),
    await create(boss, { name: 'TWO SHOPS' }, reason),
  ];
  const pair = await pairOf(a, b, boss);
  await duplicates(boss, 'DismissDuplicatePair', { id: pair?.id, reason: 'Two shops.' });
  const merges = <T>(name: string, request: object) =>
    service.call<T>(boss, `/kontor.customer.v1.MergeService/${name}`, request);
  const { id } = await merges<{ id: string }>('MergeCustomers', { id: a.id, loserId: b.id });
  await merges('UndoMerge', { id });
  const rows = await asService('SELECT state, reason FROM duplicate_pair WHERE id = $1', [pair?.id]);
  expect(rows).toEqual([{ state: 'dismissed', reason: 'Two shops.' }]);
});

it('a pair that is merged and dismissed at once, by two doors, makes nobody wait for whom they wait for', async () => {
  const merged = (request: object) =>
    service.call(boss, '/kontor.customer.v1.MergeService/MergeCustomers', request);
  const settled = await Promise.all(
    Array.from({ length: 12 }, async (_, index) => {
      const [a, b] = [
        await create(boss, { name: `At once ${index} Lighthouse` }),
        await create(boss, { name: `AT ONCE ${index} Lighthouse` }, reason),
      ];
      const { id } = (await pairOf(a, b, boss)) as DuplicatePair;
      return Promise.allSettled([
        merged({ id: a.id, loserId: b.id }),
        duplicates(boss, 'MergeDuplicatePair', { id, winnerId: a.id }),
        duplicates(boss, 'DismissDuplicatePair', { id, reason: 'Two.' }),
      ]);
    }),
  );
  const codes = settled.flat().flatMap((one) => (one.status === 'rejected' ? [one.reason as AppError] : []));
  expect(new Set(codes.map(({ code }) => code))).not.toContain('unavailable');
  expect(settled.every((all) => all.some(({ status }) => status === 'fulfilled'))).toBe(true);
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

it('whoever makes a branch is told of its mother, and the branches are not told of each other', async () => {
  const mother = await create(anna, { name: '远帆物流有限公司' });
  await expect(create(clara, { name: '遠帆物流有限公司上海分公司' })).rejects.toMatchObject({
    reason: 'possible-duplicate',
    candidates: [{ customerId: mother.id, matched: ['name'], hard: false }],
  });
  const reason = { acceptDuplicates: true, duplicateReason: 'A branch.' };
  const branch = await create(clara, { name: '远帆物流有限公司上海分公司' }, reason);
  await expect(create(anna, { name: '远帆物流股份有限公司广州分公司' })).rejects.toMatchObject({
    candidates: [{ customerId: mother.id }],
  });
  const other = await create(anna, { name: '远帆' });
  const rename = service.call(anna, '/kontor.customer.v1.CustomerService/UpdateCustomer', {
    id: other.id,
    customer: { name: '远帆物流有限公司成都办事处' },
    updateMask: ['name'],
  });
  await expect(rename).rejects.toMatchObject({ candidates: [{ customerId: mother.id }] });
  await expect(create(anna, { name: '远帆物流上海分公司' })).rejects.toMatchObject({
    candidates: [{ customerId: branch.id }],
  });
});

it('a branch whose mother is not there is made as any other', async () => {
  const branch = await create(anna, { name: 'Филиал ООО «Парус» в Казани' });
  const mother = await create(clara, { name: 'ООО «Парус»' });
  expect([branch.ownerId, mother.ownerId]).toEqual([anna.id, clara.id]);
});
