import { contract } from './contract.js';
import { encodeResponse, stringifyResponse } from './codec.js';
import { isLimited, shapeFor } from './limited-shape.js';
import { shape } from './shape.js';
import type { FieldRights, View } from './view.js';

const customer = contract.message('kontor.customer.v1.Customer');
const list = contract.method('/kontor.customer.v1.CustomerService/ListCustomers');
const get = contract.method('/kontor.customer.v1.CustomerService/GetCustomer');
const history = contract.method('/kontor.identity.v1.EmploymentService/ListAssignments');
const beyond = new WeakSet();

/** Rights that hide and mask fields, by `object.field`. */
function rightsOf(hidden: string[], masked: string[] = [], names: string[] = []): FieldRights {
  const of = (object: string, all: string[]) =>
    new Set(all.flatMap((one) => (one.startsWith(`${object}.`) ? [one.slice(object.length + 1)] : [])));
  return {
    limits: (object) => {
      const limits = { hidden: of(object, hidden), masked: of(object, masked) };
      const unwritable = new Set([...limits.hidden, ...limits.masked]);
      return unwritable.size > 0 ? { ...limits, unwritable } : undefined;
    },
    names: (object) => (names.length > 0 && object === 'customer' ? names : undefined),
  };
}

const viewOf = (rights: FieldRights, granted: View['granted'] = () => []): View => ({
  rights,
  isNameOnly: (record) => beyond.has(record),
  granted,
});

const id = '0190b0f0-0000-7000-8000-000000000001';
const row = {
  id,
  name: 'Acme',
  status: 'prospect',
  note: 'secret remark',
  website: '',
  phones: [{ raw: '+861012345678', number: '+861012345678' }],
  emails: ['a@b.cn'],
  nextContactTime: '2026-12-01T01:00:00Z',
  etag: '1',
};

test('hidden fields are left out and not filled with zero values, others stay as they are', () => {
  const view = viewOf(rightsOf(['customer.note', 'customer.phones', 'customer.status', 'customer.segment']));
  const shown = shapeFor(customer, row, view);
  for (const field of ['note', 'phones', 'status', 'segment']) expect(shown).not.toHaveProperty(field);
  expect(shown).toEqual(
    Object.fromEntries(
      Object.entries(shape(customer, row)).filter(
        ([name]) => !['note', 'phones', 'status', 'segment'].includes(name),
      ),
    ),
  );
});

test('of a masked text shows that it is not empty; masked lists, words and times are left out', () => {
  const masked = [
    'customer.note',
    'customer.website',
    'customer.emails',
    'customer.status',
    'customer.nextContactTime',
  ];
  const shown = shapeFor(customer, row, viewOf(rightsOf([], masked)));
  expect(shown).toMatchObject({ note: '•••', website: '' });
  for (const field of ['emails', 'status', 'nextContactTime']) expect(shown).not.toHaveProperty(field);
});

test('records are limited wherever they stand in an answer, on both wires', () => {
  const view = viewOf(rightsOf(['customer.note']));
  const answer = { customers: [row, { ...row, note: 'another' }] };
  expect(stringifyResponse(list)(answer, view)).not.toMatch(/secret remark|another/);
  expect(Buffer.from(encodeResponse(list, answer, view)).toString('latin1')).not.toMatch(
    /secret remark|another/,
  );
  expect(stringifyResponse(list)(answer)).toContain('secret remark');
});

test('a field that stands for one of an object is limited with it, also in a message that is no object', () => {
  const assignment = { id, personId: id, unitId: id, position: 'head', startTime: '2026-01-01T00:00:00Z' };
  const shown = JSON.parse(
    stringifyResponse(history)(
      { assignments: [assignment] },
      viewOf(rightsOf(['person.position', 'person.unitId'])),
    ),
  ) as { assignments: object[] };
  expect(shown.assignments).toEqual([{ id, personId: id, startTime: '2026-01-01T00:00:00.000Z' }]);
});

test('a record beyond reach keeps the fields of its name, but for those hidden', () => {
  const far = { ...row };
  beyond.add(far);
  const view = viewOf(rightsOf(['customer.status'], [], ['id', 'name', 'status', 'etag']));
  expect(shapeFor(customer, far, view)).toEqual({ id, name: 'Acme', etag: '1' });
  expect(shapeFor(customer, { ...row }, view)).toHaveProperty('note', 'secret remark');
});

test('fields granted of one record are shown of that one and of no other', () => {
  const rights = rightsOf(['customer.note', 'customer.emails'], ['customer.name']);
  const view = viewOf(rights, (object, of) => (object === 'customer' && of === id ? ['note', 'name'] : []));
  const other = { ...row, id: id.replace('1', '2') };
  const [granted, usual] = (
    shapeFor(list.output, { customers: [row, other] }, view) as { customers: object[] }
  ).customers;
  expect(granted).toMatchObject({ note: 'secret remark', name: 'Acme' });
  expect(granted).not.toHaveProperty('emails');
  expect(usual).toMatchObject({ name: '•••' });
  expect(usual).not.toHaveProperty('note');
});

test('without limits the shape is that of everybody, and the same function makes it', () => {
  const free = rightsOf([]);
  expect(isLimited(get.output, free)).toBe(false);
  expect(shapeFor(customer, row, viewOf(free))).toEqual(shape(customer, row));
  const product = rightsOf(['product.standardCost']);
  expect(isLimited(get.output, product)).toBe(false);
});

test('every field of every object can be hidden, and what is left tells nothing of it', () => {
  for (const { name, message } of contract.objects()) {
    const fields = contract.fields(message).map((field) => field.name);
    const restricted = fields.filter((field) => !['id', 'etag'].includes(field));
    const view = viewOf(rightsOf(restricted.map((field) => `${name}.${field}`)));
    const given = { id, etag: '1', ...Object.fromEntries(restricted.map((field) => [field, []])) };
    expect(Object.keys(shapeFor(contract.message(message), given, view))).toEqual(
      fields.filter((field) => ['id', 'etag'].includes(field)),
    );
  }
});
