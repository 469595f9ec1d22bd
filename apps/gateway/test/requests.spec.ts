import type {
  CreateCustomerRequest,
  GetCustomerRequest,
  ListCustomersRequest,
  UpdateCustomerRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { Call } from '@kontor/access/call';
import { AppError } from '@kontor/errors/app-error';
import { raiseStage, type Stage } from './stage.js';

const anna = '01900000-0000-7000-8000-00000000000a';
const customerId = '01900000-0000-7000-8000-0000000000c1';

const customer = {
  id: customerId,
  number: 'C-2026-000001',
  kind: 'company',
  name: 'Kontor GmbH',
  etag: '3',
  createTime: '2026-11-21T09:00:00.000Z',
  updateTime: '2026-11-21T09:00:00.000Z',
};

let stage: Stage;
let token: string;

beforeAll(async () => {
  stage = await raiseStage();
  token = await stage.signer.token(anna);
});
afterAll(() => stage.close());

async function problem(response: Response): Promise<{
  status: number;
  type: string;
  code: string;
  title: string;
  detail: string;
  errors: { field: string; reason: string }[];
  requestId: string;
  current?: unknown;
}> {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  return (await response.json()) as never;
}

describe('reading', () => {
  it('passes the bytes of the service through, with the etag and the headers of private answers', async () => {
    stage.answers['CustomerService/GetCustomer'] = ({ id }: GetCustomerRequest) => ({ ...customer, id });
    const response = await stage.ask(`/v1/customers/${customerId}`, { token });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject(customer);
    expect(response.headers.get('etag')).toBe('"3"');
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('answers 304 to a client that has this version', async () => {
    stage.answers['CustomerService/GetCustomer'] = () => customer;
    const response = await stage.ask(`/v1/customers/${customerId}`, {
      token,
      headers: { 'if-none-match': 'W/"2", "3"' },
    });
    expect(response.status).toBe(304);
    expect(await response.text()).toBe('');
  });

  it('answers HEAD with the headers of GET', async () => {
    stage.answers['CustomerService/GetCustomer'] = () => customer;
    const response = await stage.ask(`/v1/customers/${customerId}`, { token, method: 'HEAD' });
    expect([response.status, response.headers.get('etag')]).toEqual([200, '"3"']);
  });

  it('gives the query to the call as typed values', async () => {
    let seen: ListCustomersRequest | undefined;
    stage.answers['CustomerService/ListCustomers'] = (request: ListCustomersRequest) => {
      seen = request;
      return { customers: [] };
    };
    const filter = JSON.stringify({ field: 'name', op: 'eq', value: '客户' });
    const response = await stage.ask(
      `/v1/customers?pageSize=5&withTotal=true&orderBy=name&filter=${encodeURIComponent(filter)}`,
      { token },
    );
    expect(response.status).toBe(200);
    expect(seen).toMatchObject({ pageSize: 5, withTotal: true, orderBy: 'name', filter });
  });

  it.each([
    ['?color=red', 'color', 'unknown-field'],
    ['?pageSize=5&pageSize=6', 'pageSize', 'repeated-parameter'],
    ['?pageSize=many', 'pageSize', 'wrong-type'],
    ['?pageSize=201', 'pageSize', 'too-large'],
    ['?withTotal=yes', 'withTotal', 'wrong-type'],
    ['?__proto__=1', '__proto__', 'unknown-field'],
  ])('refuses %s by the name of the parameter', async (query, field, reason) => {
    const response = await stage.ask(`/v1/customers${query}`, { token });
    expect(response.status).toBe(400);
    expect((await problem(response)).errors).toEqual([expect.objectContaining({ field, reason })]);
  });

  it('says of a parameter in the body that it goes in the query', async () => {
    const response = await stage.ask('/v1/customers', {
      method: 'POST',
      token,
      body: JSON.stringify({ kind: 'company', name: 'Kontor GmbH', acceptDuplicates: true }),
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(400);
    expect((await problem(response)).errors).toEqual([
      expect.objectContaining({ field: 'acceptDuplicates', reason: 'goes-in-the-query' }),
    ]);
  });

  it('compresses long answers where the client accepts it, and leaves short ones alone', async () => {
    stage.answers['CustomerService/GetCustomer'] = () => ({ ...customer, note: 'long '.repeat(1000) });
    const long = await stage.ask(`/v1/customers/${customerId}`, {
      token,
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(long.headers.get('content-encoding')).toBe('gzip');
    expect(((await long.json()) as { note: string }).note).toHaveLength(5000);
    stage.answers['CustomerService/GetCustomer'] = () => customer;
    const short = await stage.ask(`/v1/customers/${customerId}`, {
      token,
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(short.headers.get('content-encoding')).toBeNull();
  });
});

describe('writing', () => {
  it('makes a record and says where it is', async () => {
    let seen: { request: CreateCustomerRequest; call: Call } | undefined;
    stage.answers['CustomerService/CreateCustomer'] = (request: CreateCustomerRequest, call: Call) => {
      seen = { request, call };
      return customer;
    };
    const response = await stage.ask('/v1/customers', {
      token,
      json: { kind: 'company', name: 'Kontor GmbH' },
      headers: { 'idempotency-key': 'order-17', 'x-request-id': 'mine-1', 'accept-language': 'ru' },
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('location')).toBe(`/v1/customers/${customerId}`);
    expect(response.headers.get('x-request-id')).toBe('mine-1');
    expect(seen?.request.customer).toMatchObject({ kind: 'company', name: 'Kontor GmbH' });
    expect(seen?.call).toMatchObject({ idempotencyKey: 'order-17', requestId: 'mine-1', language: 'ru' });
    expect(seen?.call.caller).toMatchObject({ kind: 'person', personId: anna });
  });

  it('gives every POST a key where the client sends none', async () => {
    const keys: (string | undefined)[] = [];
    stage.answers['CustomerService/CreateCustomer'] = (_: CreateCustomerRequest, call: Call) => {
      keys.push(call.idempotencyKey);
      return customer;
    };
    for (const name of ['One', 'Two'])
      await stage.ask('/v1/customers', { token, json: { kind: 'company', name } });
    expect(new Set(keys).size).toBe(2);
    expect(keys.every((key) => key !== undefined && key.length === 36)).toBe(true);
  });

  it('refuses an Idempotency-Key of more than 255 characters', async () => {
    const response = await stage.ask('/v1/customers', {
      token,
      json: { kind: 'company', name: 'X' },
      headers: { 'idempotency-key': 'k'.repeat(256) },
    });
    expect([response.status, (await problem(response)).type]).toEqual([
      400,
      'urn:kontor:error:idempotency-key-invalid',
    ]);
  });

  it('changes the keys present, clears those that are null and passes the version of If-Match', async () => {
    let seen: UpdateCustomerRequest | undefined;
    stage.answers['CustomerService/UpdateCustomer'] = (request: UpdateCustomerRequest) => {
      seen = request;
      return { ...customer, etag: '4' };
    };
    const response = await stage.ask(`/v1/customers/${customerId}?reason=because`, {
      method: 'PATCH',
      token,
      json: { name: 'New', note: null },
      headers: { 'if-match': 'W/"3"' },
    });
    expect([response.status, response.headers.get('etag')]).toEqual([200, '"4"']);
    expect(seen).toMatchObject({
      id: customerId,
      updateMask: ['name', 'note'],
      etag: '3',
      reason: 'because',
    });
    expect(seen?.customer?.name).toBe('New');
  });

  it.each([
    [{ name: null }, 'name', 'required'],
    [{ nickname: null }, 'nickname', 'unknown-field'],
    [{ nickname: 'x' }, 'nickname', 'unknown-field'],
    [{ customer: { name: 'X' } }, 'customer', 'unknown-field'],
    [{ number: 'C-1' }, 'number', 'read-only-field'],
    [{ phones: [{ raw: 7 }] }, 'phones[0].raw', 'wrong-type'],
    [[], '', 'wrong-type'],
    ['text', '', 'wrong-type'],
  ])('refuses the change %j by the name that the caller wrote', async (json, field, reason) => {
    const response = await stage.ask(`/v1/customers/${customerId}`, { method: 'PATCH', token, json });
    expect(response.status).toBe(400);
    expect((await problem(response)).errors).toEqual([expect.objectContaining({ field, reason })]);
  });

  it.each(['3', '"3', '"a", "b"', '""'])('refuses the If-Match %s', async (tag) => {
    const response = await stage.ask(`/v1/customers/${customerId}`, {
      method: 'PATCH',
      token,
      json: { name: 'X' },
      headers: { 'if-match': tag },
    });
    expect([response.status, (await problem(response)).type]).toEqual([400, 'urn:kontor:error:etag-invalid']);
  });

  it('shows the record as it stands when the version was not the newest', async () => {
    stage.answers['CustomerService/UpdateCustomer'] = () => {
      throw new AppError('stale', 'stale-record', { current: customer });
    };
    const response = await stage.ask(`/v1/customers/${customerId}`, {
      method: 'PATCH',
      token,
      json: { name: 'X' },
      headers: { 'if-match': '"2"', 'accept-language': 'zh-CN' },
    });
    const body = await problem(response);
    expect([response.status, body.code, body.title]).toEqual([412, 'stale', '记录已被他人修改']);
    expect(body.current).toMatchObject({ id: customerId, etag: '3' });
  });

  it('answers 204 without a body where the contract says so', async () => {
    stage.answers['SessionService/DeleteCurrentSession'] = () => ({});
    const response = await stage.ask('/v1/sessions/current', { method: 'DELETE', token });
    expect([response.status, await response.text(), response.headers.get('content-type')]).toEqual([
      204,
      '',
      null,
    ]);
  });

  it('takes custom verbs, whose request may be empty', async () => {
    stage.answers['NoticeService/ReadNotice'] = ({ id }: { id: string }) => ({ id, read: true });
    const response = await stage.ask(`/v1/notices/${customerId}:read`, { method: 'POST', token });
    expect([response.status, ((await response.json()) as { id: string }).id]).toEqual([200, customerId]);
  });

  it('refuses in the body what the path says', async () => {
    const response = await stage.ask(`/v1/notices/${customerId}:read`, { token, json: { id: anna } });
    expect((await problem(response)).errors).toEqual([
      expect.objectContaining({ field: 'id', reason: 'unknown-field' }),
    ]);
  });
});
