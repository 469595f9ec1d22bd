import { fieldsByName, type QueryField } from './fields.js';
import { parseFilter } from './filter.js';
import { parseOrder } from './order.js';
import { firstRows, type OwnerOrder } from './owner-order.js';

const field = (name: string, more: Partial<QueryField> = {}): QueryField => ({
  ...{ name, column: name, type: 'text', nullable: false, filterable: true, sortable: true },
  ...more,
});
const fields = fieldsByName([
  field('name'),
  field('made', { type: 'time' }),
  field('due', { type: 'time', nullable: true }),
  field('city'),
  field('word', { often: true }),
  field('status', { type: 'word', words: ['new', 'old'] }),
  field('own', { expression: () => `r.custom ->> 'own'` }),
]);
const perOwner: OwnerOrder[] = [{ by: 'made' }, { by: 'due', given: 'status' }, { by: 'due', given: 'own' }];
const rowsOf = (orderBy: string, filter?: object) =>
  firstRows(
    filter && parseFilter(JSON.stringify(filter), fields),
    parseOrder(orderBy, fields, 'made'),
    { fields, perOwner, alias: 'r' },
    51,
  );
const status = (op: string, value: unknown) => ({ field: 'status', op, value });
const since = { field: 'made', op: 'ge', value: '2026-01-01T00:00:00Z' };

describe('the first rows of a list', () => {
  it('stand in the keys of its order, of which the id is the last', () => {
    expect(rowsOf('made desc')).toEqual({
      keys: [
        { sql: '"r"."made"', descending: true },
        { sql: '"r"."id"', descending: true },
      ],
      ...{ limit: 51, byOwner: true },
    });
  });

  it.each([
    ['made', undefined, true],
    ['made', since, true],
    ['made', { and: [since, { ...since, op: 'lt' }] }, true],
    // Not what the index has, or not as a range of it.
    ['made', { ...since, op: 'ne' }, false],
    ['made', { or: [since, since] }, false],
    ['made', { not: since }, false],
    ['made', status('eq', 'new'), false],
    ['made', { field: 'word', op: 'contains', value: 'x' }, true],
    ['made', { and: [since, { field: 'word', op: 'startsWith', value: 'x' }] }, true],
    ['made', { field: 'word', op: 'eq', value: 'x' }, false],
    ['made', { field: 'city', op: 'contains', value: 'x' }, false],
    ['name', undefined, false],
    ['made, name', undefined, false],
    // An index with a field in between serves those alone who ask for values of it.
    ['due', undefined, false],
    ['due', status('eq', 'new'), true],
    ['due', status('in', ['new', 'old']), true],
    ['due', status('ne', 'new'), false],
    ['due', { and: [status('eq', 'new'), { field: 'due', op: 'isNull', value: true }] }, false],
    ['due', { and: [status('eq', 'new'), status('eq', 'old')] }, false],
    ['due', { field: 'city', op: 'eq', value: 'x' }, false],
    ['due', { field: 'own', op: 'eq', value: 'x' }, false],
  ])('by %s, where %j is asked for, are found owner by owner: %s', (orderBy, filter, expected) => {
    expect(rowsOf(orderBy, filter)?.byOwner).toBe(expected);
  });

  it('are parted by each value once that is asked for', () => {
    expect(rowsOf('due', status('in', ['old', 'new', 'old']))?.parts).toEqual({
      ...{ sql: '"r"."status"', type: 'text', values: ['old', 'new'] },
    });
  });

  it('are left to Postgres in lists that name no indexes', () => {
    expect(firstRows(undefined, parseOrder('made', fields, 'made'), { fields }, 51)).toBeUndefined();
  });
});
