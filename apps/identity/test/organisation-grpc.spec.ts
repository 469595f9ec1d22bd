import { randomUUID } from 'node:crypto';
import type { Person, Unit } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { identity } from '../src/identity.js';

const people = '/kontor.identity.v1.PersonService';
const password = 'a quiet morning';
const unknown = '01900000-0000-7000-8000-00000000dead';

let test: TestService;
let administrator: TestPerson;
let salesperson: TestPerson;
beforeAll(async () => {
  process.env.IDENTITY_ARGON2_MEMORY_KIB = '64';
  test = await testService('identity', identity);
  administrator = await test.person({ roles: ['administrator'] });
  salesperson = await test.person({ roles: ['salesperson'] });
});
afterAll(() => test?.dispose());

const email = () => `${randomUUID()}@example.com`;

describe('the organisation over gRPC', () => {
  const employment = '/kontor.identity.v1.EmploymentService';
  const calendars = '/kontor.identity.v1.CalendarService';
  const made = (facts: object = {}) =>
    test.call<Person>(administrator, `${people}/CreatePerson`, {
      email: email(),
      name: 'Ann',
      password,
      ...facts,
    });

  it.each([
    [`${people}/DeleteUnit`, { id: unknown }],
    [`${employment}/LeavePerson`, { id: unknown }],
    [`${employment}/MarkPersonLeft`, { id: unknown }],
    [`${employment}/ReturnPerson`, { id: unknown }],
    [
      `${calendars}/CreateCalendar`,
      { calendar: { name: 'X', weekdays: [{ weekday: 'monday', hours: ['09:00-10:00'] }] } },
    ],
    [`${calendars}/UpdateCalendar`, { id: unknown, calendar: { name: 'X' }, updateMask: ['name'] }],
    [
      '/kontor.identity.v1.PeopleImportService/ImportPeople',
      { people: [{ email: 'x@example.com', name: 'X' }] },
    ],
  ])('refuses %s to a salesperson, and to who is not signed in', async (path, request) => {
    await expect(test.call(salesperson, path, request)).rejects.toMatchObject({
      problem: { code: 'forbidden' },
    });
    await expect(test.call(undefined, path, request)).rejects.toMatchObject({
      problem: { code: 'unauthenticated' },
    });
  });

  it('lets nobody without the permission touch anybody’s roles or manager, least of all the own ones', async () => {
    const before = await made();
    const self = { id: before.id, name: 'Ann', token: salesperson.token };
    for (const changes of [{ roles: ['administrator'] }, { managerId: salesperson.id }]) {
      const request = { id: before.id, person: changes, updateMask: Object.keys(changes) };
      await expect(test.call(self, `${people}/UpdatePerson`, request)).rejects.toMatchObject({
        problem: { code: 'forbidden' },
      });
    }
    expect(await test.call(administrator, `${people}/GetPerson`, { id: before.id })).toEqual(before);
  });

  it('tells the calendar of a person, the way of a person, and a unit', async () => {
    const unit = await test.call<Unit>(administrator, `${people}/CreateUnit`, {
      unit: { name: `Unit ${email()}`, kind: 'branch' },
    });
    const person = await made({ unitId: unit.id, position: 'Seller' });
    expect(unit.kind).toBe('branch');
    expect(await test.call(salesperson, `${people}/GetUnit`, { id: unit.id })).toEqual(unit);
    expect(await test.call(salesperson, `${calendars}/GetPersonCalendar`, { id: person.id })).toMatchObject({
      source: 'company',
      calendar: {
        companyDefault: true,
        weekdays: expect.arrayContaining([{ weekday: 'friday', hours: ['09:00-18:00'] }]),
      },
    });
    const leaving = await test.call<Person>(administrator, `${employment}/LeavePerson`, {
      id: person.id,
      lastDay: '2099-01-01',
    });
    expect(leaving).toMatchObject({ status: 'leaving', lastDay: '2099-01-01' });
    expect(
      await test.call(administrator, `${employment}/ListAssignments`, {
        personId: person.id,
        withTotal: true,
      }),
    ).toMatchObject({
      assignments: [{ unitId: unit.id, position: 'Seller' }],
      totalSize: 1,
    });
    await expect(
      test.call(salesperson, `${employment}/ListAssignments`, { personId: person.id }, { language: 'zh-CN' }),
    ).rejects.toMatchObject({
      problem: { reason: 'assignments-hidden', detail: expect.stringMatching(/任职/) },
    });
    await expect(test.call(administrator, `${people}/DeleteUnit`, { id: unit.id })).rejects.toMatchObject({
      problem: { code: 'conflict', reason: 'unit-not-empty' },
    });
    await test.call(administrator, `${employment}/MarkPersonLeft`, {
      id: person.id,
      personIds: [(await made()).id],
    });
    expect(await test.call(administrator, `${people}/DeleteUnit`, { id: unit.id })).toEqual({});
    expect((await test.events('kontor.identity.v1.UnitDeleted')).map(({ unitId }) => unitId)).toEqual([
      unit.id,
    ]);
  });

  it('answers an import row by row', async () => {
    const rows = [
      { email: email(), name: 'Fine' },
      { email: 'nowhere', name: 'Bad' },
    ];
    expect(
      await test.call(administrator, '/kontor.identity.v1.PeopleImportService/ImportPeople', {
        people: rows,
      }),
    ).toMatchObject({
      added: 1,
      refused: 1,
      rows: [{ faults: [] }, { faults: [{ field: 'email', reason: 'not-an-email' }] }],
    });
  });
});
