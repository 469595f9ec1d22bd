import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Import } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type {
  ListImportBadRowsResponse,
  ListImportsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import { serviceCall } from '@kontor/access/call';
import { until } from '@kontor/testing/until';
import type { TestPerson } from '@kontor/testing/service';
import { importStage, type ImportStage } from './import-stage.js';

let stage: ImportStage;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;
let admin: TestPerson;

beforeAll(async () => {
  stage = await importStage();
  boss = await stage.service.person({ name: '王经理', roles: ['manager'], email: 'boss@kontor.local' });
  anna = await stage.service.person({ name: 'Anna', managerId: boss.id, email: 'anna@kontor.local' });
  boris = await stage.service.person({ name: 'Борис', managerId: boss.id, email: 'boris@kontor.local' });
  admin = await stage.service.person({ name: 'Admin', roles: ['administrator'] });
}, 60_000);

afterAll(() => stage.service.dispose());

let sources = 0;
const freshSource = () => `rows-${sources++}`;

/** The customers that were made of a source, from their events. */
async function madeOf(source: string): Promise<Customer[]> {
  const events = await stage.service.events('kontor.customer.v1.CustomerCreated');
  return events.flatMap(({ customer }) => (customer?.source === source ? [customer] : []));
}

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
    expect(russian?.message).toBe('Неверное число столбцов. В заголовке: 11, в строке: 2.');
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

describe('importing again', () => {
  const columns = { id: 'externalId', name: 'name' };

  it('makes nothing twice: the first of one external id wins, within the file and between files', async () => {
    const source = freshSource();
    const file = 'id,name\n1,A\n2,B\n1,C\n';
    expect(await stage.import(anna, file, columns, { source })).toMatchObject({
      rowsCreated: 2,
      rowsSkipped: 1,
    });
    expect(await stage.import(anna, `${file}3,D\n`, columns, { source })).toMatchObject({
      rowsCreated: 1,
      rowsSkipped: 3,
    });
    expect((await madeOf(source)).map(({ name }) => name)).toEqual(['A', 'B', 'D']);
  });

  it('skips customers of others whom the person may not see', async () => {
    const source = freshSource();
    await stage.import(boris, 'id,name\n1,A\n', columns, { source });
    expect(await stage.import(anna, 'id,name\n1,A\n2,B\n', columns, { source })).toMatchObject({
      rowsCreated: 1,
      rowsSkipped: 1,
    });
  });

  it('recognises rows without an external id by all their mapped cells, whatever the order of the columns', async () => {
    const source = freshSource();
    const mapping = { name: 'name', city: 'city' };
    await stage.import(anna, 'name,city\nA,Ufa\nA,Omsk\n', mapping, { source });
    const again = await stage.import(
      anna,
      'city,name,x\nUfa,A,1\nPerm,A,2\n',
      { city: 'city', name: 'name' },
      { source },
    );
    expect(again).toMatchObject({ rowsCreated: 1, rowsSkipped: 1 });
  });

  it('takes the name of the file for the source where none is given', async () => {
    const { id } = await stage.create(anna, columns, { fileName: 'Клиенты 2026.csv' });
    expect(await stage.get(anna, id)).toMatchObject({ source: 'Клиенты 2026.csv', state: 'uploading' });
    const long = await stage.create(anna, columns, { fileName: `${'长'.repeat(200)}.xlsx` });
    expect([...long.source]).toHaveLength(50);
  });
});

describe('a dry run', () => {
  it('counts and reports as the run itself would, and makes no customer', async () => {
    const source = freshSource();
    const columns = { id: 'externalId', name: 'name' };
    const file = 'id,name\n1,A\n2,\n1,B\n3,C\n';
    const dry = await stage.import(anna, file, columns, { source, dryRun: true });
    expect(dry).toMatchObject({
      state: 'done',
      rowsRead: 4,
      rowsCreated: 2,
      rowsSkipped: 1,
      rowsRejected: 1,
    });
    expect(await madeOf(source)).toEqual([]);
    expect((await stage.badRows(anna, dry.id)).map(({ line }) => line)).toEqual([3]);
    const real = await stage.import(anna, file, columns, { source });
    expect(real).toMatchObject({ rowsRead: 4, rowsCreated: 2, rowsSkipped: 1, rowsRejected: 1 });
    expect(await stage.import(anna, file, columns, { source, dryRun: true })).toMatchObject({
      rowsCreated: 0,
      rowsSkipped: 3,
    });
  });
});

describe('opening and uploading', () => {
  it('refuses mappings with unknown fields, fields filled twice and no name', async () => {
    await expect(stage.create(anna, { a: 'city', b: 'city', c: 'salary' })).rejects.toMatchObject({
      code: 'invalid',
      fields: [
        { field: expect.stringContaining('columns[1].field'), reason: 'import-field-twice' },
        { field: expect.stringContaining('columns[2].field'), reason: 'import-field-unknown' },
        { field: expect.stringContaining('columns'), reason: 'import-name-unmapped' },
      ],
    });
    await expect(stage.create(anna, { n: 'name' }, { encoding: 'ebcdic' })).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(stage.create(anna, { n: 'name' }, { delimiter: 'x' })).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(stage.create(anna, { n: 'name' }, { delimiter: '"' })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  it('takes the same piece again, but no other bytes in its place, none over 1 MiB and none after the start', async () => {
    const { id } = await stage.create(anna, { name: 'name' }, { source: freshSource() });
    const write = (index: number, text: string) =>
      stage.call(anna, 'WriteImportChunk', { id, index, data: Buffer.from(text).toString('base64') });
    await write(0, 'name\nA\n');
    await write(0, 'name\nA\n');
    await expect(write(0, 'name\nB\n')).rejects.toMatchObject({
      code: 'conflict',
      reason: 'import-chunk-differs',
    });
    await expect(write(1, 'x'.repeat(1024 * 1024 + 1))).rejects.toMatchObject({ code: 'invalid' });
    await expect(stage.call(anna, 'StartImport', { id, chunks: 2 })).rejects.toMatchObject({
      code: 'invalid',
    });
    await stage.call(anna, 'StartImport', { id, chunks: 1 });
    await stage.call(anna, 'StartImport', { id, chunks: 1 });
    await expect(write(1, 'B\n')).rejects.toMatchObject({ code: 'conflict', reason: 'import-not-uploading' });
    expect(await stage.ended(anna, id)).toMatchObject({ state: 'done', rowsCreated: 1 });
  });

  it('leaves no piece of the file behind the end', async () => {
    const { id } = await stage.import(
      anna,
      'name\nA\n',
      { name: 'name' },
      { source: freshSource(), dryRun: true },
    );
    await until('the pieces to go', async () => {
      const { unitOfWork } = stage.service.running;
      const left = await unitOfWork.read(serviceCall('customer', 'test'), (tx) =>
        tx.query(
          'SELECT import_id FROM import_chunk WHERE import_id = $1 UNION SELECT import_id FROM import_dry_row WHERE import_id = $1',
          [id],
        ),
      );
      return left.length === 0;
    });
  });
});

describe('an import of somebody else', () => {
  it('is not there: neither for colleagues nor for superiors nor for administrators', async () => {
    const { id } = await stage.import(anna, 'name\n\nA\n,\n', { name: 'name' }, { source: freshSource() });
    for (const other of [boris, boss, admin]) {
      for (const name of ['GetImport', 'CancelImport', 'ListImportBadRows']) {
        await expect(stage.call(other, name, { id })).rejects.toMatchObject({
          code: 'not_found',
          reason: 'import-not-found',
        });
      }
      await expect(stage.call(other, 'WriteImportChunk', { id, index: 0, data: '' })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(stage.call(other, 'StartImport', { id, chunks: 1 })).rejects.toMatchObject({
        code: 'not_found',
      });
      const { imports } = await stage.call<ListImportsResponse>(other, 'ListImports', {});
      expect(imports.map((run) => run.id)).not.toContain(id);
    }
    const { imports } = await stage.call<ListImportsResponse>(anna, 'ListImports', {
      filter: JSON.stringify({ field: 'state', op: 'eq', value: 'done' }),
      pageSize: 1,
    });
    expect(imports).toEqual([await stage.get(anna, id)]);
  });
});

describe('cancelling', () => {
  it('ends an upload, and nothing more can be done with it', async () => {
    const { id } = await stage.create(anna, { name: 'name' });
    expect(await stage.call<Import>(anna, 'CancelImport', { id })).toMatchObject({ state: 'cancelled' });
    expect(await stage.call<Import>(anna, 'CancelImport', { id })).toMatchObject({ state: 'cancelled' });
    await expect(stage.upload(anna, id, 'name\nA\n')).rejects.toMatchObject({
      reason: 'import-not-uploading',
    });
    await expect(stage.call(anna, 'StartImport', { id, chunks: 1 })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('is refused for a run that has ended', async () => {
    const { id } = await stage.import(anna, 'name\nA\n', { name: 'name' }, { source: freshSource() });
    await expect(stage.call(anna, 'CancelImport', { id })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'import-ended',
    });
  });
});

describe('duplicates in a file', () => {
  const columns = { name: 'name', tax: 'taxNumber', phone: 'phone' };

  it('are refused, naming the customer or the line that they are like, also customers out of sight', async () => {
    const file = [
      'name,tax,phone',
      'Dup One,7707083893,',
      'Dup Two,7707083893,',
      'Dup Three,,+8613900000001',
      'ООО Dup Three,,',
      'Dup Five,123,',
    ].join('\n');
    const first = await stage.import(anna, file, columns, { source: 'dup-1', acceptDuplicates: false });
    expect(first).toMatchObject({ rowsCreated: 2, rowsRejected: 3 });
    expect((await stage.badRows(anna, first.id)).map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'row-duplicate'],
      [5, 'row-possible-duplicate'],
      [6, 'not-a-uscc'],
    ]);
    const second = await stage.import(
      boris,
      'name,tax,phone\nOther,7707083893,\nDup three Ltd,,\n',
      columns,
      {
        source: 'dup-2',
        acceptDuplicates: false,
      },
    );
    expect(second).toMatchObject({ rowsCreated: 0, rowsRejected: 2 });
    const messages = (await stage.badRows(boris, second.id)).map(({ message }) => message);
    expect(messages[0]).toMatch(/C-\d{4}-\d{6}/);
    const third = await stage.import(boris, 'name,tax,phone\nOther,7707083893,\nDup three Ltd,,\n', columns, {
      source: 'dup-3',
      acceptDuplicates: true,
    });
    expect(third).toMatchObject({ rowsCreated: 1, rowsRejected: 1 });
  });
});
