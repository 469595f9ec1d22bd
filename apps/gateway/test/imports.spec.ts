import { connect } from 'node:net';
import { parse } from 'csv-parse/sync';
import type { Call } from '@kontor/access/call';
import type {
  CreateImportRequest,
  ListImportBadRowsRequest,
  StartImportRequest,
  WriteImportChunkRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import { AppError } from '@kontor/errors/app-error';
import { raiseStage, type Ask, type Stage } from './stage.js';

const anna = '01900000-0000-7000-8000-00000000000a';
const importId = '01900000-0000-7000-8000-0000000000f1';
const columns = [{ column: 'Company', field: 'name' }];
const MEBIBYTE = 1024 * 1024;

let stage: Stage;
let token: string;
let created: CreateImportRequest[];
let keys: (string | undefined)[];
let chunks: Map<number, Buffer>;
let started: StartImportRequest[];
let cancelled: number;
let state: string;

beforeAll(async () => {
  stage = await raiseStage();
  token = await stage.signer.token(anna);
});
afterAll(() => stage.close());

beforeEach(() => {
  created = [];
  keys = [];
  chunks = new Map();
  started = [];
  cancelled = 0;
  state = 'uploading';
  const record = () => ({ id: importId, fileName: 'a.csv', columns, state });
  Object.assign(stage.answers, {
    'ImportService/CreateImport': (request: CreateImportRequest, call: Call) => {
      created.push(request);
      keys.push(call.idempotencyKey);
      return record();
    },
    'ImportService/GetImport': record,
    'ImportService/WriteImportChunk': ({ index, data }: WriteImportChunkRequest) => {
      // Over the JSON codec bytes are base64 text.
      chunks.set(index, Buffer.from(data as unknown as string, 'base64'));
      return {};
    },
    'ImportService/StartImport': (request: StartImportRequest) => {
      started.push(request);
      state = 'queued';
      return record();
    },
    'ImportService/CancelImport': () => {
      cancelled += 1;
      return record();
    },
  });
});

function form(...parts: [name: string, value: string | Blob, fileName?: string][]): FormData {
  const data = new FormData();
  for (const [name, value, fileName] of parts) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, value, fileName ?? 'a.csv');
  }
  return data;
}

async function upload(body: FormData, options: Ask = {}): Promise<Response> {
  return stage.ask('/v1/customers:import', { token, body, ...options });
}

async function refusal(body: FormData): Promise<[number, string, string[]]> {
  const response = await upload(body);
  const { type, errors } = (await response.json()) as { type: string; errors: { field: string }[] };
  return [response.status, type.replace('urn:kontor:error:', ''), errors.map(({ field }) => field)];
}

const file = new Blob(['Company\nKontor\n'], { type: 'text/csv' });

describe('uploading', () => {
  it('passes the file on piece by piece and says where its progress is', async () => {
    const bytes = Buffer.alloc(2.5 * MEBIBYTE, 'Company,City\n');
    const response = await upload(
      form(
        ['columns', JSON.stringify(columns)],
        ['dryRun', 'true'],
        ['acceptDuplicates', 'true'],
        ['source', 'erp'],
        ['delimiter', ','],
        ['file', new Blob([bytes]), '客户.csv'],
      ),
    );
    expect([response.status, response.headers.get('location')]).toEqual([202, `/v1/imports/${importId}`]);
    expect(await response.json()).toMatchObject({ id: importId, state: 'queued' });
    expect(created[0]?.import).toMatchObject({
      fileName: '客户.csv',
      columns,
      dryRun: true,
      acceptDuplicates: true,
      source: 'erp',
      delimiter: ',',
    });
    expect([...chunks.values()].map(({ length }) => length)).toEqual([MEBIBYTE, MEBIBYTE, MEBIBYTE / 2]);
    expect(Buffer.concat([...chunks.values()]).equals(bytes)).toBe(true);
    expect(started).toEqual([{ id: importId, chunks: 3 }]);
  });

  it('takes the options as one JSON part as well', async () => {
    const response = await upload(
      form(['options', JSON.stringify({ columns, country: 'CN' })], ['file', file]),
    );
    expect(response.status).toBe(202);
    expect(created[0]?.import).toMatchObject({ columns, country: 'CN' });
  });

  it('takes options in a part that says it is JSON', async () => {
    const json = JSON.stringify({ columns });
    const body =
      `--b\r\nContent-Disposition: form-data; name="options"\r\nContent-Type: application/json\r\n\r\n${json}\r\n` +
      `--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nCompany\r\n--b--\r\n`;
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const response = await stage.ask('/v1/customers:import', { token, method: 'POST', body, headers });
    expect([response.status, created[0]?.import?.columns]).toEqual([202, columns]);
  });

  it('takes an empty file, which the run will refuse', async () => {
    expect((await upload(form(['columns', JSON.stringify(columns)], ['file', new Blob([])]))).status).toBe(
      202,
    );
    expect(started).toEqual([{ id: importId, chunks: 1 }]);
  });

  it('answers a repeated upload with the import that it began before', async () => {
    const headers = { 'idempotency-key': 'upload-1' };
    const body = () => form(['columns', JSON.stringify(columns)], ['file', file]);
    await upload(body(), { headers });
    chunks.clear();
    const again = await upload(body(), { headers });
    expect([again.status, again.headers.get('location')]).toEqual([202, `/v1/imports/${importId}`]);
    expect([keys, chunks.size, started.length]).toEqual([['upload-1', 'upload-1'], 0, 1]);
  });
});

