import { unitChanges } from './unit-changes.js';

describe('changes to a unit', () => {
  it('are the fields in the mask', () => {
    expect(unitChanges({ name: ' North ', parentId: 'p' }, ['name'])).toEqual({
      changes: { name: 'North' },
      faults: [],
    });
  });

  it('move it to the top when the parent is cleared', () => {
    expect(unitChanges({}, ['parentId']).changes).toStrictEqual({ parentId: undefined });
  });

  it.each([
    ['name', 'required'],
    ['createTime', 'read-only-field'],
    ['head', 'unknown-field'],
  ])('refuse %s as %s', (name, reason) => {
    expect(unitChanges({ name: '  ' }, [name])).toEqual({
      changes: {},
      faults: [{ field: `unit.${name}`, reason }],
    });
  });
});
