import { serviceCall } from '@kontor/access/call';
import { nobody, type Caller } from '@kontor/access/caller';
import type { RoleRights } from '@kontor/access/default-roles';
import { Rights } from '@kontor/access/rights';
import { contract } from '@kontor/schema/contract';
import { coveredFields } from './covered-fields.js';
import { queryFields } from './fields.js';
import { listQuery } from './list.js';

const method = '/kontor.customer.v1.CustomerService/ListCustomers';
const fields = queryFields(contract.fields('kontor.customer.v1.Customer'));
const secret = 'a secret for these tests';

function person(...rules: RoleRights['fields']): Caller {
  const role = {
    id: 'seller',
    permissions: [],
    deniedPermissions: [],
    reaches: [],
    names: [],
    fields: rules,
  };
  return { ...nobody, kind: 'person', personId: 'p', rights: new Rights([role]) };
}

const seller = person(
  { object: 'customer', field: 'segment', right: 'none' },
  { object: 'customer', field: 'number', right: 'mask' },
  { object: 'customer', field: 'addresses', right: 'none' },
  { object: 'customer', field: 'createTime', right: 'none' },
  { object: 'interaction', field: 'nextContactTime', right: 'none' },
  { object: 'customer', field: 'name', right: 'read' },
);

function refusalOf(request: object): unknown {
  const covered = coveredFields(seller, method);
  try {
    listQuery(request, {
      fields,
      defaultOrder: 'createTime desc',
      method,
      secret,
      ...(covered && { covered }),
    });
    return undefined;
  } catch (error) {
    return error;
  }
}

const condition = (field: string, value: unknown = 'x') => ({ field, op: 'eq', value });

test.each(['segment', 'number', 'city'])(
  'a filter by %s, hidden, masked or worked out from hidden ones, is refused',
  (field) => {
    for (const filter of [
      condition(field),
      { and: [condition('name'), { or: [{ not: condition(field) }, condition('name')] }] },
    ])
      expect(refusalOf({ filter: JSON.stringify(filter) })).toMatchObject({
        code: 'forbidden',
        reason: 'field-hidden',
        fields: [{ field: 'filter', reason: 'field-hidden', params: { field } }],
      });
  },
);

test.each(['segment', 'number desc', 'name, city', 'createTime', 'nextContactTime'])(
  'an order by %s is refused alike',
  (orderBy) => {
    expect(refusalOf({ orderBy })).toMatchObject({
      code: 'forbidden',
      fields: [{ field: 'orderBy', reason: 'field-hidden' }],
    });
  },
);

test('what is shown may be used, and the usual order even by a hidden field', () => {
  expect(refusalOf({})).toBeUndefined();
  expect(refusalOf({ filter: JSON.stringify(condition('name')), orderBy: 'name' })).toBeUndefined();
});

test('services, administrators and people without limits are asked nothing', () => {
  expect(coveredFields(serviceCall('customer', 'job').caller, method)).toBeUndefined();
  expect(coveredFields({ ...nobody, kind: 'person', roles: ['administrator'] }, method)).toBeUndefined();
  const free = coveredFields(person({ object: 'customer', field: 'note', right: 'read' }), method);
  expect([...fields.values()].filter((field) => free?.(field))).toEqual([]);
});

test('a service that reads in the name of a person asks no more than the person may', () => {
  const covered = coveredFields({ ...seller, kind: 'service', service: 'customer' }, method);
  expect([...fields.values()].filter((field) => covered?.(field)).map(({ name }) => name)).toEqual([
    ...['number', 'segment', 'city', 'nextContactTime', 'createTime'],
  ]);
});

test('the record of the field counts, also where the call answers another', () => {
  const covered = coveredFields(seller, '/kontor.identity.v1.PersonService/ListPeople');
  expect(covered?.(fields.get('segment')!)).toBe(true);
});

test('a field of no record in a call that answers no rows cannot be checked, and is a fault of the program', () => {
  const covered = coveredFields(seller, '/kontor.customer.v1.CustomerService/GetCustomer');
  const bare = {
    name: 'x',
    column: 'x',
    type: 'text',
    nullable: false,
    filterable: true,
    sortable: true,
  } as const;
  expect(() => covered?.(bare)).toThrow('answers no rows');
});