describe('refusing', () => {
  const mapping = JSON.stringify(columns);
  it.each<[string, () => FormData, number, string, string[]]>([
    ['no file', () => form(['columns', mapping]), 400, 'import-file-missing', ['file']],
    ['no columns', () => form(['file', file]), 400, 'invalid-request', ['columns']],
    [
      'columns that are no JSON',
      () => form(['columns', 'Company=name'], ['file', file]),
      400,
      'invalid-request',
      ['columns'],
    ],
    [
      'columns of another shape',
      () => form(['columns', '[{"column": "A"}]'], ['file', file]),
      400,
      'invalid-request',
      ['columns[0].field'],
    ],
    [
      'an unknown option',
      () => form(['columns', mapping], ['colour', 'red'], ['file', file]),
      400,
      'invalid-request',
      ['colour'],
    ],
    [
      'an option of the prototype',
      () => form(['columns', mapping], ['options', '{"__proto__": 1}'], ['file', file]),
      400,
      'invalid-request',
      ['__proto__'],
    ],
    [
      'an option given twice',
      () => form(['columns', mapping], ['columns', mapping], ['file', file]),
      400,
      'invalid-request',
      ['columns'],
    ],
    [
      'dryRun that is neither true nor false',
      () => form(['columns', mapping], ['dryRun', 'yes'], ['file', file]),
      400,
      'invalid-request',
      ['dryRun'],
    ],
    [
      'acceptDuplicates that is neither true nor false',
      () => form(['columns', mapping], ['acceptDuplicates', '1'], ['file', file]),
      400,
      'invalid-request',
      ['acceptDuplicates'],
    ],
    [
      'a country that is none',
      () => form(['columns', mapping], ['country', 'Chn'], ['file', file]),
      400,
      'invalid-request',
      ['country'],
    ],
    [
      'an option that is too long',
      () => form(['columns', mapping], ['source', 'x'.repeat(300_000)], ['file', file]),
      400,
      'invalid-request',
      ['source'],
    ],
    [
      'a file under another name',
      () => form(['columns', mapping], ['data', file]),
      400,
      'invalid-request',
      ['data'],
    ],
  ])('refuses %s by its name, before anything is written', async (_, body, status, reason, fields) => {
    expect(await refusal(body())).toEqual([status, reason, fields]);
    expect([chunks.size, started.length]).toEqual([0, 0]);
  });

  it('refuses a part behind the file, and gives the import up', async () => {
    expect(await refusal(form(['columns', mapping], ['file', file], ['dryRun', 'true']))).toEqual([
      400,
      'import-one-file',
      ['dryRun'],
    ]);
    expect([started.length, cancelled]).toEqual([0, 1]);
  });

  it('refuses a file over the limit by its announced length', async () => {
    const [status, reason] = await refusal(
      form(['columns', mapping], ['file', new Blob([Buffer.alloc(10 * MEBIBYTE)])]),
    );
    expect([status, reason, created.length]).toEqual([413, 'import-file-too-large', 0]);
  });

  it('refuses a file over the limit that was not announced, and gives the import up', async () => {
    const [status, reason] = await refusal(
      form(['columns', mapping], ['file', new Blob([Buffer.alloc(8.5 * MEBIBYTE)])]),
    );
    expect([status, reason, started.length, cancelled]).toEqual([413, 'import-file-too-large', 0, 1]);
  });

  it('refuses what is no form', async () => {
    const response = await stage.ask('/v1/customers:import', { token, json: { columns } });
    expect(response.status).toBe(415);
    const broken = await stage.ask('/v1/customers:import', {
      token,
      method: 'POST',
      body: 'x',
      headers: { 'content-type': 'multipart/form-data' },
    });
    expect(broken.status).toBe(400);
  });

  it.each([
    '--b\r\nnonsense',
    '--b\r\nContent-Disposition: form-data; name="columns"\r\n\r\n[]',
    '--c--',
    '',
  ])('refuses the broken form %j', async (body) => {
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const response = await stage.ask('/v1/customers:import', { token, method: 'POST', body, headers });
    expect([response.status, ((await response.json()) as { type: string }).type]).toEqual([
      400,
      expect.stringMatching(/^urn:kontor:error:import-(upload-broken|file-missing)$/),
    ]);
  });

  it('refuses a file that breaks off, and gives the import up', async () => {
    const body =
      `--b\r\nContent-Disposition: form-data; name="columns"\r\n\r\n${mapping}\r\n` +
      `--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nCompany`;
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const response = await stage.ask('/v1/customers:import', { token, method: 'POST', body, headers });
    expect([response.status, started.length, cancelled]).toEqual([400, 0, 1]);
  });

  it('gives the import up when the client leaves in the middle', async () => {
    const gone = Promise.withResolvers<void>();
    stage.answers['ImportService/CancelImport'] = () => {
      gone.resolve();
      return { id: importId };
    };
    const { port } = new URL(stage.gateway.url);
    const body =
      `--b\r\nContent-Disposition: form-data; name="columns"\r\n\r\n${mapping}\r\n` +
      `--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${'x'.repeat(2 * MEBIBYTE)}`;
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(
        `POST /v1/customers:import HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: multipart/form-data; boundary=b\r\n` +
          `Content-Length: ${body.length + 1000}\r\n\r\n${body}`,
        () => socket.destroy(),
      );
    });
    await gone.promise;
    expect(started).toEqual([]);
  });

  it('passes on why the service refuses', async () => {
    stage.answers['ImportService/CreateImport'] = () => {
      throw new AppError('invalid', 'invalid-request', {
        fields: [{ field: 'columns[0].field', reason: 'not-a-word', params: { words: 'name' } }],
      });
    };
    expect(await refusal(form(['columns', mapping], ['file', file]))).toEqual([
      400,
      'invalid-request',
      ['columns[0].field'],
    ]);
  });

  it('wants the permission before it reads', async () => {
    expect((await upload(form(['file', file]), { token: '' })).status).toBe(401);
  });
});

