import { closesUnitCycle } from './unit-cycle.js';

describe('a parent of a unit', () => {
  it.each([
    ['is the company itself', 'north', ['company'], false],
    ['lies in another branch', 'north', ['shop', 'south', 'company'], false],
    ['is the unit', 'north', ['north', 'company'], true],
    ['lies within the unit', 'north', ['shop', 'north', 'company'], true],
  ])('that %s', (_, unit, line, closes) => {
    expect(closesUnitCycle(unit, line)).toBe(closes);
  });
});
