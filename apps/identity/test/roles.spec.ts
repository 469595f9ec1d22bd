import type {
  GetMyRightsResponse,
  GetRightsCatalogueResponse,
  ListRolesResponse,
} from '@kontor/contracts/gen/kontor/identity/v1/role_service';
import type { RpcProblem } from '@kontor/rpc/problem-error';
import type { TestPerson } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { identityWithRoles, people, problem, type IdentityWithRoles, type Member } from './role-fixture.js';

const isForbidden = (error: unknown) => (error as RpcProblem).problem.code === 'forbidden';

let identity: IdentityWithRoles;
let salesperson: Member;
beforeAll(async () => {
  identity = await identityWithRoles();
  salesperson = await identity.member(['salesperson']);
});
afterAll(() => identity?.test.dispose());

describe('roles', () => {
  it('are those that Kontor ships and those of the company, filtered, ordered and paged as one list', async () => {
    await identity.make({ id: 'zookeeper', name: 'Zookeeper' });
    const all = await identity.ask<ListRolesResponse>(salesperson, 'ListRoles', { withTotal: true });
    expect(all.totalSize).toBe(all.roles.length);
    expect(all.roles.map(({ id }) => id)).toEqual([...all.roles.map(({ id }) => id)].sort());
    expect(all.roles.find(({ id }) => id === 'manager')).toMatchObject({
      builtIn: true,
      etag: '0',
      name: 'Manager',
    });
    const own = { filter: JSON.stringify({ field: 'id', op: 'eq', value: 'zookeeper' }) };
    expect(await identity.ask<ListRolesResponse>(salesperson, 'ListRoles', own)).toMatchObject({
      roles: [{ id: 'zookeeper', builtIn: false, etag: '1', createTime: expect.stringMatching(/Z$/) }],
    });
    const paged: string[] = [];
    let pageToken = '';
    do {
      const page = await identity.ask<ListRolesResponse>(salesperson, 'ListRoles', {
        pageSize: 2,
        pageToken,
        orderBy: 'createTime',
      });
      paged.push(...page.roles.map(({ id }) => id));
      pageToken = page.nextPageToken ?? '';
    } while (pageToken);
    expect(paged.sort()).toEqual(all.roles.map(({ id }) => id).sort());
  });

  it('are made and changed by who may manage them, and tell of themselves', async () => {
    const made = await identity.make({ permissions: ['person.read'] });
    expect(await identity.ask(salesperson, 'GetRole', { id: made.id })).toEqual(made);
    const fields = [{ object: 'customer', field: 'note', right: 'none' as const }];
    const changed = await identity.change(made.id, { fields, name: ' Clerk ' }, identity.administrator, '1');
    expect(changed).toMatchObject({ name: 'Clerk', permissions: ['person.read'], fields, etag: '2' });
    await expect(
      identity.change(made.id, { name: 'Late' }, identity.administrator, '1'),
    ).rejects.toMatchObject(problem({ code: 'stale', current: changed }));
    expect((await identity.eventsOf(made.id)).changed).toEqual([{ role: made }, { role: changed }]);
    const audits = await identity.test.ownerQuery(
      'SELECT action, version FROM audit WHERE object = $1 AND object_id = $2 ORDER BY version',
      ['role', made.id],
    );
    expect(audits).toEqual([
      { action: 'create', version: 1 },
      { action: 'update', version: 2 },
    ]);
  });

  it.each([
    ['CreateRole', { role: { id: 'mine', name: 'Mine' } }],
    ['UpdateRole', { id: 'salesperson', role: { name: 'Mine' }, updateMask: ['name'] }],
    ['DeleteRole', { id: 'zookeeper' }],
  ])('refuse %s to a salesperson', async (call, request) => {
    await expect(identity.ask(salesperson, call, request)).rejects.toMatchObject(
      problem({ code: 'forbidden' }),
    );
  });

  it('are refused with the entry at fault, in the language of the caller', async () => {
    const role = { id: 'Bad', name: 'Bad' };
    await expect(identity.ask(identity.administrator, 'CreateRole', { role }, 'ru')).rejects.toMatchObject(
      problem({
        fields: [
          expect.objectContaining({ field: 'role.id', message: expect.stringMatching(/роли/) as unknown }),
        ],
      }),
    );
    const fields = [{ object: 'customer', field: 'wings', right: 'read' }];
    const request = { role: { id: 'bad', name: 'Bad', permissions: ['eat'], fields } };
    await expect(identity.ask(identity.administrator, 'CreateRole', request, 'zh-CN')).rejects.toMatchObject(
      problem({
        fields: [
          expect.objectContaining({
            field: 'role.permissions[0]',
            message: expect.stringMatching(/权限.*eat/) as unknown,
          }),
          expect.objectContaining({ field: 'role.fields[0].field', reason: 'unknown-field' }),
        ],
      }),
    );
    await expect(identity.make({ id: 'salesperson' })).rejects.toMatchObject(
      problem({ code: 'conflict', reason: 'role-id-taken' }),
    );
    await expect(identity.ask(identity.administrator, 'GetRole', { id: 'nothing' })).rejects.toMatchObject(
      problem({ code: 'not_found' }),
    );
  });

  it('keep administrators as they are, shown with all that there is', async () => {
    const role = await identity.ask(identity.administrator, 'GetRole', { id: 'administrator' });
    expect(role.permissions).toEqual(
      expect.arrayContaining(['role.manage', 'person.manage', 'customer.channel']),
    );
    const fixed = problem({ code: 'conflict', reason: 'administrator-fixed' });
    await expect(
      identity.change('administrator', { deniedPermissions: ['role.manage'] }),
    ).rejects.toMatchObject(fixed);
    await expect(identity.remove('administrator')).rejects.toMatchObject(fixed);
  });

  it('go when nobody holds them, and count versions on when they are made again', async () => {
    const { id } = await identity.make({ permissions: ['person.read'] });
    const holder = await identity.member([id]);
    await expect(identity.remove(id)).rejects.toMatchObject(
      problem({ code: 'conflict', reason: 'role-in-use' }),
    );
    const request = { id: holder.id, person: { roles: ['salesperson'] }, updateMask: ['roles'] };
    await identity.ask(identity.administrator, `${people}/UpdatePerson`, request);
    await identity.remove(id);
    await expect(identity.ask(salesperson, 'GetRole', { id })).rejects.toMatchObject(
      problem({ code: 'not_found' }),
    );
    expect(await identity.make({ id, permissions: ['customer.read'] })).toMatchObject({ etag: '3' });
    const { changed, deleted } = await identity.eventsOf(id);
    expect([...changed.map(({ role }) => role?.etag), ...deleted.map(({ etag }) => etag)]).toEqual([
      '1',
      '3',
      '2',
    ]);
    await identity.copied(id, 'customer.read');
    expect(identity.test.running.organisation.current.rights([id]).may('person.read')).toBe(false);
  });

  it('that Kontor ships go back to what it ships', async () => {
    const before = await identity.ask(salesperson, 'GetRole', { id: 'manager' });
    const changed = await identity.change('manager', { permissions: ['customer.read'], name: 'Boss' });
    expect(changed).toMatchObject({ builtIn: true, name: 'Boss', etag: '1' });
    await identity.copied('manager', 'customer.transfer', false);
    await identity.remove('manager');
    expect(await identity.ask(salesperson, 'GetRole', { id: 'manager' })).toEqual({ ...before, etag: '2' });
    expect((await identity.eventsOf('manager')).deleted).toEqual([{ roleId: 'manager', etag: '2' }]);
    await identity.copied('manager', 'customer.transfer');
  });

  it('hold on calls as soon as their event arrived', async () => {
    const { id } = await identity.make({ permissions: ['person.read', 'session.own'] });
    const [holder, other] = [await identity.member([id]), await identity.member(['salesperson'])];
    const list = (who: TestPerson) => identity.ask<ListRolesResponse>(who, 'ListRoles', {});
    await until('the permission', async () => (await list(holder)).roles.length > 0);
    await identity.change(id, { permissions: ['session.own'] });
    await until('the refusal', () => list(holder).then(() => false, isForbidden));
    expect((await list(other)).roles).not.toHaveLength(0);
    const fields = [{ object: 'customer', field: 'note', right: 'mask' as const }];
    await identity.change(id, {
      fields,
      reaches: [{ object: 'customer', reach: 'own' }],
      names: [{ object: 'customer', fields: ['name'] }],
    });
    const mine = await identity.ask<GetMyRightsResponse>(holder, 'GetMyRights', {});
    expect(mine).toMatchObject({ administrator: false, permissions: ['session.own'] });
    expect(mine.objects.find(({ object }) => object === 'customer')).toMatchObject({
      reaches: ['own'],
      masked: ['note'],
      namesOnly: ['id', 'name', 'etag'],
    });
    const theirs = await identity.ask<GetMyRightsResponse>(other, 'GetMyRights', {});
    expect(theirs.objects.find(({ object }) => object === 'customer')).toMatchObject({
      reaches: ['own', 'line'],
      masked: [],
    });
  });

  it('may name what the catalogue lists', async () => {
    const catalogue = await identity.ask<GetRightsCatalogueResponse>(salesperson, 'GetRightsCatalogue', {});
    expect(catalogue.reaches).toEqual(['own', 'line', 'unit', 'unit_below', 'all']);
    expect(catalogue.permissions.find(({ name }) => name === 'role.manage')?.calls).toContainEqual(
      expect.objectContaining({
        call: 'kontor.identity.v1.RoleService/UpdateRole',
        httpMethod: 'PATCH',
        httpPath: '/v1/roles/{id}',
      }),
    );
    const customer = catalogue.objects.find(({ name }) => name === 'customer');
    expect(customer?.fields.find(({ name }) => name === 'city')).toMatchObject({
      type: 'text',
      derivedFrom: ['addresses'],
    });
    const all = { fields: [{ object: 'customer', field: 'city', right: 'read' as const }] };
    expect(
      await identity.make({ permissions: catalogue.permissions.map(({ name }) => name), ...all }),
    ).toMatchObject(all);
  });
});
