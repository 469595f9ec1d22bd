import { fieldsByName, type QueryField } from './fields.js';
import type { Filter } from './filter.js';
import { filterSql } from './filter-sql.js';

const both = { filterable: true, sortable: true };
const city: QueryField = { name: 'city', column: 'city', type: 'text', nullable: true, ...both };
const size: QueryField = {
  name: 'size',
  column: 'size',
  type: 'number',
  integer: true,
  nullable: false,
  ...both,
};
const fields = fieldsByName([city, size]);

const small: Filter = { field: 'size', op: 'lt', value: 5 };
const inBonn: Filter = { field: 'city', op: 'eq', value: 'Bonn' };

describe('a filter as SQL', () => {
  it.each<[Filter, string, unknown[]]>([
    [inBonn, '"city" = $1::text', ['Bonn']],
    [{ not: inBonn }, '("city" <> $1::text OR "city" IS NULL)', ['Bonn']],
    [{ not: { not: inBonn } }, '"city" = $1::text', ['Bonn']],
    [{ not: small }, '"size" >= $1::bigint', [5]],
    [{ field: 'size', op: 'notIn', value: [1, 2] }, '"size" <> ALL($1::bigint[])', [[1, 2]]],
    [
      { not: { and: [inBonn, small] } },
      '(("city" <> $1::text OR "city" IS NULL) OR "size" >= $2::bigint)',
      ['Bonn', 5],
    ],
    [{ not: { or: [small, small] } }, '("size" >= $1::bigint AND "size" >= $2::bigint)', [5, 5]],
    [{ field: 'city', op: 'isNull', value: false }, '"city" IS NOT NULL', []],
    [{ not: { field: 'city', op: 'isNull', value: false } }, '"city" IS NULL', []],
    [
      { field: 'city', op: 'contains', value: '5%_\\' },
      'lower("city" COLLATE "pg_c_utf8") LIKE lower($1::text COLLATE "pg_c_utf8")',
      ['%5\\%\\_\\\\%'],
    ],
  ])('of %j is %s', (filter, sql, values) => {
    const params: unknown[] = [];
    expect(filterSql(filter, fields, params)).toBe(sql);
    expect(params).toEqual(values);
  });

  it('counts on from the parameters that are there, and takes an alias', () => {
    const params: unknown[] = ['first'];
    expect(filterSql(small, fields, params, 'c')).toBe('"c"."size" < $2::bigint');
    expect(params).toEqual(['first', 5]);
  });

  it('of a text that many rows have is a condition that the planner expects many to meet', () => {
    const often = fieldsByName([{ ...city, often: true }]);
    const has: Filter = { field: 'city', op: 'startsWith', value: 'B' };
    const pattern = 'lower($1::text COLLATE "pg_c_utf8")';
    const lowered = 'lower("city" COLLATE "pg_c_utf8")';
    expect(filterSql(has, often, [])).toBe(`CASE WHEN ${lowered} LIKE (SELECT ${pattern}) THEN TRUE END`);
    expect(filterSql({ not: has }, often, [])).toBe(`(${lowered} NOT LIKE ${pattern} OR "city" IS NULL)`);
  });

  it('of texts that are there says so where indexes leave out the empty ones', () => {
    const sparse = fieldsByName([{ ...city, nullable: false, sparse: true }]);
    const eq: Filter = { field: 'city', op: 'eq', value: 'Bonn' };
    expect(filterSql(eq, sparse, [])).toBe(`("city" = $1::text AND "city" <> '')`);
    expect(filterSql({ field: 'city', op: 'in', value: ['Bonn', 'Ulm'] }, sparse, [])).toBe(
      `("city" = ANY($1::text[]) AND "city" <> '')`,
    );
    expect(filterSql({ not: eq }, sparse, [])).toBe('"city" <> $1::text');
    expect(filterSql({ ...eq, value: '' }, sparse, [])).toBe('"city" = $1::text');
    expect(filterSql({ field: 'city', op: 'in', value: ['Bonn', ''] }, sparse, [])).toBe(
      '"city" = ANY($1::text[])',
    );
  });

  it('of a stored filter is refused when its field is no longer offered', () => {
    expect(() => filterSql(inBonn, fieldsByName([{ ...city, filterable: false }]), [])).toThrow(
      'filter-field-unknown',
    );
  });
});
