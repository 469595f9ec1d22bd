import { jest } from '@jest/globals';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Festival, ImportantDay } from '@kontor/contracts/gen/kontor/customer/v1/important_day';
import type {
  ListFestivalsResponse,
  ListImportantDaysResponse,
  ListUpcomingDaysResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/important_day_service';
import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { customerService } from '../src/definition.js';
import { followCustomer, rollDays } from '../src/important-day/day-plans.js';
import { tellFestivals } from '../src/important-day/festival-notices.js';
import { earliestDay } from '../src/important-day/rules/day-over.js';

const calls = '/kontor.customer.v1';
let service: TestService;
let admin: TestPerson;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;
let stranger: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  admin = await service.person({ roles: ['administrator'] });
  boss = await service.person({ roles: ['manager'] });
  anna = await service.person({ managerId: boss.id, timeZone: 'Europe/Moscow' });
  boris = await service.person({ managerId: boss.id });
  stranger = await service.person({});
}, 60_000);

afterAll(() => service.dispose());

const call = <T>(person: TestPerson, path: string, request: object) =>
  service.call<T>(person, `${calls}.${path}`, request);
// Names differ, lest the second one be taken for a duplicate of the first.
const create = (person: TestPerson, name = `Lighthouse ${uuidv7()}`) =>
  call<Customer>(person, 'CustomerService/CreateCustomer', { customer: { kind: 'company', name } });
const addDay = (person: TestPerson, customerId: string, day: Partial<ImportantDay>) =>
  call<ImportantDay>(person, 'ImportantDayService/CreateImportantDay', {
    customerId,
    importantDay: { kind: 'birthday', calendar: 'solar', month: 2, day: 29, ...day },
  });
const today = Temporal.Now.plainDateISO('Asia/Shanghai');
const in10 = today.add({ days: 10 });
const remindersOf = async (id: string) =>
  (await service.events('kontor.notification.v1.ReminderSet')).filter(
    ({ key }) => key === `importantDays/${id}`,
  );
const cancelled = async (id: string) =>
  (await service.events('kontor.notification.v1.ReminderCancelled')).filter(
    ({ key }) => key === `importantDays/${id}`,
  );
const upcoming = (person: TestPerson, request: object = {}) =>
  call<ListUpcomingDaysResponse>(person, 'ImportantDayService/ListUpcomingDays', request);
const asService = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
  service.running.unitOfWork.write(serviceCall('customer', 'test'), work);
const rows = <R extends object>(text: string, params: unknown[] = []) =>
  asService((tx) => tx.query<R>(text, params));

it('plans the reminder of a day for the owner, by the owner’s clock, with a greeting in the contact’s language', async () => {
  const { id: customerId } = await create(anna);
  const contact = await call<{ id: string }>(anna, 'CustomerService/CreateContact', {
    customerId,
    contact: { name: '李雷', language: 'zh-CN' },
  });
  const day = await addDay(anna, customerId, {
    contactId: contact.id,
    month: in10.month,
    day: in10.day,
    daysBefore: [3],
    greeting: true,
  });
  expect(day).toMatchObject({ nextDate: in10.toString(), daysBefore: [3], customerId });
  expect(day).not.toHaveProperty('revision');
  expect(await remindersOf(day.id)).toMatchObject([
    {
      revision: 1,
      personId: anna.id,
      dueTime: `${in10.toString()}T09:00`,
      timeZone: 'Europe/Moscow',
      minutesBefore: [3 * 1440, 0],
      template: 'important-day',
      about: `customers/${customerId}`,
      values: { contactName: '李雷', kind: 'birthday', greeting: '李雷，祝您生日快乐，身体健康，万事如意！' },
    },
  ]);
});

