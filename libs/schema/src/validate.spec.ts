import { commonMessages } from '@kontor/errors/messages';
import { contract } from './contract.js';
import { decodeRequest, encodeRequest } from './codec.js';
import { validateRequest } from './validate.js';

const id = '0190b0f0-5a3c-7d2e-8f10-6b1c2d3e4f50';
const call = (name: string) => {
  const method = contract.methods().find((one) => one.name === name);
  if (!method) throw new Error(`no method ${name}`);
  return method;
};
const reasons = (name: string, value: unknown) =>
  Object.fromEntries(validateRequest(call(name), value).map(({ field, reason }) => [field, reason]));
const create = (customer: unknown) => reasons('CreateCustomer', { customer });
const good = { kind: 'company', name: 'ООО «Ромашка»' };

describe('a new customer', () => {
  it('with kind and name is fine', () => expect(create(good)).toEqual({}));

  it('with everything filled well is fine', () => {
    const customer = {
      ...good,
      status: 'interested',
      channel: 'referral',
      segment: 'Corporate',
      phones: [{ raw: '+7 495 123-45-67', kind: 'work' }],
      emails: ['info@пример.рф'],
      website: 'https://example.com',
      addresses: [{ street: 'a\nb', city: '北京', country: 'CN' }],
      note: 'one\r\n\ttwo 🌼',
      ownerId: id,
      source: 'erp',
      externalId: '7',
    };
    expect(create(customer)).toEqual({});
  });

  it('may have empty texts where nothing is required, as answers have them', () => {
    expect(create({ ...good, website: '', externalId: '', note: '', addresses: [{ country: '' }] })).toEqual(
      {},
    );
  });

  it('names each field at fault by the path that the caller of HTTP wrote', () => {
    const customer = {
      phones: [{ raw: '112' }, { raw: 'call me' }, { kind: 'work' }, { raw: '112', extension: '1-2' }],
      emails: ['x'],
      addresses: [{ country: 'UK' }],
      website: 'x',
    };
    expect(create(customer)).toEqual({
      kind: 'required',
      name: 'required',
      'phones[1].raw': 'not-a-phone',
      'phones[2].raw': 'required',
      'phones[3].extension': 'not-digits',
      'emails[0]': 'not-an-email',
      'addresses[0].country': 'not-a-country',
      website: 'not-a-url',
    });
  });

  it('tells fields that the service sets from fields that do not exist', () => {
    expect(create({ ...good, id, colour: 'red', ['x'.repeat(500)]: 1 })).toEqual({
      id: 'read-only-field',
      colour: 'unknown-field',
      [`${'x'.repeat(100)}…`]: 'unknown-field',
    });
  });

  it.each([
    ['empty', '', 'blank'],
    ['white space', ' \u3000', 'blank'],
    ['too long', 'x'.repeat(301), 'too-long'],
    ['U+0000', 'a\u0000b', 'control-character'],
    ['a line feed', 'a\nb', 'control-character'],
    ['C1', 'a\u0085b', 'control-character'],
    ['a direction override', 'a\u202eb', 'control-character'],
    ['half a surrogate pair', 'a\ud83c', 'control-character'],
    ['a number', 7, 'wrong-type'],
    ['null', null, 'required'],
    ['a list', ['a'], 'wrong-type'],
  ])('with a name that is %s is refused', (_, name, reason) =>
    expect(create({ ...good, name })).toEqual({ name: reason }),
  );

  it('is not fooled by names that objects have by nature', () => {
    expect(create(JSON.parse('{"kind":"company","name":"A","__proto__":{"id":"x"},"toString":1}'))).toEqual({
      ['__proto__']: 'unknown-field',
      toString: 'unknown-field',
    });
  });

  it('counts characters as people do', () => expect(create({ ...good, name: '🌼'.repeat(300) })).toEqual({}));

  it.each([
    [{ status: 'LOST' }, { status: 'not-a-word' }],
    [{ status: 'unspecified' }, { status: 'not-a-word' }],
    [{ status: 3 }, { status: 'wrong-type' }],
    [{ note: 'a\u0007' }, { note: 'control-character' }],
    [{ segment: null }, { segment: 'wrong-type' }],
    [{ ownerId: id.toUpperCase() }, { ownerId: 'not-a-uuid' }],
    [{ emails: [''] }, { 'emails[0]': 'blank' }],
    [{ emails: Array.from({ length: 21 }, () => 'a@b.cn') }, { emails: 'too-many-items' }],
    [{ phones: 'x' }, { phones: 'wrong-type' }],
    [{ constructor: {} }, { constructor: 'unknown-field' }],
  ])('%j is refused', (change, expected) => expect(create({ ...good, ...change })).toEqual(expected));

  it('gives the numbers and words that a message needs', () => {
    expect(
      validateRequest(call('CreateCustomer'), {
        customer: { kind: 'firm', name: 'x'.repeat(301), phones: [] },
      }),
    ).toEqual([
      { field: 'kind', reason: 'not-a-word', params: { words: 'company, person' } },
      { field: 'name', reason: 'too-long', params: { max: 300 } },
    ]);
    expect(validateRequest(call('CreateCustomer'), {})).toEqual([{ field: 'customer', reason: 'required' }]);
    expect(validateRequest(call('CreateCustomer'), { customer: [] })).toEqual([
      { field: 'customer', reason: 'wrong-type', params: { expected: 'object' } },
    ]);
  });
});

