import { contract } from './contract.js';
import { unwritableFields } from './unwritable.js';
import type { FieldRights } from './view.js';

const method = (name: string, service = 'customer.v1.CustomerService') =>
  contract.method(`/kontor.${service}/${name}`);

function readOnly(...fields: string[]): FieldRights {
  return {
    limits: (object) => {
      const of = fields.flatMap((one) =>
        one.startsWith(`${object}.`) ? [one.slice(object.length + 1)] : [],
      );
      return of.length > 0 ? { hidden: new Set(), masked: new Set(), unwritable: new Set(of) } : undefined;
    },
    names: () => undefined,
  };
}

test('a new record may not have a field that may not be written, not even empty', () => {
  const rights = readOnly('customer.note', 'customer.phones');
  const create = method('CreateCustomer');
  expect(unwritableFields(create, { customer: { name: 'Acme', note: '', phones: [] } }, rights)).toEqual([
    'phones',
    'note',
  ]);
  expect(unwritableFields(create, { customer: { name: 'Acme' } }, rights)).toEqual([]);
});

test('of an update counts what the mask names, whether it has a new value or is cleared', () => {
  const rights = readOnly('customer.note', 'customer.phones');
  const update = method('UpdateCustomer');
  const request = { id: 'x', customer: { name: 'A', note: 'n' }, updateMask: ['name', 'phones'] };
  expect(unwritableFields(update, request, rights)).toEqual(['phones']);
  expect(unwritableFields(update, { id: 'x', customer: { note: 'n' }, updateMask: [] }, rights)).toEqual([]);
  expect(unwritableFields(update, { id: 'x', updateMask: ['note'] }, rights)).toEqual(['note']);
});

test('a field outside of its record is refused where it stands for one that may not be written', () => {
  const rights = readOnly('customer.ownerId', 'person.managerId');
  expect(unwritableFields(method('TransferCustomer'), { id: 'x', ownerId: 'y' }, rights)).toEqual([
    'ownerId',
  ]);
  const people = [{ name: 'A' }, { name: 'B', managerEmail: 'a@b.cn' }];
  const imported = method('ImportPeople', 'identity.v1.PeopleImportService');
  expect(unwritableFields(imported, { people }, rights)).toEqual(['people[1].managerEmail']);
});

test('rights on other objects refuse nothing', () => {
  expect(
    unwritableFields(method('CreateCustomer'), { customer: { note: 'n' } }, readOnly('contact.note')),
  ).toEqual([]);
});
