import type { Filter } from '@kontor/query/filter';
import { asksOwner, cellsAnswer } from './cell-filter.js';

const status: Filter = { field: 'status', op: 'in', value: ['prospect', 'lost'] };
const owner: Filter = { field: 'ownerId', op: 'isNull', value: true };
const segment: Filter = { field: 'segment', op: 'eq', value: 'Key' };

it.each<[Filter, boolean]>([
  [status, true],
  [{ and: [status, { not: owner }] }, true],
  [{ field: 'assignmentState', op: 'ne', value: 'pooled' }, true],
  [{ not: { field: 'id', op: 'isNull', value: true } }, true],
  [{ field: 'id', op: 'eq', value: '00000000-0000-7000-8000-000000000000' }, false],
  [{ or: [status, segment] }, false],
  [{ field: 'custom.size', op: 'eq', value: '1' }, false],
])('kept counts answer %j: %s', (filter, answer) => {
  expect(cellsAnswer(filter)).toBe(answer);
});

it('tells whether a filter asks for owners', () => {
  expect(asksOwner({ and: [status, { not: owner }] })).toBe(true);
  expect(asksOwner({ or: [status, segment] })).toBe(false);
});
