import { randomUUID } from 'node:crypto';
import { serviceCall } from '@kontor/access/call';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { TestPerson } from '@kontor/testing/service';
import { together } from './identity-fixture.js';
import { identityWithRoles, people, problem, type IdentityWithRoles, type Member } from './role-fixture.js';

const everybody = ['session.own', 'credential.own', 'notice.own', 'person.read'];

let identity: IdentityWithRoles;
beforeAll(async () => (identity = await identityWithRoles()));
afterAll(() => identity?.test.dispose());

describe('nobody gives what they do not have', () => {
  let registrar: Member;
  let colleague: Person;
  let director: TestPerson;
  const update = (who: TestPerson, id: string, person: Partial<Person>) =>
    identity.ask<Person>(who, `${people}/UpdatePerson`, { id, person, updateMask: Object.keys(person) });
  const create = (roles: string[], who: TestPerson = registrar) =>
    identity.ask<Person>(who, `${people}/CreatePerson`, {
      email: `${randomUUID()}@example.com`,
      name: 'New',
      roles,
    });

  beforeAll(async () => {
    const sales = await identity.ask(identity.administrator, 'GetRole', { id: 'salesperson' });
    const permissions = [
      ...sales.permissions,
      'person.manage',
      'role.manage',
      'session.manage',
      'credential.manage',
      'unit.manage',
    ];
    const { id } = await identity.make({ id: 'registrar', permissions });
    registrar = await identity.member([id]);
    director = await identity.member(['administrator']);
    await identity.copied(id, 'role.manage');
    colleague = await create(['salesperson']);
  });

  it('to a person: neither a role with more, nor one that does not exist, at its place', async () => {
    await expect(create(['salesperson', 'manager'])).rejects.toMatchObject(
      problem({
        code: 'forbidden',
        reason: 'right-not-held',
        fields: [expect.objectContaining({ field: 'roles[1]' })],
      }),
    );
    await expect(create(['salesperson', 'emperor'])).rejects.toMatchObject(
      problem({
        code: 'invalid',
        fields: [expect.objectContaining({ field: 'roles[1]', reason: 'unknown-role' })],
      }),
    );
    await expect(update(registrar, colleague.id, { roles: ['administrator'] })).rejects.toMatchObject(
      problem({ code: 'forbidden', fields: [expect.objectContaining({ field: 'person.roles[0]' })] }),
    );
    expect(await identity.ask<Person>(registrar, `${people}/GetPerson`, { id: colleague.id })).toMatchObject({
      roles: ['salesperson'],
    });
    expect(
      await update(identity.administrator, colleague.id, { roles: ['salesperson', 'registrar'] }),
    ).toMatchObject({
      roles: ['salesperson', 'registrar'],
    });
  });

  it('to themselves', async () => {
    await expect(update(registrar, registrar.id, { roles: ['salesperson'] })).rejects.toMatchObject(
      problem({ code: 'forbidden', reason: 'own-roles' }),
    );
    await expect(update(director, director.id, { roles: ['manager'] })).rejects.toMatchObject(
      problem({ code: 'forbidden', reason: 'own-roles' }),
    );
    expect(await update(registrar, registrar.id, { roles: registrar.roles, name: 'Reg' })).toMatchObject({
      name: 'Reg',
    });
  });

  it('by moving themselves or others', async () => {
    const unit = await identity.ask<{ id: string }>(identity.administrator, `${people}/CreateUnit`, {
      unit: { name: randomUUID() },
    });
    const refused = (reason: string, field: string) =>
      problem({ code: 'forbidden', reason, fields: [expect.objectContaining({ field })] });
    await expect(update(registrar, registrar.id, { unitId: unit.id })).rejects.toMatchObject(
      refused('own-place', 'person.unitId'),
    );
    await expect(update(registrar, colleague.id, { managerId: registrar.id })).rejects.toMatchObject(
      refused('own-line', 'person.managerId'),
    );
    expect(await update(registrar, colleague.id, { unitId: unit.id })).toMatchObject({ unitId: unit.id });
    await update(identity.administrator, registrar.id, { unitId: unit.id });
    const other = await identity.ask<{ id: string }>(identity.administrator, `${people}/CreateUnit`, {
      unit: { name: randomUUID() },
    });
    const under = { id: other.id, unit: { parentId: unit.id }, updateMask: ['parentId'] };
    await expect(identity.ask(registrar, `${people}/UpdateUnit`, under)).rejects.toMatchObject(
      refused('own-line', 'unit.parentId'),
    );
    expect(await identity.ask<object>(identity.administrator, `${people}/UpdateUnit`, under)).toMatchObject({
      parentId: unit.id,
    });
  });

  it('to a role', async () => {
    const refused = (field: string) =>
      problem({ code: 'forbidden', reason: 'right-not-held', fields: [expect.objectContaining({ field })] });
    await expect(identity.make({ permissions: ['customer.transfer'] }, registrar)).rejects.toMatchObject(
      refused('role.permissions[0]'),
    );
    const reaches = [{ object: 'customer', reach: 'all' as const }];
    await expect(identity.change('registrar', { reaches }, registrar)).rejects.toMatchObject(
      refused('role.reaches[0].reach'),
    );
    const { id } = await identity.make({ permissions: ['customer.read'] }, registrar);
    expect(await identity.change(id, { permissions: ['customer.write'] }, registrar)).toMatchObject({
      etag: '2',
    });
  });

  it('by an import', async () => {
    const row = (roles: string[]) => ({ email: `${randomUUID()}@example.com`, name: 'Row', roles });
    const request = { people: [row(['salesperson']), row(['manager']), row(['salesperson', 'emperor'])] };
    const answer = await identity.ask<{
      added: number;
      rows: { faults: { field: string; reason: string }[] }[];
    }>(registrar, '/kontor.identity.v1.PeopleImportService/ImportPeople', request);
    expect(answer.added).toBe(1);
    expect(
      answer.rows.map(({ faults = [] }) => faults.map(({ field, reason }) => `${field} ${reason}`)),
    ).toEqual([[], ['roles[0] right-not-held'], ['roles[1] unknown-role']]);
  });

  it.each([
    [
      'another address',
      `${people}/UpdatePerson`,
      (id: string) => ({ id, person: { email: 'mine@example.com' }, updateMask: ['email'] }),
    ],
    [
      'fewer roles',
      `${people}/UpdatePerson`,
      (id: string) => ({ id, person: { roles: [] }, updateMask: ['roles'] }),
    ],
    ['a new password', '/kontor.identity.v1.PasswordService/ResetPassword', (id: string) => ({ id })],
    [
      'an end of sessions',
      '/kontor.identity.v1.DeviceService/DeletePersonSessions',
      (personId: string) => ({ personId }),
    ],
    [
      'an end of one-time codes',
      '/kontor.identity.v1.TotpService/DisablePersonTotp',
      (personId: string) => ({ personId }),
    ],
    ['a farewell', '/kontor.identity.v1.EmploymentService/LeavePerson', (id: string) => ({ id })],
    ['a farewell at once', '/kontor.identity.v1.EmploymentService/MarkPersonLeft', (id: string) => ({ id })],
  ])('nor gives somebody with more %s', async (_, call, request) => {
    await expect(identity.ask(registrar, call, request(director.id))).rejects.toMatchObject(
      problem({ code: 'forbidden', reason: 'person-above' }),
    );
    expect(await identity.ask<Person>(registrar, `${people}/GetPerson`, { id: director.id })).toMatchObject({
      roles: ['administrator'],
      status: 'active',
      etag: '1',
    });
  });

  it('and yet manages who may no more than they do', async () => {
    await identity.ask<object>(registrar, '/kontor.identity.v1.DeviceService/DeletePersonSessions', {
      personId: colleague.id,
    });
    const left = await identity.ask<Person>(
      registrar,
      '/kontor.identity.v1.EmploymentService/MarkPersonLeft',
      {
        id: colleague.id,
        target: 'person',
        personIds: [registrar.id],
      },
    );
    expect(left).toMatchObject({ status: 'left' });
  });
});

