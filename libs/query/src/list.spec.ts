import { fieldsByName, type QueryField } from './fields.js';
import { listQuery, type ListOptions, type ListRequest } from './list.js';

const both = { filterable: true, sortable: true };
const name: QueryField = { name: 'name', column: 'name', type: 'text', nullable: false, ...both };
const city: QueryField = { name: 'city', column: 'city', type: 'text', nullable: true, ...both };
const time: QueryField = {
  name: 'createTime',
  column: 'create_time',
  type: 'time',
  nullable: false,
  ...both,
};
const options: ListOptions = {
  fields: fieldsByName([name, city, time]),
  defaultOrder: 'createTime desc',
  method: '/kontor.customer.v1.CustomerService/ListCustomers',
  secret: 'a secret for these tests',
};

const id = '019aa000-0000-7000-8000-00000000000a';
const row = { id, name: 'Anna', city: undefined, createTime: '2026-11-21T09:00:00.000Z' };
const filter = '{"field":"city","op":"eq","value":"Bonn"}';

/** A request for the page behind `row`. */
function next(request: ListRequest, asked = options): ListRequest {
  const { nextPageToken } = listQuery({ ...request, pageSize: 1 }, asked).finish([row, row]);
  return { ...request, pageToken: nextPageToken ?? 'none' };
}

const refusedToken = expect.objectContaining({
  code: 'invalid',
  fields: [{ field: 'pageToken', reason: 'page-token-invalid' }],
}) as unknown;

function failure(request: ListRequest, asked = options): unknown {
  try {
    listQuery(request, asked);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('the plan of a list', () => {
  it('of an empty request is its first page in the default order', () => {
    const blank = { filter: '', orderBy: '', pageToken: '' };
    expect(listQuery(blank, options).where).toBe('TRUE');
    expect(listQuery({}, options)).toMatchObject({
      where: 'TRUE',
      params: [],
      orderSql: '"create_time" DESC, "id" DESC',
      limit: 51,
      tail: 'ORDER BY "create_time" DESC, "id" DESC LIMIT 51',
    });
  });

  it('puts scope, filter and position behind each other, with one numbering of parameters', () => {
    const scoped = { ...options, alias: 'c', scope: { where: 'c.customer_id = $1', params: [id] } };
    const plan = listQuery({ ...next({ filter }, scoped), withTotal: true }, scoped);
    expect(plan.where).toBe(
      '(c.customer_id = $1) AND "c"."city" = $2::text AND ("c"."create_time", "c"."id") < ($3::timestamptz, $4::uuid)',
    );
    expect(plan.params).toEqual([id, 'Bonn', row.createTime, id]);
    expect(plan.total).toEqual({
      where: '(c.customer_id = $1) AND "c"."city" = $2::text',
      params: [id, 'Bonn'],
    });
  });

  it('goes key by key where a key may be null or directions differ', () => {
    expect(listQuery(next({ orderBy: 'city' }), options).where).toBe(
      '(FALSE OR ("city" IS NULL AND "id" > $1::uuid))',
    );
    expect(listQuery(next({ orderBy: 'name,createTime desc' }), options).where).toBe(
      '("name" >= $1::text AND ("name" > $1::text OR ("name" = $1::text AND ' +
        '("create_time" < $2::timestamptz OR ("create_time" = $2::timestamptz AND "id" < $3::uuid)))))',
    );
  });

  it('has a next page only when there is a row behind this one', () => {
    const plan = listQuery({ pageSize: 2 }, options);
    expect(plan.finish([])).toEqual({ rows: [] });
    expect(plan.finish([row, row])).toEqual({ rows: [row, row] });
    const { rows, nextPageToken } = plan.finish([row, row, row]);
    expect(rows).toHaveLength(2);
    expect(nextPageToken).toMatch(/^[\w-]+$/);
  });

  it('keeps the microseconds of a time that comes as text', () => {
    const exact = { ...row, createTime: '2026-11-21T09:00:00.123456Z' };
    const { nextPageToken = '' } = listQuery({ pageSize: 1 }, options).finish([exact, exact]);
    expect(listQuery({ pageToken: nextPageToken }, options).params).toEqual([exact.createTime, id]);
  });

  it('lets a page have another size than the one before, and the filter another spelling', () => {
    expect(failure({ ...next({ filter }), pageSize: 7, filter: `  ${filter}` })).toBeUndefined();
  });

  it('refuses a token with another filter, order, method, scope or secret', () => {
    const request = next({ filter, orderBy: 'name' });
    const scope = { where: 'customer_id = $1', params: [id] };
    expect(failure({ ...request, filter: filter.replace('Bonn', 'Köln') })).toEqual(refusedToken);
    expect(failure({ pageToken: request.pageToken ?? '', orderBy: 'name' })).toEqual(refusedToken);
    expect(failure({ ...request, orderBy: 'name desc' })).toEqual(refusedToken);
    expect(failure({ ...request, orderBy: 'name,city' })).toEqual(refusedToken);
    expect(
      failure(request, { ...options, method: '/kontor.customer.v1.CustomerService/ListContacts' }),
    ).toEqual(refusedToken);
    expect(failure(request, { ...options, scope })).toEqual(refusedToken);
    expect(
      failure(next({}, { ...options, scope }), { ...options, scope: { ...scope, params: ['other'] } }),
    ).toEqual(refusedToken);
    expect(failure(request, { ...options, secret: 'another secret' })).toEqual(refusedToken);
    expect(failure(request)).toBeUndefined();
  });

  it.each([0, -1, 201, 1.5, Number.NaN])('refuses the page size %d', (pageSize) => {
    const refusal = {
      code: 'invalid',
      fields: [{ field: 'pageSize', reason: 'page-size-invalid', params: { max: 200 } }],
    };
    expect(failure({ pageSize })).toMatchObject(refusal);
  });

  it('says so when the rows lack what they are ordered by', () => {
    const broken = { id, name: 'Anna' };
    expect(() => listQuery({ pageSize: 1 }, options).finish([broken, broken])).toThrow('createTime');
  });
});
