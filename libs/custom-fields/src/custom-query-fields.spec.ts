import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import { readFilter } from '@kontor/query/filter';
import { filterMatches } from '@kontor/query/filter-match';
import { filterSql } from '@kontor/query/filter-sql';
import { withCustomFields } from './custom-query-fields.js';

const label = { zh: 'x', ru: 'x', en: 'x' };
const field = (key: string, type: CustomField['type']): CustomField => ({
  ...{ id: key, object: 'customer', key, type, label, referenceObject: '', requiredStages: [] },
  options: ['a', 'b'].map((option) => ({ key: option, label, retired: false })),
  ...{ unknownAllowed: true, minimum: '', maximum: '', defaultValue: '', position: 0, searchable: false },
  ...{ retired: false, etag: '1', createTime: '', updateTime: '' },
});
const custom = [
  field('weight', 'number'),
  field('cost', 'money'),
  field('kind', 'choice'),
  field('tags', 'multi_choice'),
];
const fields = withCustomFields(new Map(), custom, new Set());

describe('filters by custom fields', () => {
  const record = {
    custom: { weight: '10', cost: { amount: '7.5', currency: 'CNY' }, kind: { unknown: true }, tags: ['a'] },
  };

  it.each([
    ['weight', 'gt', '9.5', true],
    ['weight', 'lt', 9, false],
    ['cost', 'le', '7.50', true],
    ['kind', 'isNull', true, true],
    ['kind', 'ne', 'a', true],
    ['tags', 'contains', 'a', true],
    ['tags', 'contains', 'b', false],
  ])('say in memory of %s %s %j what the database says: %s', (name, op, value, matches) => {
    const filter = readFilter({ field: `custom.${name}`, op, value }, fields);
    expect(filterMatches(filter, fields, record)).toBe(matches);
    expect(filterMatches({ not: filter }, fields, record)).toBe(!matches);
    expect(filterMatches(filter, fields, {})).toBe(op === 'isNull' || op === 'ne');
  });

  it('read the column of a field that is searchable and ready', () => {
    const ready = withCustomFields(new Map(), [...custom], new Set(['weight']));
    const params: unknown[] = [];
    const filter = readFilter({ field: 'custom.weight', op: 'in', value: ['1', '-1'] }, ready);
    expect(filterSql(filter, ready, params, 'r')).toBe('"r"."custom.weight" = ANY($1::text[])');
    expect(params).toEqual([['1000000000000001000000', '0999999999999999000000']]);
  });
});
