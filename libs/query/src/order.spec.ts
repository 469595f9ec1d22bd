import { AppError } from '@kontor/errors/app-error';
import { fieldsByName, type QueryField } from './fields.js';
import { orderSql, parseOrder } from './order.js';

const text = (name: string, sortable = true): QueryField => ({
  name,
  column: name,
  type: 'text',
  nullable: false,
  filterable: true,
  sortable,
});
const fields = fieldsByName([
  text('name'),
  text('city'),
  text('segment'),
  text('source'),
  text('secret', false),
]);
const sql = (orderBy?: string) => orderSql(parseOrder(orderBy, fields, 'name desc'));

describe('the order of a list', () => {
  it.each([
    [undefined, '"name" DESC, "id" DESC'],
    ['  ', '"name" DESC, "id" DESC'],
    ['name', '"name" ASC, "id" ASC'],
    ['city desc,name', '"city" DESC, "name" ASC, "id" ASC'],
    [' city asc ,  name   desc ', '"city" ASC, "name" DESC, "id" DESC'],
    ['city,name,segment', '"city" ASC, "name" ASC, "segment" ASC, "id" ASC'],
  ])('%j is %s', (orderBy, expected) => {
    expect(sql(orderBy)).toBe(expected);
  });

  it('ends with the id where the id is named', () => {
    const withId = fieldsByName([...fields.values(), { ...text('id'), type: 'uuid' }]);
    expect(orderSql(parseOrder('city, id desc, name', withId, 'name'))).toBe('"city" ASC, "id" DESC');
  });

  it.each([
    ['order-field-unknown', 'nobody'],
    ['order-field-unknown', 'secret'],
    ['order-field-unknown', 'constructor'],
    ['order-field-unknown', 'id'],
    ['order-field-twice', 'name,city,name desc'],
    ['order-too-many', 'name,city,segment,source'],
    ['order-too-many', ','.repeat(100_000)],
    ['order-malformed', 'name,'],
    ['order-malformed', 'name up'],
    ['order-malformed', 'name DESC'],
    ['order-malformed', 'name; drop table customer'],
    ['order-malformed', '"name"'],
  ])('is refused with %s: %.40s', (reason, orderBy) => {
    expect.assertions(2);
    try {
      sql(orderBy);
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: 'invalid', fields: [{ field: 'orderBy', reason }] });
    }
  });
});
