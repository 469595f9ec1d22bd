import { AppError } from '@kontor/errors/app-error';
import type { ReadExportChunkRequest } from '@kontor/contracts/gen/kontor/customer/v1/export_service';
import type { UpsertCustomerRequest } from '@kontor/contracts/gen/kontor/customer/v1/external_id_service';
import { raiseStage, type Stage } from './stage.js';

const exportId = '01900000-0000-7000-8000-0000000000e1';
const customerId = '01900000-0000-7000-8000-0000000000c1';
const content = Buffer.alloc(2.5 * 1024 * 1024, 'Название,电话\r\n');

let stage: Stage;
let token: string;
let upserts: UpsertCustomerRequest[];
let etag: string;

beforeAll(async () => {
  stage = await raiseStage();
  token = await stage.signer.token('01900000-0000-7000-8000-00000000000a', ['manager']);
  Object.assign(stage.answers, {
    'ExportService/GetExport': () => ({
      id: exportId,
      format: 'csv',
      fileName: 'customers-2026-11-22.csv',
      bytes: String(content.length),
    }),
    'ExportService/ReadExportChunk': ({ id, offset }: ReadExportChunkRequest) => {
      if (id !== exportId) throw new AppError('conflict', 'export-no-file');
      return { data: content.subarray(Number(offset), Number(offset) + 1024 * 1024).toString('base64') };
    },
    'ExternalIdService/UpsertCustomer': (request: UpsertCustomerRequest) => {
      upserts.push(request);
      return { id: customerId, etag };
    },
  });
});
beforeEach(() => {
  upserts = [];
  etag = '1';
});
afterAll(() => stage.close());

describe('the file of an export', () => {
  it('is handed out whole, as an attachment that no browser opens', async () => {
    const response = await stage.ask(`/v1/exports/${exportId}/file`, { token });
    expect([response.status, response.headers.get('content-disposition')]).toEqual([
      200,
      'attachment; filename="customers-2026-11-22.csv"',
    ]);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
  });

  it('is refused before the first byte where there is none, and to nobody in particular', async () => {
    const missing = await stage.ask('/v1/exports/01900000-0000-7000-8000-0000000000e2/file', { token });
    expect(missing.status).toBe(409);
    expect((await stage.ask('/v1/exports/1/file', { token })).status).toBe(400);
    expect((await stage.ask(`/v1/exports/${exportId}/file`)).status).toBe(401);
  });
});

describe('a customer by an external id', () => {
  const put = (path: string, headers: Record<string, string> = {}) =>
    stage.ask(path, { token, method: 'PUT', json: { name: 'A' }, headers });

  it('answers 201 where it was made and 200 where it was changed', async () => {
    expect((await put('/v1/customers/by/erp/42')).status).toBe(201);
    etag = '2';
    expect((await put('/v1/customers/by/erp/42', { 'if-match': '"1"' })).status).toBe(200);
    expect(upserts).toMatchObject([
      { source: 'erp', externalId: '42', customer: { name: 'A' }, updateMask: ['name'] },
      { etag: '1' },
    ]);
  });

  it('takes ids of any letters, percent-encoded', async () => {
    const id = 'Å/7:x №1';
    expect(
      (await put(`/v1/customers/by/${encodeURIComponent('1С Бухгалтерия')}/${encodeURIComponent(id)}`))
        .status,
    ).toBe(201);
    expect(upserts).toMatchObject([{ source: '1С Бухгалтерия', externalId: id }]);
  });
});
