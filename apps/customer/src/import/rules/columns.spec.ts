import { columnViolations, placesOf } from './columns.js';

const column = (heading: string, field: string) => ({ column: heading, field });

describe('a mapping', () => {
  it('is fine with a name, and with several phones and e-mails', () => {
    const columns = [
      column('n', 'name'),
      column('p', 'phone'),
      column('q', 'phone'),
      column('e', 'email'),
      column('f', 'email'),
    ];
    expect(columnViolations(columns)).toEqual([]);
  });

  it('is refused for unknown fields, fields filled twice and no name', () => {
    const columns = [column('a', 'city'), column('b', 'city'), column('c', 'salary')];
    expect(columnViolations(columns).map(({ field, reason }) => [field, reason])).toEqual([
      ['columns[1].field', 'import-field-twice'],
      ['columns[2].field', 'import-field-unknown'],
      ['columns', 'import-name-unmapped'],
    ]);
  });
});

describe('the header of a file', () => {
  it('shows where the mapped columns stand, whatever is between them', () => {
    expect(placesOf(['x', ' Name ', 'Town'], [column('Town', 'city'), column('Name', 'name')])).toEqual([
      { field: 'city', column: 'Town', index: 2 },
      { field: 'name', column: 'Name', index: 1 },
    ]);
  });

  it('does not fit when a mapped column is missing or there twice', () => {
    expect(placesOf(['name', ' Town'], [column('Name', 'name')])).toEqual({
      reason: 'import-column-missing',
      params: { column: 'Name', found: 'name, Town' },
    });
    expect(placesOf(['a', 'a'], [column('a', 'name')])).toEqual({
      reason: 'import-column-ambiguous',
      params: { column: 'a' },
    });
    expect(placesOf(['a', 'b', 'b'], [column('a', 'name')])).toHaveLength(1);
  });

  it('shows the headings of a file that is no table in short, without what no sentence can hold', () => {
    const header = ['PK\u0003\u0004\ufffd', 'x'.repeat(50), ...Array.from({ length: 30 }, () => 'y')];
    const fault = placesOf(header, [column('Name', 'name')]);
    expect(fault).toMatchObject({
      params: { found: `PK·, ${'x'.repeat(40)}…, ${'y, '.repeat(18)}…` },
    });
  });
});
