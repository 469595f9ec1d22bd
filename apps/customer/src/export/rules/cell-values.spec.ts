import { addressesText, listText, phonesText, timeText } from './cell-values.js';

describe('a cell', () => {
  it('holds several items behind each other', () => {
    expect(phonesText([{ raw: '1' }, { raw: '2' }])).toBe('1; 2');
    expect(listText(['a', '', 'b'])).toBe('a; b');
    expect(listText(undefined)).toBe('');
  });

  it('holds addresses one a line, without what is empty', () => {
    const address = {
      street: '1 Pier\nShed 2',
      city: 'Omsk',
      region: '',
      postalCode: '644000',
      country: 'RU',
    };
    const empty = { street: '', city: '', region: '', postalCode: '', country: '' };
    expect(addressesText([address, empty])).toBe('1 Pier, Shed 2, 644000, Omsk, RU');
  });

  it('shows a time by the clock of the zone', () => {
    expect(timeText('2026-01-31T23:30:00.000Z', 'Asia/Shanghai')).toBe('2026-02-01 07:30:00');
    expect(timeText(undefined, 'UTC')).toBe('');
  });
});
