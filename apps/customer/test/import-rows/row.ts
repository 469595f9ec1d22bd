import type { ListImportBadRowsResponse } from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import { anna, boris, boss, freshSource, madeOf, stage } from './scene.js';

const allColumns = {
  id: 'externalId',
  name: 'name',
  kind: 'kind',
  status: 'status',
  channel: 'channel',
  tel: 'phone',
  mobile: 'phone',
  mail: 'email',
  web: 'website',
  country: 'country',
  owner: 'ownerEmail',
};
const header = Object.keys(allColumns).join(',');

describe('a row', () => {
  it('becomes a customer with its event, audit row, number and owner', async () => {
    const source = freshSource();
    const row =
      '7,东方,Person,Cooperating,website,010-8888 6666,8 (495) 123-45-67;+44 20 7946 0958,a@x.example; b@x.example,x.example,россия,boris@KONTOR.local';
    const run = await stage.import(boss, `${header}\n${row.replace('010-8888 6666', '')}\n`, allColumns, {
      source,
    });
    expect(run).toMatchObject({ state: 'done', rowsCreated: 1, personId: boss.id });
    expect(run.bytesRead).toBe(run.bytesTotal);
    const [customer] = await madeOf(source);
    expect(customer).toMatchObject({
      kind: 'person',
      status: 'cooperating',
      channel: 'website',
      phones: [{ number: '+74951234567' }, { number: '+442079460958' }],
      emails: ['a@x.example', 'b@x.example'],
      website: 'https://x.example',
      addresses: [{ country: 'RU' }],
      ownerId: boris.id,
    });
    expect(customer?.number).toMatch(/^C-\d{4}-\d{6}$/);
    const audit = await stage.service.ownerQuery('SELECT action, person_id FROM audit WHERE object_id = $1', [
      customer?.id,
    ]);
    expect(audit).toEqual([{ action: 'create', person_id: boss.id }]);
    const path = '/kontor.customer.v1.CustomerService/GetCustomer';
    expect(await stage.service.call(boris, path, { id: customer?.id })).toMatchObject({
      id: customer?.id,
      number: customer?.number,
    });
    await expect(stage.service.call(anna, path, { id: customer?.id })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('that is wrong is refused with line, column and reason in the language of the caller', async () => {
    const source = freshSource();
    const rows = [
      '1,,company,,,,,,,,',
      '2,"Two\nlines",firm,,,,,,,,',
      '3,C,,bought,,,,,,,',
      '4,D,,,,12,,,,,',
      '5,E,,,,,010-8888 6666,no@mail,,,',
      '6,F,,,,,,,javascript:x,,',
      '7,G,,,,,,,,Atlantis,',
      '8,H,,,,,,,,,boss@kontor.local',
      '9,I,,,,,,,,,nobody@kontor.local',
      '10,J',
      '11,K,,,,,,,,,,,more',
      `12,${'x'.repeat(301)},,,,,,,,,`,
      '13,bell\u0007,,,,,,,,,',
      '14,Good,,,,,,,,,',
      '15,half \ufffd,,,,,,,,,',
    ];
    const run = await stage.import(anna, `${header}\n${rows.join('\n')}\n`, allColumns, { source });
    expect(run).toMatchObject({ state: 'done', rowsRead: 15, rowsCreated: 1, rowsRejected: 14 });
    const bad = await stage.badRows(anna, run.id);
    expect(bad.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [2, 'name', 'blank'],
      [3, 'kind', 'not-a-word'],
      [5, 'status', 'not-a-word'],
      [6, 'tel', 'not-a-phone'],
      [7, 'mail', 'not-an-email'],
      [8, 'web', 'not-a-url'],
      [9, 'country', 'not-a-country'],
      [10, 'owner', 'import-owner-unknown'],
      [11, 'owner', 'import-owner-unknown'],
      [12, '', 'row-column-count'],
      [13, '', 'row-column-count'],
      [14, 'name', 'too-long'],
      [15, 'name', 'control-character'],
      [17, 'name', 'row-unreadable'],
    ]);
    expect(bad[1]?.cells).toEqual(['2', 'Two\nlines', 'firm', '', '', '', '', '', '', '', '']);
    expect(bad[9]?.message).toBe('Wrong number of columns: the header has 11, the row has 2.');
    const [, , , , , , , , , russian] = await stage.badRows(anna, run.id, 'ru');
    expect(russian?.message).toBe('Неверное число столбцов: в заголовке — 11, в строке — 2.');
    const [, , , , , , , , , chinese] = await stage.badRows(anna, run.id, 'zh-CN');
    expect(chinese?.message).toBe('列数不符：表头有 11 列，本行有 2 列。');
  });

  it('that is refused is found page by page, with the headings of the file', async () => {
    const rows = Array.from({ length: 7 }, (_, i) => `,${i}`);
    const { id } = await stage.import(
      anna,
      `name,n\n${rows.join('\n')}`,
      { name: 'name' },
      { source: freshSource() },
    );
    const lines: number[] = [];
    let pageToken: string | undefined;
    do {
      const request = { id, pageSize: 3, ...(pageToken && { pageToken }) };
      const page = await stage.call<ListImportBadRowsResponse>(anna, 'ListImportBadRows', request);
      expect(page.columns).toEqual(['name', 'n']);
      lines.push(...page.badRows.map(({ line }) => line));
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(lines).toEqual([2, 3, 4, 5, 6, 7, 8]);
    await expect(stage.call(anna, 'ListImportBadRows', { id, pageToken: 'forged' })).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});
