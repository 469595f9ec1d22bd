import { closesManagerCycle } from './manager-cycle.js';

describe('a manager', () => {
  it.each([
    ['is somebody else who has no manager', 'ann', ['bob'], false],
    ['stands in a line above that does not hold the person', 'ann', ['bob', 'eve', 'joe'], false],
    ['is the person', 'ann', ['ann'], true],
    ['is a direct report of the person', 'ann', ['bob', 'ann'], true],
    ['stands far below the person', 'ann', ['bob', 'eve', 'joe', 'ann', 'top'], true],
  ])('who %s', (_, person, line, closes) => {
    expect(closesManagerCycle(person, line)).toBe(closes);
  });
});
