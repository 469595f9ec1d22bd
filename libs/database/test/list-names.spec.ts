import { randomUUID } from 'node:crypto';
import type { RoleRights } from '@kontor/access/default-roles';
import { isNameOnly } from '@kontor/access/name-only';
import { serviceCall } from '@kontor/access/call';
import { Desk } from './desk.entities.js';
import { callOf, desk, person, stage, type Stage } from './stage.js';
import { copyRole } from '@kontor/people/role-copy';
import { contract } from '@kontor/schema/contract';
import { queryFields } from '@kontor/query/fields';
import type { ListRequest } from '@kontor/query/list';
import { listNames } from '@kontor/query/list-names';

const viewer: RoleRights = {
  ...{ id: 'viewer', permissions: [], deniedPermissions: [], fields: [], reaches: [] },
  names: [{ object: 'customer', fields: ['ownerId'] }],
};
const anna = person(undefined, ['viewer']);
const boris = person();

// Desks pass for customers: what they have in common may be asked for.
const common = new Set(['ownerId', 'source', 'createTime']);
const options = {
  fields: new Map(
    [...queryFields(contract.fields('kontor.customer.v1.Customer'))].filter(([name]) => common.has(name)),
  ),
  defaultOrder: 'createTime desc',
  method: '/kontor.customer.v1.CustomerService/ListCustomers',
  secret: 'a secret for these tests',
};

let set: Stage;
const own: string[] = [];
const others: string[] = [];
beforeAll(async () => {
  set = await stage();
  await set.organise(
    [anna, boris].map(({ personId, roles }) => ({ id: personId, roles })),
    { roles: [viewer] },
  );
  await set.unitOfWork.write(serviceCall('desk', 'test'), async (tx) => {
    await copyRole(tx, { ...viewer, name: '', description: '', builtIn: false, etag: '1' });
    for (let i = 0; i < 3; i++) own.push(tx.insert(Desk, desk(anna.personId, { note: `mine ${i}` })).id);
    for (let i = 0; i < 4; i++) others.push(tx.insert(Desk, desk(boris.personId, { note: `his ${i}` })).id);
  });
}, 60_000);
afterAll(() => set?.dispose());

const list = (request: ListRequest, caller = anna) =>
  set.unitOfWork.read(callOf(caller), (tx) => listNames(tx, Desk, 'desk', request, options));

describe('a list of names', () => {
  it('has the records beyond reach by their few fields, page behind page, and their number', async () => {
    const seen: Desk[] = [];
    let pageToken: string | undefined;
    do {
      const page = await list({ pageSize: 2, withTotal: true, ...(pageToken && { pageToken }) });
      expect(page.totalSize).toBe(7);
      seen.push(...page.rows);
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(seen.map(({ id }) => id)).toEqual([...own, ...others].sort());
    for (const row of seen) {
      expect(isNameOnly(row)).toBe(others.includes(row.id));
      expect(row.note).toBe(others.includes(row.id) ? undefined : `mine ${own.indexOf(row.id)}`);
    }
  });

  it('is filtered by the fields that it shows', async () => {
    const filter = JSON.stringify({ field: 'ownerId', op: 'eq', value: boris.personId });
    expect((await list({ filter })).rows.map(({ id }) => id)).toEqual(others);
  });

  it.each([
    { filter: '{"field":"source","op":"eq","value":"fair"}' },
    { filter: '{"field":"createTime","op":"gt","value":"2020-01-01T00:00:00Z"}' },
    { orderBy: 'createTime' },
  ])('is neither filtered nor ordered by what it does not show: %j', async (request) => {
    await expect(list(request)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('is the ordinary list for whom no role shows names', async () => {
    const page = await list({ withTotal: true, orderBy: 'createTime' }, boris);
    expect([page.totalSize, page.rows.map(({ id }) => id).sort()]).toEqual([4, [...others].sort()]);
    expect((await list({}, person(randomUUID()))).rows).toEqual([]);
  });
});
