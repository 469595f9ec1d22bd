import { AppError } from '@kontor/errors/app-error';
import { fieldsByName, type QueryField } from './fields.js';
import { parseFilter } from './filter.js';

const field = (name: string, type: QueryField['type'], more: Partial<QueryField> = {}): QueryField => ({
  name,
  column: name,
  type,
  nullable: false,
  filterable: true,
  sortable: true,
  ...more,
});

const fields = fieldsByName([
  field('name', 'text'),
  field('status', 'word', { words: ['prospect', 'lost'] }),
  field('score', 'number'),
  field('size', 'number', { integer: true }),
  field('price', 'decimal'),
  field('active', 'boolean'),
  field('time', 'time'),
  field('day', 'date'),
  field('ownerId', 'uuid'),
  field('secret', 'text', { filterable: false }),
]);

const id = '019aa000-0000-7000-8000-00000000000a';
const is = (name: string, value: unknown, op = 'eq') => ({ field: name, op, value });
const parse = (value: unknown) => parseFilter(JSON.stringify(value), fields);

function violation(read: () => unknown): unknown {
  try {
    read();
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, reason: error.reason, ...error.fields[0] };
    throw error;
  }
  return undefined;
}

const refused = (reason: string, params?: object) => ({
  code: 'invalid',
  field: 'filter',
  reason,
  ...(params && { params: expect.objectContaining(params) as object }),
});

const nested = (depth: number): object => (depth === 1 ? is('name', 'a') : { not: nested(depth - 1) });

