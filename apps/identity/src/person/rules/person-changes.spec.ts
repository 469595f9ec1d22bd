import { newPersonFields, personChanges, storedRoles } from './person-changes.js';

const defaults = { timeZone: 'Asia/Shanghai' };

describe('a new person', () => {
  it('speaks English, lives in the company’s zone and sells, unless told otherwise', () => {
    expect(newPersonFields({ email: ' Ann@Example.COM ', name: ' Ann ' }, defaults)).toEqual({
      email: 'ann@example.com',
      name: 'Ann',
      unitId: undefined,
      managerId: undefined,
      roles: ['salesperson'],
      language: 'en',
      timeZone: 'Asia/Shanghai',
    });
  });
});

describe('roles', () => {
  it.each<[string, string[], string[]]>([
    ['none', [], ['salesperson']],
    ['one', ['manager'], ['manager']],
    [
      'some twice and out of order',
      ['salesperson', 'administrator', 'salesperson'],
      ['administrator', 'salesperson'],
    ],
    [
      'some that the company made',
      ['support', 'accounts', 'manager', 'support'],
      ['manager', 'accounts', 'support'],
    ],
  ])('are stored once each in the order of rank: %s', (_, given, stored) => {
    expect(storedRoles(given)).toEqual(stored);
  });
});

describe('changes to a person', () => {
  const given = { email: 'New@Example.com', name: 'New', managerId: 'm', timeZone: 'Europe/Moscow' };

  it('are the fields in the mask and no others', () => {
    expect(personChanges(given, ['email', 'managerId'], defaults)).toEqual({
      changes: { email: 'new@example.com', managerId: 'm' },
      faults: [],
    });
  });

  it('clear the manager and the unit, and put the others back to their defaults', () => {
    const { changes, faults } = personChanges(
      {},
      ['unitId', 'managerId', 'roles', 'language', 'timeZone'],
      defaults,
    );
    expect(faults).toEqual([]);
    expect(changes).toStrictEqual({
      unitId: undefined,
      managerId: undefined,
      roles: ['salesperson'],
      language: 'en',
      timeZone: 'Asia/Shanghai',
    });
  });

  it.each([
    ['email', 'required'],
    ['name', 'required'],
    ['status', 'read-only-field'],
    ['id', 'read-only-field'],
    ['salary', 'unknown-field'],
    ['__proto__', 'unknown-field'],
    ['constructor', 'unknown-field'],
  ])('refuse %s as %s', (name, reason) => {
    expect(personChanges({ name: ' ' }, [name], defaults).faults).toEqual([
      { field: `person.${name}`, reason },
    ]);
  });
});
