import { connect } from 'node:net';
import { AppError } from '@kontor/errors/app-error';
import {
  MEBIBYTE,
  cancelled,
  chunks,
  columns,
  created,
  file,
  form,
  importId,
  refusal,
  stage,
  started,
  token,
  upload,
} from './scene.js';

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
