import { parseDay, parseHours } from './hours.js';

describe('hours', () => {
  it.each([
    ['09:00-12:00', { from: 540, to: 720 }],
    ['00:00-24:00', { from: 0, to: 1440 }],
    ['23:59-24:00', { from: 1439, to: 1440 }],
    ['12:00-12:00', undefined],
    ['18:00-09:00', undefined],
    ['9:00-12:00', undefined],
    ['09:00-25:00', undefined],
    ['24:00-24:00', undefined],
    ['09:60-12:00', undefined],
    ['09:00 - 12:00', undefined],
    ['', undefined],
  ])('%s', (text, stretch) => {
    expect(parseHours(text)).toEqual(stretch);
  });

  it('of a day follow each other, and may touch', () => {
    expect(parseDay(['09:00-12:00', '12:00-13:00'])).toHaveLength(2);
    expect(parseDay([])).toEqual([]);
    expect(parseDay(['13:00-18:00', '09:00-12:00'])).toBeUndefined();
    expect(parseDay(['09:00-12:00', '11:59-13:00'])).toBeUndefined();
    expect(parseDay(['09:00-12:00', 'noon'])).toBeUndefined();
  });
});
