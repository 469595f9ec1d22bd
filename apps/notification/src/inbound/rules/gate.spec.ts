import { Gate } from './gate.js';

test('an address has so many connections at once, and another one has its own', () => {
  const gate = new Gate({ connections: 2, perMinute: 9 });
  expect([gate.enter('a'), gate.enter('a'), gate.enter('a'), gate.enter('b')]).toEqual([
    true,
    true,
    false,
    true,
  ]);
  gate.leave('a');
  expect([gate.enter('a'), gate.enter('a')]).toEqual([true, false]);
});

test('an address does so much within a minute', () => {
  const gate = new Gate({ connections: 1, perMinute: 2 });
  expect([1, 2, 3].map((now) => gate.use('a', 1_000_000 + now))).toEqual([true, true, false]);
  expect(gate.use('b', 1_000_004)).toBe(true);
  expect(gate.use('a', 1_060_001)).toBe(true);
});
