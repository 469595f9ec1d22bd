import { columnValue, withoutNulls, type EntityTable } from './entity-table.js';

const column = (property: string, type = 'text') => ({ property, column: property, type, nullable: true });

test('NULL becomes absence where a column may be NULL, and nowhere else', () => {
  const table = { nullableProperties: ['note'] } as unknown as EntityTable;
  expect(withoutNulls({ note: null, tags: null, title: '' }, table)).toEqual({
    note: undefined,
    tags: null,
    title: '',
  });
});

test('JSON columns travel as text, also lists and texts; absence is NULL in both kinds', () => {
  expect(columnValue({ tags: ['a'] }, column('tags', 'jsonb'))).toBe('["a"]');
  expect(columnValue({ tags: 'a' }, column('tags', 'jsonb'))).toBe('"a"');
  expect(columnValue({}, column('tags', 'jsonb'))).toBeNull();
  expect(columnValue({ note: undefined }, column('note'))).toBeNull();
  expect(columnValue({ rank: 0 }, column('rank', 'integer'))).toBe(0);
});
