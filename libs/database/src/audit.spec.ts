import { serviceCall } from '@kontor/access/call';
import { auditColumns, auditRow, differences } from './audit.js';

describe('the differences of a change', () => {
  it('name each field that differs, with both values', () => {
    expect(differences({ name: 'a', city: 'b' }, { name: 'c', city: 'b' })).toEqual({ name: ['a', 'c'] });
  });

  it('show absence as null, on both sides', () => {
    expect(differences({ note: 'a', city: undefined }, { note: undefined, city: 'b' })).toEqual({
      note: ['a', null],
      city: [null, 'b'],
    });
  });

  it('compare lists and records by what they hold', () => {
    const before = { tags: ['a'], place: { city: 'b' } };
    expect(differences(before, { tags: ['a'], place: { city: 'b' } })).toEqual({});
    expect(differences(before, { tags: ['a', 'b'] })).toEqual({ tags: [['a'], ['a', 'b']] });
  });

  it('tell falsy values apart', () => {
    expect(differences({ a: 0, b: '', c: false }, { a: '', b: null, c: undefined })).toEqual({
      a: [0, ''],
      b: ['', null],
      c: [false, null],
    });
  });

  it('leave out what changes with every change', () => {
    expect(
      differences({ version: 1, etag: '1', updateTime: 'a' }, { version: 2, etag: '2', updateTime: 'b' }),
    ).toEqual({});
  });
});

test('an audit row fills every column, and says which service acted', () => {
  const row = auditRow(serviceCall('desk', 'tidy'), { action: 'delete', object: 'desk', objectId: '1' });
  expect(row).toHaveLength(auditColumns.length);
  const named = Object.fromEntries(auditColumns.map(({ column }, i) => [column, row[i]]));
  expect(named).toMatchObject({
    person_id: '',
    service: 'desk',
    action: 'delete',
    version: null,
    changes: null,
    outcome: 'done',
  });
});
