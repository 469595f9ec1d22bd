import { isWorkingDay } from '@kontor/calendar/working-day';
import { byAdministrator, by, identityOnDatabase, together, type Identity } from './identity-fixture.js';

let identity: Identity;
beforeAll(async () => {
  identity = await identityOnDatabase();
  await identity.firstStart.onApplicationBootstrap();
});
afterAll(() => identity?.close());

const weekdays = [{ weekday: 'monday', hours: ['09:00-12:00', '13:00-18:00'] }];
const create = (name: string, more: object = {}) =>
  identity.calendars.create(
    { calendar: { name, weekdays, exceptions: [], ...more } as never },
    byAdministrator(),
  );
const update = (id: string, changes: object, etag?: string) =>
  identity.calendars.update(
    { id, calendar: changes as never, updateMask: Object.keys(changes), etag },
    byAdministrator(),
  );
const company = async () => {
  const { calendars } = await identity.calendars.list({}, byAdministrator());
  return calendars.find(({ companyDefault }) => companyDefault);
};

describe('the calendar of the company', () => {
  it('is there from the first start, once, however many replicas start at once', async () => {
    const replicas = [identity, await identity.replica(), await identity.replica()];
    await Promise.all(replicas.map(({ firstStart }) => firstStart.onApplicationBootstrap()));
    const rows = await identity.rows('SELECT name, time_zone FROM calendar WHERE company_default');
    expect(rows).toEqual([{ name: 'Company', time_zone: 'Asia/Shanghai' }]);
    const calendar = await company();
    if (!calendar) throw new Error('no calendar');
    expect(['2026-11-20', '2026-11-21'].map((date) => isWorkingDay(calendar, date))).toEqual([true, false]);
  });

  it('changes, and stays that of the company', async () => {
    const before = await company();
    const exceptions = [{ date: '2026-10-01', name: 'National Day', working: false, hours: [] }];
    const after = await update(before?.id ?? '', { exceptions }, before?.etag);
    expect(after).toEqual({ ...before, exceptions, etag: '2', updateTime: after.updateTime });
    const [event] = await identity.rows<{ payload: string }>(
      `SELECT payload FROM outbox WHERE aggregate_id = $1 AND version = 2`,
      [after.id],
    );
    expect(JSON.parse(event?.payload ?? '')).toEqual({ calendar: after });
    await expect(update(after.id, { name: 'Old' }, '1')).rejects.toMatchObject({
      code: 'stale',
      current: after,
    });
    await expect(update(after.id, { companyDefault: false })).rejects.toMatchObject({
      fields: [{ field: 'calendar.companyDefault', reason: 'read-only-field' }],
    });
  });
});

describe('a calendar', () => {
  it('has a name of its own in any case, a working day, and hours in order', async () => {
    const made = await create('Warehouse', { timeZone: 'Europe/Moscow' });
    expect(made).toMatchObject({
      name: 'Warehouse',
      timeZone: 'Europe/Moscow',
      companyDefault: false,
      etag: '1',
    });
    expect(await identity.calendars.get(made.id, byAdministrator())).toEqual(made);
    await expect(create('WAREHOUSE')).rejects.toMatchObject({
      code: 'conflict',
      reason: 'calendar-name-taken',
    });
    await expect(create('Idle', { weekdays: [] })).rejects.toMatchObject({
      fields: [{ field: 'calendar.weekdays', reason: 'no-working-day' }],
    });
  });

  it('gets its name once when five ask for it at once', async () => {
    const { done, errors } = await together(Array.from({ length: 5 }, () => create('Contested')));
    expect([done.length, new Set(errors)]).toEqual([1, new Set(['calendar-name-taken'])]);
  });
});

describe('the calendar of a person', () => {
  it('is the own one, else that of the nearest unit with one, else the company’s', async () => {
    const [own, ofRegion] = [await create('Own'), await create('Region')];
    const unit = (name: string, parentId?: string, calendarId?: string) =>
      identity.units.create({ unit: { name, parentId, calendarId } as never }, byAdministrator());
    const region = await unit('Region', undefined, ofRegion.id);
    const shop = await unit('Shop', (await unit('Town', region.id)).id);
    const person = await identity.person({ unitId: shop.id, calendarId: own.id });
    const holds = () => identity.calendars.ofPerson(person.id, by(person));
    const clear = (field: string) =>
      identity.people.update({ id: person.id, person: {} as never, updateMask: [field] }, byAdministrator());
    expect(await holds()).toEqual({ calendar: own, source: 'person' });
    await clear('calendarId');
    expect(await holds()).toEqual({ calendar: ofRegion, source: 'unit', unitId: region.id });
    await identity.units.update(
      { id: shop.id, unit: { calendarId: own.id } as never, updateMask: ['calendarId'] },
      byAdministrator(),
    );
    expect(await holds()).toEqual({ calendar: own, source: 'unit', unitId: shop.id });
    await clear('unitId');
    expect(await holds()).toEqual({ calendar: await company(), source: 'company' });
  });

  it('is not one that is not there', async () => {
    const calendarId = '01900000-0000-7000-8000-00000000dead';
    await expect(identity.person({ calendarId })).rejects.toMatchObject({
      fields: [{ field: 'calendarId', reason: 'unknown-calendar' }],
    });
    await expect(identity.calendars.ofPerson(calendarId, byAdministrator())).rejects.toMatchObject({
      reason: 'person-not-found',
    });
  });
});
