import {
  MEBIBYTE,
  chunks,
  columns,
  created,
  file,
  form,
  importId,
  keys,
  stage,
  started,
  token,
  upload,
} from './scene.js';

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
