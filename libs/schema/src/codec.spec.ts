import { contract } from './contract.js';
import {
  completeRequest,
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse,
  stringifyResponse,
} from './codec.js';

const create = contract.method('/kontor.customer.v1.CustomerService/CreateCustomer');
const update = contract.method('/kontor.customer.v1.CustomerService/UpdateCustomer');
const list = contract.method('/kontor.customer.v1.CustomerService/ListCustomers');
const addContact = contract.method('/kontor.customer.v1.CustomerService/CreateContact');
const person = contract.method('/kontor.identity.v1.PersonService/CreatePerson');
const chunk = contract.method('/kontor.customer.v1.ImportService/WriteImportChunk');

const customer = {
  id: '0190b0f0-0000-7000-8000-000000000001',
  number: 'C-2026-000001',
  kind: 'company',
  name: 'ООО «Ромашка» 北京 🌼',
  status: 'lost',
  channel: 'unknown',
  segment: '',
  taxNumber: '',
  unknownFields: [],
  phones: [{ raw: '(495) 123-45-67', number: '+74951234567', kind: 'work' }],
  emails: ['info@romashka.example'],
  website: '',
  addresses: [],
  city: '',
  note: 'line "one"\nline two',
  ownerId: '',
  source: '',
  externalId: '',
  nextContactTime: '2026-12-01T09:00:00.000Z',
  etag: '"3"',
  createTime: '2026-11-21T09:00:00.123Z',
};

describe('answers', () => {
  it('come back from protobuf as they were', () => {
    expect(decodeResponse(create, encodeResponse(create, customer))).toStrictEqual(customer);
  });

  it('are the same through protobuf and through JSON', () => {
    const untidy = {
      ...customer,
      note: null,
      updateTime: undefined,
      phones: null,
      createTime: new Date(customer.createTime),
      secret: 1,
    };
    const text = JSON.parse(stringifyResponse(create)(untidy)) as object;
    expect(text).toStrictEqual({ ...customer, note: '', phones: [] });
    expect(decodeResponse(create, encodeResponse(create, untidy))).toStrictEqual(text);
  });

  it('have all plain fields even where nothing was set, and no optional ones', () => {
    expect(decodeResponse(list, new Uint8Array())).toStrictEqual({ customers: [] });
    expect(decodeResponse(create, new Uint8Array())).toMatchObject({ name: '', phones: [], emails: [] });
    expect(Object.keys(decodeResponse(create, new Uint8Array()))).not.toContain('status');
  });

  it('of an empty message are an empty object', () => {
    expect(stringifyResponse(chunk)({})).toBe('{}');
    expect(encodeResponse(chunk, {})).toHaveLength(0);
  });

  it('carry int64 as text and structs as plain JSON', () => {
    const importRun = contract.method('/kontor.customer.v1.ImportService/GetImport');
    expect(
      decodeResponse(importRun, encodeResponse(importRun, { bytesTotal: '9007199254740993' })),
    ).toMatchObject({
      bytesTotal: '9007199254740993',
      bytesRead: '0',
      rowsRead: 0,
      dryRun: false,
    });
  });
});

describe('requests', () => {
  it('come back from protobuf with nothing that was not given', () => {
    const value = { customer: { kind: 'person', name: 'Анна', phones: [{ raw: '112' }] } };
    expect(decodeRequest(create, encodeRequest(create, value))).toStrictEqual(value);
  });

  it('carry bytes as base64', () => {
    const value = { id: customer.id, index: 1, data: Buffer.from([0, 255, 16]).toString('base64') };
    expect(decodeRequest(chunk, encodeRequest(chunk, value))).toStrictEqual(value);
  });

  it('show the words that are unknown or unspecified, so that validation can name them', () => {
    const contact = Uint8Array.from([0x12, 4, 0x2a, 2, 0, 99]);
    expect(decodeRequest(addContact, contact)).toStrictEqual({ contact: { roles: ['unspecified', 99] } });
  });

  it('that are no protobuf are refused as invalid', () => {
    expect(() => decodeRequest(create, Uint8Array.from([0x0a, 0xff]))).toThrow('invalid: invalid-request');
    expect(() => decodeRequest(person, Uint8Array.from([0x0a, 2, 0xc3, 0x28]))).toThrow(
      'invalid: invalid-request',
    );
  });

  it('are completed to what their types say', () => {
    expect(completeRequest(person, { email: 'a@b.example', name: 'A' })).toStrictEqual({
      email: 'a@b.example',
      name: 'A',
      roles: [],
    });
    expect(
      completeRequest(update, { id: customer.id, customer: { note: null }, updateMask: ['note'] }),
    ).toMatchObject({
      customer: { note: '' },
      updateMask: ['note'],
    });
  });

  it('get their times in UTC with milliseconds', () => {
    const talk = contract.method('/kontor.customer.v1.CustomerService/CreateInteraction');
    const time = (talkTime: string) => completeRequest(talk, { interaction: { talkTime } }).interaction;
    expect(time('2026-11-21T17:00:00+08:00')).toMatchObject({ talkTime: '2026-11-21T09:00:00.000Z' });
    expect(time('2026-11-21T09:00:00Z')).toMatchObject({ talkTime: '2026-11-21T09:00:00.000Z' });
    expect(time('2026-11-21T09:00:00.123456Z')).toMatchObject({ talkTime: '2026-11-21T09:00:00.123Z' });
  });
});