it('leaves an owner far west the morning of a day that is over for the company', async () => {
  const west = await service.person({ managerId: boss.id, timeZone: 'Pacific/Pago_Pago' });
  const theirToday = Temporal.Now.plainDateISO('Pacific/Pago_Pago');
  const { id: customerId } = await create(west);
  const day = await addDay(west, customerId, {
    month: theirToday.month,
    day: theirToday.day,
    daysBefore: [0],
  });
  const planned = `${theirToday.toString()}T09:00`;
  expect(await remindersOf(day.id)).toMatchObject([{ dueTime: planned, timeZone: 'Pacific/Pago_Pago' }]);
  expect(day.nextDate >= today.toString()).toBe(true);
  await call(west, 'ImportantDayService/UpdateImportantDay', {
    customerId,
    id: day.id,
    importantDay: { greeting: true },
    updateMask: ['greeting'],
  });
  expect((await remindersOf(day.id)).map(({ dueTime }) => dueTime)).toEqual([planned, planned]);
  // The job of the company's new day leaves it alone until it is over there, too.
  await rollDays(service.running.unitOfWork, earliestDay(new Date().toISOString()));
  expect(await remindersOf(day.id)).toHaveLength(2);
});

it('plans many days of a customer in as many statements as one', async () => {
  const { id: customerId } = await create(anna);
  const one = await addDay(anna, customerId, {});
  for (let day = 1; day <= 9; day++) await addDay(anna, customerId, { month: 3, day });
  const { id: lonely } = await create(anna);
  await addDay(anna, lonely, {});
  const statements = (id: string) =>
    asService(async (tx) => {
      const asked = (['select', 'find', 'query'] as const).map((way) => jest.spyOn(tx, way));
      await followCustomer(tx, id);
      return asked.map(({ mock }) => mock.calls.length);
    });
  expect(await statements(customerId)).toEqual(await statements(lonely));
  expect(await remindersOf(one.id)).toHaveLength(2);
});

it('moves reminders with the customer, and has none while nobody owns it', async () => {
  const { id: customerId } = await create(anna);
  const { id } = await addDay(anna, customerId, {});
  await call(boss, 'CustomerService/TransferCustomer', {
    id: customerId,
    ownerId: boris.id,
    reason: 'Nearer',
  });
  await until('the reminder to move', async () => (await remindersOf(id)).length === 2);
  expect((await remindersOf(id))[1]).toMatchObject({
    revision: 2,
    personId: boris.id,
    timeZone: 'Asia/Shanghai',
  });
  const { importantDays } = await call<ListImportantDaysResponse>(
    boris,
    'ImportantDayService/ListImportantDays',
    { customerId },
  );
  expect(importantDays.map((day) => day.id)).toEqual([id]);
  await call(boris, 'ImportantDayService/DeleteImportantDay', { customerId, id });
  expect(await cancelled(id)).toMatchObject([{ revision: 3 }]);
});

it('plans nothing for a customer without owner until somebody owns it', async () => {
  const { id: customerId } = await create(anna);
  const { id } = await addDay(anna, customerId, {});
  await rows('UPDATE customer SET owner_id = NULL, keeper_id = $2 WHERE id = $1', [customerId, boss.id]);
  await call(boss, 'CustomerService/UpdateCustomer', {
    id: customerId,
    customer: { name: 'Nobody’s' },
    updateMask: ['name'],
  });
  await until('the reminder to be called off', async () => (await cancelled(id)).length === 1);
  await call(boss, 'CustomerService/TransferCustomer', {
    id: customerId,
    ownerId: boris.id,
    reason: 'Takes it',
  });
  await until('the reminder to be planned', async () => (await remindersOf(id)).length === 2);
  expect((await remindersOf(id))[1]).toMatchObject({ personId: boris.id });
});

it('plans a day that is over for the next year once, however many replicas look', async () => {
  const { id: customerId } = await create(anna);
  const { id } = await addDay(anna, customerId, { calendar: 'lunar', month: 8, day: 15 });
  // A day that is over only by the date that is told: the service itself looks as well, and must not come first.
  await rows(`UPDATE important_day SET next_date = '2027-10-06' WHERE id = $1`, [id]);
  await Promise.all([1, 2, 3, 4].map(() => rollDays(service.running.unitOfWork, '2027-10-07')));
  expect((await remindersOf(id)).map(({ dueTime, revision }) => [dueTime, revision])).toEqual([
    [expect.any(String), 1],
    ['2028-10-03T09:00', 2],
  ]);
});

