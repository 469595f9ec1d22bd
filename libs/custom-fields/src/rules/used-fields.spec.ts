import { usedFields } from './used-fields.js';

const ask = (field: string) => ({ field, op: 'eq', value: 'custom.value' });

it.each([
  [undefined, []],
  ['', []],
  ['no filter', []],
  [JSON.stringify(ask('city')), []],
  [JSON.stringify(ask('custom.size')), ['custom.size']],
  [
    JSON.stringify({ and: [ask('custom.size'), { not: { or: [ask('custom.age'), ask('custom.size')] } }] }),
    ['custom.age', 'custom.size'],
  ],
])('%s asks by %j', (filter, fields) => {
  expect(usedFields(filter)).toEqual(fields);
});
