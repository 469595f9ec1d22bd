import { partsAsked } from './parts-asked.js';

const has = (value: string, field = 'name') => ({ field, op: 'contains' as const, value });

it('takes what every record must have, and nothing that only some have', () => {
  expect(partsAsked(has('завод'), 'name')).toEqual(['завод']);
  expect(partsAsked({ field: 'name', op: 'startsWith', value: '李' }, 'name')).toEqual(['李']);
  expect(partsAsked({ and: [has('a'), { and: [has('b'), has('c', 'city')] }] }, 'name')).toEqual(['a', 'b']);
  expect(partsAsked({ or: [has('a'), has('b')] }, 'name')).toEqual([]);
  expect(partsAsked({ and: [{ not: has('a') }, { or: [has('b'), has('c')] }] }, 'name')).toEqual([]);
  expect(partsAsked({ field: 'name', op: 'eq', value: 'a' }, 'name')).toEqual([]);
  expect(partsAsked({ field: 'name', op: 'ne', value: 'a' }, 'name')).toEqual([]);
});
