import { parse } from 'csv-parse/sync';
import type { ListImportBadRowsRequest } from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import { AppError } from '@kontor/errors/app-error';
import { importId, stage, token } from './scene.js';

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
    const headers = { 'accept-language': 'ru' };
    const russian = await stage.ask(`/v1/imports/${importId}/bad-rows.csv`, { token, headers });
    expect((await russian.text()).replace('\ufeff', '').split('\r\n')[0]).toBe('Company,City,Строка,Причина');
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
