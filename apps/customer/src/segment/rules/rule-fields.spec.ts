import { ruleFields } from './rule-fields.js';

const by = (field: string) => ({ field, op: 'eq', value: 'x' });

it.each<[object, string[]]>([
  [by('city'), ['city']],
  [
    { and: [by('status'), { or: [by('city'), { not: by('taxNumber') }] }, by('city')] },
    ['city', 'status', 'taxNumber'],
  ],
  [by('custom.margin'), ['custom.margin']],
])('%j asks by %j', (filter, fields) => {
  expect(ruleFields(JSON.stringify(filter))).toEqual(fields);
});

it('of what is no filter there are none', () => {
  for (const text of ['', 'x', '7', 'null']) expect(ruleFields(text)).toEqual([]);
});
