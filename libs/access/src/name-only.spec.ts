import { isNameOnly, markNameOnly } from './name-only.js';

test('a marked record is known, and so is one made from it by spreading; JSON shows nothing of the mark', () => {
  const record = markNameOnly({ id: 'a' });
  expect([isNameOnly(record), isNameOnly({ ...record, name: 'b' }), isNameOnly({ id: 'a' })]).toEqual([
    true,
    true,
    false,
  ]);
  expect(JSON.stringify({ ...record })).toBe('{"id":"a"}');
  expect(Object.keys(record)).toEqual(['id']);
});
