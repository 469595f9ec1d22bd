import { letterStateOf, replaces } from './letter-state.js';

test.each([
  ['accepted', 'queued', true],
  ['failed', 'unknown', true],
  ['failed', 'accepted', true],
  ['unknown', 'accepted', false],
  ['accepted', 'failed', false],
  ['failed', 'failed', false],
  ['failed', undefined, false],
] as const)('%s that is told of a letter replaces %s: %p', (told, known, yes) => {
  expect(replaces(told, known)).toBe(yes);
});

test('what is under way is nothing that a talk says', () => {
  expect(letterStateOf('sending')).toBeUndefined();
  expect(letterStateOf('failed')).toBe('failed');
});
