import { jest } from '@jest/globals';
import { validate, version } from 'uuid';
import { newId } from './new-id.js';

test('an id is a UUIDv7 that carries the present millisecond', () => {
  const before = Date.now();
  const id = newId();
  const after = Date.now();
  expect(validate(id) && version(id)).toBe(7);
  const ms = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  expect(ms).toBeGreaterThanOrEqual(before);
  expect(ms).toBeLessThanOrEqual(after);
});

test('ids grow in the order of the calls and never repeat, far more than the pool of random bytes serves', () => {
  const ids = Array.from({ length: 50_000 }, newId);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
});

test('a clock that is set back and one that stands still make no id smaller', () => {
  const first = newId();
  const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 3_600_000);
  const later = Array.from({ length: 100 }, newId);
  now.mockRestore();
  expect([first, ...later].sort()).toEqual([first, ...later]);
});