describe('somebody stays who may manage roles and people', () => {
  const steward = 'steward';
  const last = problem({ code: 'conflict', reason: 'last-administrator' });
  let stewards: [TestPerson, TestPerson];
  const demote = (who: TestPerson, id: string) =>
    identity.ask<Person>(who, `${people}/UpdatePerson`, {
      id,
      person: { roles: ['witness'] },
      updateMask: ['roles'],
    });

  beforeAll(async () => {
    await identity.test.running.unitOfWork.write(serviceCall('identity', 'test'), (tx) =>
      tx.query(`UPDATE person SET status = 'left'`).then(() => ({})),
    );
    await identity.make({ id: 'witness', permissions: everybody });
    await identity.make({ id: steward, permissions: [...everybody, 'role.manage', 'person.manage'] });
    await identity.make({ id: 'denying' });
    await identity.copied(steward, 'role.manage');
    stewards = [await identity.member([steward, 'denying']), await identity.member([steward, 'denying'])];
  });

  it('whatever is taken from a role, or denied by another', async () => {
    const one = stewards[0];
    await expect(identity.change(steward, { permissions: everybody }, one)).rejects.toMatchObject(last);
    await expect(identity.change(steward, { permissions: everybody })).rejects.toMatchObject(last);
    await expect(identity.change('denying', { deniedPermissions: ['person.manage'] })).rejects.toMatchObject(
      last,
    );
    expect((await identity.eventsOf(steward)).changed).toHaveLength(1);
  });

  it('when two take the role from each other at once', async () => {
    const [one, two] = stewards;
    const { done, errors } = await together([demote(one, two.id), demote(two, one.id)]);
    expect(done).toHaveLength(1);
    expect(errors).toHaveLength(1);
    const rest = await identity.test.running.unitOfWork.read(serviceCall('identity', 'test'), (tx) =>
      tx.query(`SELECT id FROM person WHERE status = 'active' AND roles ? '${steward}'`),
    );
    expect(rest).toHaveLength(1);
  });

  it('when one loses the role while another role begins to deny', async () => {
    const [keeper, heir] = [await identity.member([steward]), await identity.member(['witness'])];
    await identity.member([steward, 'denying']);
    const { done, errors } = await together([
      identity.ask<object>(identity.administrator, '/kontor.identity.v1.EmploymentService/MarkPersonLeft', {
        id: keeper.id,
        target: 'person',
        personIds: [heir.id],
      }),
      identity.change('denying', { deniedPermissions: ['person.manage'] }),
    ]);
    expect(done).toHaveLength(1);
    expect(errors).toEqual(['last-administrator']);
  });
});
