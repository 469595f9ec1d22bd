import { mayRemove } from './file-removal.js';

const file = { authorId: 'anna', createTime: '2026-11-21T10:00:00Z' };

it.each([
  ['its author within a day', 'anna', false, '2026-11-22T10:00:00Z', true],
  ['its author later', 'anna', false, '2026-11-22T10:00:01Z', false],
  ['somebody else', 'boris', false, '2026-11-21T10:00:01Z', false],
  ['a manager, at any time', 'boss', true, '2027-11-22T10:00:00Z', true],
])('%s', (_who, personId, removesAny, now, may) => {
  expect(mayRemove(file, personId, removesAny, now)).toBe(may);
});
