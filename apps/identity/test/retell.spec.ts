import { serviceCall } from '@kontor/access/call';
import type { Person, Unit } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { tellAnew } from '@kontor/database/tell-anew';
import type { Transaction } from '@kontor/database/transaction';
import { copyPerson } from '@kontor/people/person-copy';
import { copyUnit } from '@kontor/people/unit-copy';
import { tellers } from '../src/retell/retell.job.js';
import { byAdministrator, identityOnDatabase, type Identity } from './identity-fixture.js';

let identity: Identity;
beforeAll(async () => {
  identity = await identityOnDatabase();
}, 60_000);
afterAll(() => identity.close());

const retell = () => tellAnew(identity.unitOfWork, serviceCall('identity', 'test'), tellers);
const copy = (work: (tx: Transaction) => Promise<unknown>) =>
  identity.unitOfWork.write(serviceCall('identity', 'test'), work);
const told = async (type: string, id: string) =>
  (
    await identity.rows<{ payload: string }>(
      'SELECT payload FROM outbox WHERE type = $1 AND aggregate_id = $2 ORDER BY position',
      [`kontor.identity.v1.${type}`, id],
    )
  ).map(({ payload }) => JSON.parse(payload) as { person?: Person; unit?: Unit });

it('who has a calendar is told of once more, the same version, and copies that lack it take it over', async () => {
  const calendar = await identity.calendars.create(
    { calendar: { name: 'Shop', weekdays: [{ weekday: 'monday', hours: ['09:00-18:00'] }] } } as never,
    byAdministrator(),
  );
  const person = await identity.person({ calendarId: calendar.id });
  const unit = await identity.units.create(
    { unit: { name: 'Shop', calendarId: calendar.id } as never },
    byAdministrator(),
  );
  // As a service knew them that did not copy calendars yet.
  await copy((tx) => copyPerson(tx, { ...person, calendarId: undefined }));
  await copy((tx) => copyUnit(tx, { ...unit, calendarId: undefined }));
  await identity.rows(
    `INSERT INTO to_tell VALUES ('person', $1), ('unit', $2), ('calendar', $3), ('person', $4)`,
    [person.id, unit.id, calendar.id, '01900000-0000-7000-8000-00000000dead'],
  );
  expect(await retell()).toBe(false);
  expect(await identity.rows('SELECT * FROM to_tell')).toEqual([]);
  const [people, units, calendars] = [
    await told('PersonChanged', person.id),
    await told('UnitChanged', unit.id),
    await told('CalendarChanged', calendar.id),
  ];
  expect([people.length, units.length, calendars.length]).toEqual([2, 2, 2]);
  expect(people[1]).toEqual(people[0]);
  await copy((tx) => copyPerson(tx, people[1]?.person as Person));
  await copy((tx) => copyUnit(tx, units[1]?.unit as Unit));
  const copies = await identity.rows(
    `SELECT calendar_id AS calendar FROM person_copy WHERE id = $1
     UNION ALL SELECT calendar_id FROM unit_copy WHERE id = $2`,
    [person.id, unit.id],
  );
  expect(copies).toEqual([{ calendar: calendar.id }, { calendar: calendar.id }]);
});