describe('reading a filter', () => {
  it.each([
    is('status', 'prospect'),
    is('status', ['prospect', 'lost'], 'notIn'),
    is('name', '100%', 'contains'),
    is('name', false, 'isNull'),
    is('score', -1.5, 'le'),
    is('active', true, 'ne'),
    { and: [is('name', 'a'), { or: [is('size', 1, 'gt'), { not: is('active', true) }] }] },
    nested(8),
    { or: Array.from({ length: 50 }, () => is('name', 'a')) },
    is(
      'size',
      Array.from({ length: 200 }, (_, n) => n),
      'in',
    ),
  ])('accepts %j as it stands', (filter) => {
    expect(parse(filter)).toEqual(filter);
  });

  it.each([
    [is('ownerId', id.toUpperCase()), is('ownerId', id)],
    [is('time', '2026-11-21T17:00:00+08:00', 'ge'), is('time', '2026-11-21T09:00:00.000Z', 'ge')],
    [is('time', '2026-11-21t09:00:00.5z', 'lt'), is('time', '2026-11-21T09:00:00.500Z', 'lt')],
    [is('time', '2024-02-29T23:59:59Z'), is('time', '2024-02-29T23:59:59.000Z')],
    [is('size', '007'), is('size', '7')],
    [is('price', '1.50'), is('price', '1.5')],
    [is('price', '-0.00'), is('price', '0')],
    [is('price', 12.5, 'ge'), is('price', '12.5', 'ge')],
    [is('price', [3, '3.000001'], 'in'), is('price', ['3', '3.000001'], 'in')],
    [is('size', '-9223372036854775808'), is('size', '-9223372036854775808')],
  ])('brings %j into canonical form', (filter, canonical) => {
    expect(parse(filter)).toEqual(canonical);
  });

  it.each<[string, unknown, object?]>([
    ['filter-not-object', 5, { at: 'filter' }],
    ['filter-not-object', null],
    ['filter-not-object', []],
    ['filter-not-object', { and: ['a'] }, { at: 'filter.and[0]' }],
    ['filter-not-object', { not: [is('name', 'a')] }, { at: 'filter.not' }],
    ['filter-not-list', { and: is('name', 'a') }, { at: 'filter.and' }],
    ['filter-not-list', is('name', 'a', 'in'), { at: 'filter.value' }],
    ['filter-list-empty', { or: [] }, { at: 'filter.or' }],
    ['filter-list-empty', is('name', [], 'in')],
    [
      'filter-list-too-long',
      is(
        'size',
        Array.from({ length: 201 }, () => 1),
        'in',
      ),
      { max: 200 },
    ],
    ['filter-key-unknown', { ...is('name', 'a'), extra: 1 }, { key: 'extra', at: 'filter' }],
    ['filter-key-unknown', { and: [is('name', 'a')], or: [is('name', 'b')] }, { key: 'or' }],
    ['filter-key-unknown', { not: is('name', 'a'), field: 'name' }],
    ['filter-incomplete', {}],
    ['filter-incomplete', { field: 'name', op: 'eq' }],
    ['filter-incomplete', { field: 5, op: 'eq', value: 'a' }],
    ['filter-too-deep', nested(9), { max: 8 }],
    ['filter-too-many-conditions', { or: Array.from({ length: 51 }, () => is('name', 'a')) }, { max: 50 }],
    ['filter-field-unknown', is('nobody', 'a'), { field: 'nobody' }],
    ['filter-field-unknown', is('constructor', 'a')],
    ['filter-op-unknown', is('name', 'a', 'like'), { op: 'like' }],
    ['filter-op-unknown', is('name', 'a', 'toString')],
    ['filter-op-unfit', is('name', 'a', 'lt'), { op: 'lt', field: 'name' }],
    ['filter-op-unfit', is('status', 'pro', 'startsWith'), { ops: 'eq, ne, in, notIn, isNull' }],
    ['filter-op-unfit', is('active', [true], 'in')],
    ['filter-value-text', is('name', 5)],
    ['filter-value-text', is('name', null)],
    ['filter-value-text', is('name', 'a\0b', 'contains')],
    ['filter-value-text', is('name', '\ud800')],
    ['filter-value-text', is('name', ['a', 5], 'in'), { at: 'filter.value[1]' }],
    ['filter-value-number', is('score', '5')],
    ['filter-value-integer', is('size', 1.5)],
    ['filter-value-integer', is('size', 2 ** 53)],
    ['filter-value-integer', is('size', '9223372036854775808')],
    ['filter-value-decimal', is('price', '1e3')],
    ['filter-value-decimal', is('price', '１２')],
    ['filter-value-decimal', is('price', '1,5')],
    ['filter-value-decimal', is('price', '1.0000001')],
    ['filter-value-decimal', is('price', 2 ** 53)],
    ['filter-value-decimal', is('price', 1e-7)],
    ['filter-value-decimal', is('price', '1000000000000000')],
    ['filter-op-unfit', is('price', '1', 'startsWith')],
    ['filter-value-boolean', is('active', 'true')],
    ['filter-value-boolean', is('name', 'true', 'isNull')],
    ['filter-value-time', is('time', '2026-11-21')],
    ['filter-value-time', is('time', '2026-11-21T09:00:00')],
    ['filter-value-time', is('time', '2026-02-29T09:00:00Z')],
    ['filter-value-time', is('time', '2026-11-21T24:00:00Z')],
    ['filter-value-time', is('time', '2026-11-21T09:00:60Z')],
    ['filter-value-time', is('time', '2026-11-21T09:00:00.0001Z')],
    ['filter-value-time', is('time', '0001-01-01T00:00:00+08:00')],
    ['filter-value-time', is('time', '9999-12-31T23:59:59-08:00')],
    ['filter-value-time', is('time', 1763715600000)],
    ['filter-value-date', is('day', '2026-02-29')],
    ['filter-value-date', is('day', '0000-01-01')],
    ['filter-value-date', is('day', '2026-1-1')],
    ['filter-value-uuid', is('ownerId', `{${id}}`)],
    ['filter-value-word', is('status', 'Prospect'), { words: 'prospect, lost' }],
  ])('refuses with %s: %j', (...[reason, filter, params]) => {
    expect(violation(() => parse(filter))).toMatchObject(refused(reason, params));
  });

  it.each([
    ['filter-not-json', ''],
    ['filter-not-json', '{"field":'],
    ['filter-value-number', '{"field":"score","op":"eq","value":1e999}'],
    ['filter-key-unknown', '{"__proto__":{},"field":"name","op":"eq","value":"a"}'],
    ['filter-too-deep', '{"not":'.repeat(800) + '{}' + '}'.repeat(800)],
    ['filter-too-long', JSON.stringify(is('name', 'a'.repeat(8000)))],
  ])('refuses with %s the text %.40s', (reason, text) => {
    expect(violation(() => parseFilter(text, fields))).toMatchObject(refused(reason));
  });

  it('does not tell a field that may not be filtered from one that does not exist', () => {
    const told = (name: string) =>
      JSON.stringify(violation(() => parse(is(name, 'a', 'lt')))).replaceAll(name, 'x');
    expect(told('secret')).toBe(told('nobody'));
    expect(told('secret')).toContain('filter-field-unknown');
  });

  it('shows input back only as far as a message bears', () => {
    const { params } = violation(() => parse(is('x'.repeat(5000), 'a'))) as { params: { field: string } };
    expect(params.field).toBe(`${'x'.repeat(60)}…`);
  });
});