it('lists the next days of one’s own customers, or of all whom one reaches', async () => {
  const mine = await service.person({ managerId: boss.id });
  const { id: customerId } = await create(mine);
  const near = await addDay(mine, customerId, { month: in10.month, day: in10.day });
  const far = today.add({ days: 40 });
  const later = await addDay(mine, customerId, { month: far.month, day: far.day });
  const ids = async (person: TestPerson, request: object = {}) =>
    (await upcoming(person, request)).importantDays.map(({ id }) => id);
  expect(await ids(mine)).toEqual([near.id]);
  expect(await ids(mine, { days: 50 })).toEqual([near.id, later.id]);
  expect(await ids(boss)).toEqual([]);
  expect(await ids(boss, { team: true })).toContain(near.id);
  expect(await ids(stranger, { team: true })).toEqual([]);
  await expect(addDay(stranger, customerId, {})).rejects.toMatchObject({ reason: 'customer-not-found' });
  await expect(
    call(stranger, 'ImportantDayService/DeleteImportantDay', { customerId, id: near.id }),
  ).rejects.toMatchObject({ reason: 'customer-not-found' });
});

it('notes a day once, lest it be greeted twice, and another one of the same person beside it', async () => {
  const { id } = await create(anna);
  const twice = { code: 'conflict', reason: 'important-day-twice' };
  const tries = await Promise.allSettled([addDay(anna, id, {}), addDay(anna, id, {})]);
  expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await expect(addDay(anna, id, { year: 1988 })).rejects.toMatchObject(twice);
  const lunar = await addDay(anna, id, { calendar: 'lunar' });
  await addDay(anna, id, { kind: 'anniversary' });
  const change = (importantDay: Partial<ImportantDay>) =>
    call(anna, 'ImportantDayService/UpdateImportantDay', {
      ...{ customerId: id, id: lunar.id, importantDay, updateMask: Object.keys(importantDay) },
    });
  await change({ year: 1988 });
  await expect(change({ calendar: 'solar' })).rejects.toMatchObject(twice);
});

it('refuses what comes in no year', async () => {
  const { id } = await create(anna);
  const refusal = (field: string, reason: string) => ({
    fields: [{ field, reason }],
  });
  await expect(addDay(anna, id, { day: 30 })).rejects.toMatchObject(refusal('day', 'no-such-day'));
  await expect(addDay(anna, id, { leapMonth: true })).rejects.toMatchObject(
    refusal('leapMonth', 'leap-month-solar'),
  );
  await expect(addDay(anna, id, { kind: 'other' })).rejects.toMatchObject(refusal('name', 'day-needs-name'));
});

it('tells everybody who owns customers once of a festival that is near', async () => {
  const { festivals } = await call<ListFestivalsResponse>(anna, 'ImportantDayService/ListFestivals', {});
  expect(festivals.every(({ active }) => !active)).toBe(true);
  const spring = festivals.find(({ name }) => name.includes('春节')) as Festival;
  const change = {
    id: spring.id,
    festival: { active: true, daysBefore: [7] },
    updateMask: ['active', 'daysBefore'],
  };
  await expect(call(boss, 'ImportantDayService/UpdateFestival', change)).rejects.toMatchObject({
    code: 'forbidden',
  });
  await call(admin, 'ImportantDayService/UpdateFestival', change);
  await create(anna);
  const notices = async () =>
    (await service.events('kontor.notification.v1.NoticeRequested')).filter(
      ({ template, personId }) => template === 'festival' && personId === anna.id,
    );
  const tell = (day: string) =>
    Promise.all([1, 2, 3].map(() => tellFestivals(service.running.unitOfWork, day)));
  await tell('2027-01-29');
  expect(await notices()).toHaveLength(0);
  await tell('2027-01-30');
  await tell('2027-01-31');
  expect(await notices()).toMatchObject([
    { about: `festivals/${spring.id}`, values: { festivalName: spring.name, date: '2027-02-06' } },
  ]);
  expect((await upcoming(anna, { days: 366 })).festivals.map(({ id }) => id)).toContain(spring.id);
});
