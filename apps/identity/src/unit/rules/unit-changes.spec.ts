import { newUnitFields, unitChanges } from './unit-changes.js';

describe('a new unit', () => {
  it('is a department at the top, unless told otherwise', () => {
    expect(newUnitFields({ name: ' North ' })).toEqual({
      changes: { name: 'North', kind: 'department' },
      faults: [],
    });
  });
});

describe('changes to a unit', () => {
  it('are the fields in the mask', () => {
    expect(
      unitChanges({ name: ' North ', parentId: 'p', kind: 'team', headId: 'h' }, ['name', 'kind']),
    ).toEqual({
      changes: { name: 'North', kind: 'team' },
      faults: [],
    });
  });

  it('move it to the top, and take head and calendar away, when these are cleared', () => {
    expect(unitChanges({}, ['parentId', 'headId', 'calendarId', 'kind']).changes).toStrictEqual({
      parentId: undefined,
      headId: undefined,
      calendarId: undefined,
      kind: 'department',
    });
  });

  it.each([
    ['name', 'required'],
    ['createTime', 'read-only-field'],
    ['budget', 'unknown-field'],
    ['constructor', 'unknown-field'],
  ])('refuse %s as %s', (name, reason) => {
    expect(unitChanges({ name: '  ' }, [name])).toEqual({
      changes: {},
      faults: [{ field: `unit.${name}`, reason }],
    });
  });
});