describe('the file of refused rows', () => {
  it('has the columns of the file, the line and the reason, page after page, and no formula', async () => {
    const pages: Record<string, object> = {
      '': {
        columns: ['Company', 'City'],
        badRows: [
          {
            line: 2,
            column: 'Company',
            reason: 'required',
            message: 'This field is required.',
            cells: ['', 'Омск'],
          },
          { line: 3, column: '', reason: 'too-few-items', message: 'Too few cells.', cells: ['=1+1'] },
        ],
        nextPageToken: 'p2',
      },
      p2: {
        columns: ['Company', 'City'],
        badRows: [
          {
            line: 9,
            column: 'City',
            reason: 'too-long',
            message: 'Too long.',
            cells: ['@a', '+b\tc', 'extra, "quoted"'],
          },
        ],
      },
    };
    stage.answers['ImportService/ListImportBadRows'] = ({ pageToken = '' }: ListImportBadRowsRequest) =>
      pages[pageToken];
    const response = await stage.ask(`/v1/imports/${importId}/bad-rows.csv`, { token });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="bad-rows-${importId}.csv"`,
    );
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(parse(bytes, { bom: true, relax_column_count: true })).toEqual([
      ['Company', 'City', 'Line', 'Reason'],
      ['', 'Омск', '2', 'Company: This field is required.'],
      ["'=1+1", '', '3', 'Too few cells.'],
      ["'@a", "'+b\tc", 'extra, "quoted"', '9', 'City: Too long.'],
    ]);
  });

  it('refuses an id that is none', async () => {
    expect((await stage.ask('/v1/imports/1/bad-rows.csv', { token })).status).toBe(400);
  });

  it('answers 404 for an import that is not there', async () => {
    stage.answers['ImportService/ListImportBadRows'] = () => {
      throw new AppError('not_found', 'import-not-found');
    };
    const response = await stage.ask(`/v1/imports/${importId}/bad-rows.csv`, { token });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
  });
});
