import { importFields } from './columns.js';
import { unwritableColumns } from './column-rights.js';
import { contract } from '@kontor/schema/contract';

const fieldsOfCustomer = contract.fields('kontor.customer.v1.Customer').map(({ name }) => name);
const limited = (...names: string[]) => ({
  limits: (object: string) =>
    object === 'customer'
      ? { hidden: new Set<string>(), masked: new Set<string>(), unwritable: new Set(names) }
      : undefined,
  names: () => undefined,
});
const columns = importFields
  .filter((field) => !field.startsWith('contact'))
  .map((field) => ({ column: `Column ${field}`, field }));

test('a column is refused that fills a field which may not be written, also under another name', () => {
  expect(unwritableColumns(columns, limited('note', 'phones', 'ownerId'))).toEqual([
    { place: 'columns[5].column', column: 'Column phone' },
    { place: 'columns[13].column', column: 'Column note' },
    { place: 'columns[15].column', column: 'Column ownerEmail' },
  ]);
});

test('every column fills some field of a customer, so that none slips through', () => {
  expect(unwritableColumns(columns, limited(...fieldsOfCustomer))).toHaveLength(columns.length);
});

test('whoever may write everything is refused nothing', () => {
  expect(unwritableColumns(columns, { limits: () => undefined, names: () => undefined })).toEqual([]);
});