describe('an update', () => {
  const update = (customer: unknown, more: object = {}) =>
    reasons('UpdateCustomer', { id, customer, updateMask: Object.keys(customer as object), ...more });

  it('requires nothing and lets null clear', () => {
    expect(update({})).toEqual({});
    expect(update({ note: null, website: null, phones: null })).toEqual({});
  });

  it('does not clear a word that has no empty value', () => {
    expect(update({ status: null, channel: null })).toEqual({ status: 'required', channel: 'required' });
  });

  it('never clears what is required, on any wire', () => {
    expect(update({ name: null })).toEqual({ name: 'required' });
    expect(update({ name: '' })).toEqual({ name: 'blank' });
    const method = call('UpdateCustomer');
    const request = decodeRequest(
      method,
      encodeRequest(method, { id, customer: { name: '' }, updateMask: ['name'] }),
    );
    expect(reasons('UpdateCustomer', request)).toEqual({ name: 'required' });
  });

  it('refuses what the service sets', () => {
    expect(update({ createTime: '2026-11-21T09:00:00Z' }, { updateMask: [] })).toEqual({
      createTime: 'read-only-field',
    });
  });

  it('refuses a mask of other fields, each named once', () => {
    expect(
      update({}, { updateMask: ['name', 'etag', 'colour', 7], customer: { name: 'A', colour: 1 } }),
    ).toEqual({
      etag: 'read-only-field',
      colour: 'unknown-field',
      'updateMask[3]': 'wrong-type',
    });
  });

  it('names what stands in path and query plainly', () => {
    expect(update({}, { id: 'x', reason: '', etag: 'x'.repeat(41) })).toEqual({
      id: 'not-a-uuid',
      reason: 'blank',
      etag: 'too-long',
    });
  });
});

describe('other requests', () => {
  it('a list takes its parameters within limits', () => {
    expect(reasons('ListCustomers', {})).toEqual({});
    expect(reasons('ListCustomers', { pageSize: 200, filter: '{"field":"name"}', withTotal: true })).toEqual(
      {},
    );
    expect(reasons('ListCustomers', { pageSize: 0, filter: '[', withTotal: 'yes', sort: 'x' })).toEqual({
      pageSize: 'too-small',
      filter: 'not-a-filter',
      withTotal: 'wrong-type',
      sort: 'unknown-field',
    });
    expect(reasons('ListCustomers', { pageSize: 1.5 })).toEqual({ pageSize: 'wrong-type' });
  });

  it('a talk has its times and reminders checked', () => {
    const talk = { manner: 'call', content: 'Hello' };
    expect(
      reasons('CreateInteraction', {
        customerId: id,
        interaction: {
          ...talk,
          nextContactTime: '2026-12-01T09:00',
          nextContactTimeZone: 'Asia/Shanghai',
          remindMinutesBefore: [0, 15],
        },
      }),
    ).toEqual({});
    expect(
      reasons('CreateInteraction', {
        customerId: id,
        interaction: {
          ...talk,
          contactId: '',
          talkTime: 'yesterday',
          nextContactTime: '9:00',
          nextContactTimeZone: 'CST+8',
          remindMinutesBefore: [-1],
        },
      }),
    ).toEqual({
      contactId: 'blank',
      talkTime: 'not-a-time',
      nextContactTime: 'not-a-local-time',
      nextContactTimeZone: 'not-a-time-zone',
      'remindMinutesBefore[0]': 'too-small',
    });
  });

  it('without HTTP keeps the whole path', () => {
    expect(reasons('CreateImport', { import: { fileName: 'a.csv', columns: [] } })).toEqual({
      'import.columns': 'required',
    });
    expect(reasons('WriteImportChunk', { id, index: 2 ** 31, data: '*' })).toEqual({
      index: 'too-large',
      data: 'wrong-type',
    });
  });

  it.each([[undefined], [null], ['x'], [[]]])('%p as the whole request is refused', (value) => {
    expect(validateRequest(call('GetCustomer'), value)).toEqual([
      { field: '', reason: 'wrong-type', params: { expected: 'object' } },
    ]);
  });
});

describe('bad requests stay cheap', () => {
  it('names 50 fields at most', () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`x${index}`, 1]));
    expect(validateRequest(call('CreateCustomer'), { customer: { ...good, ...many } })).toHaveLength(50);
  });

  it('names only the first fault of a huge one', () => {
    const emails = Array.from({ length: 10_000 }, () => '');
    expect(create({ ...good, emails })).toEqual({ emails: 'too-many-items' });
  });
});

it('every reason has its sentence, and every method compiles', () => {
  for (const method of contract.methods()) {
    for (const { reason } of [...validateRequest(method, { nobody: 1 }), ...validateRequest(method, null)]) {
      expect(Object.keys(commonMessages)).toContain(reason);
    }
  }
});
