import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { FieldRight, Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import { openStore } from '@kontor/files/open-store';
import { copyRole } from '@kontor/people/role-copy';
import { fieldRights, reachesAll, roleOf } from '@kontor/testing/identity-records';
import { until } from '@kontor/testing/until';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';
import { tidyExports } from '../src/export/export-tidy.js';
import { exportFolder, exportStage, type ExportStage } from './export-stage.js';

let service: TestService;
let stage: ExportStage;
let boss: TestPerson;
let anna: TestPerson;
let other: TestPerson;
let admin: TestPerson;

const create = (person: TestPerson, customer: object) =>
  service.call<Customer>(person, '/kontor.customer.v1.CustomerService/CreateCustomer', {
    customer: { kind: 'company', ...customer },
    acceptDuplicates: true,
    duplicateReason: 'Twins of the test.',
  });

beforeAll(async () => {
  const folder = await exportFolder();
  service = await testService('customer', customerService);
  stage = exportStage(service, folder);
  boss = await service.person({ name: 'Boss', roles: ['manager'], email: 'boss@kontor.local' });
  anna = await service.person({ name: 'Anna', managerId: boss.id, email: 'anna@kontor.local' });
  other = await service.person({ name: 'Other', roles: ['manager'], email: 'other@kontor.local' });
  admin = await service.person({ name: 'Admin', roles: ['administrator'] });
  await create(anna, {
    name: '=HYPERLINK("http://x.example")',
    phones: [{ raw: '+86 10 8888 6666' }, { raw: '010-8888 7777' }],
    emails: ['a@x.example', 'b@x.example'],
    addresses: [{ street: 'Ленина, 1\nоф. 2', city: 'Казань', country: 'RU' }],
    source: 'erp',
    externalId: '0042',
  });
  await create(anna, { name: '东方 "Восток"', note: '-1' });
  await create(other, { name: 'Somebody else’s', note: 'secret of Other' });
}, 60_000);

afterAll(async () => {
  await service.dispose();
  await rm(stage.folder, { recursive: true, force: true });
});

describe('an export', () => {
  it('holds what its starter reaches, flattened, with headings in the language and no cell to be calculated', async () => {
    const columns = [
      'externalId',
      'name',
      'phone',
      'phoneNumber',
      'email',
      'street',
      'city',
      'note',
      'ownerEmail',
    ];
    const { run, file } = await stage.export(boss, {
      columns,
      orderBy: 'name',
      language: 'ru',
      byteOrderMark: true,
    });
    expect(run).toMatchObject({ state: 'done', rowsTotal: 2, rowsWritten: 2, personId: boss.id });
    expect(run.bytes).toBe(String(file.length));
    expect(run.fileName).toMatch(/^customers-\d{4}-\d{2}-\d{2}\.csv$/);
    expect(file.toString('utf8')).toBe(
      [
        '\ufeffВнешний номер,Название,Телефон,Телефон (междунар.),Эл. почта,"Улица, дом",Город,Примечание,Эл. почта ответственного',
        `0042,"'=HYPERLINK(""http://x.example"")",'+86 10 8888 6666; 010-8888 7777,'+861088886666; +861088887777,a@x.example; b@x.example,"Ленина, 1\nоф. 2",Казань,,anna@kontor.local`,
        `,"东方 ""Восток""",,,,,,'-1,anna@kontor.local`,
        '',
      ].join('\r\n'),
    );
  });

  it('is a workbook whose cells are all text, with headings in Chinese', async () => {
    const { run, file } = await stage.export(boss, {
      columns: ['externalId', 'name', 'note'],
      orderBy: 'name',
      format: 'xlsx',
      language: 'zh-CN',
    });
    expect(run.fileName).toMatch(/\.xlsx$/);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(file as never);
    const rows: unknown[] = [];
    workbook.worksheets[0]?.eachRow((row) => rows.push((row.values as unknown[]).slice(1)));
    expect(rows).toEqual([
      ['外部编号', '名称', '备注'],
      ['0042', '=HYPERLINK("http://x.example")'],
      [undefined, '东方 "Восток"', '-1'],
    ]);
    expect(workbook.worksheets[0]?.getCell('B2').type).toBe(ExcelJS.ValueType.String);
  });

  it('takes the filter of the list, and refuses what the list refuses', async () => {
    const filter = JSON.stringify({ field: 'externalId', op: 'eq', value: '0042' });
    const { run, file } = await stage.export(boss, { filter, columns: ['externalId'] });
    expect(run).toMatchObject({ rowsTotal: 1, rowsWritten: 1 });
    expect(file.toString('utf8')).toBe('External ID\r\n0042\r\n');
    const wrong = JSON.stringify({ field: 'note', op: 'eq', value: 'x' });
    await expect(stage.start(boss, { filter: wrong })).rejects.toMatchObject({ code: 'invalid' });
    await expect(stage.start(boss, { columns: ['name', 'salary', 'name'] })).rejects.toMatchObject({
      code: 'invalid',
      fields: [
        { field: 'columns[1]', reason: 'export-column-unknown' },
        { field: 'columns[2]', reason: 'export-column-twice' },
      ],
    });
    await expect(stage.start(boss, { object: 'person' })).rejects.toMatchObject({
      fields: [{ reason: 'export-object-unknown' }],
    });
  });

  it('is for its starter alone, with its file, and salespeople start none', async () => {
    const { run } = await stage.export(boss, { columns: ['name'] });
    for (const person of [other, admin]) {
      await expect(stage.get(person, run.id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(stage.file(person, run.id)).rejects.toMatchObject({ code: 'not_found' });
    }
    const { file } = await stage.export(other, { columns: ['name'] });
    expect(file.toString('utf8')).toBe('Name\r\nSomebody else’s\r\n');
    await expect(stage.start(anna)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('leaves a row of the audit with rows and filter, and counts as read in bulk', async () => {
    const filter = JSON.stringify({ field: 'externalId', op: 'eq', value: '0042' });
    const { run } = await stage.export(boss, { filter, columns: ['name'] });
    const rows = await service.ownerQuery<{ action: string; person_id: string; changes: string }>(
      `SELECT action, person_id, changes FROM audit WHERE object = 'export' AND object_id = $1 ORDER BY tx, id`,
      [run.id],
    );
    expect(rows.map(({ action, person_id }) => [action, person_id])).toEqual([
      ['start', boss.id],
      ['export', boss.id],
    ]);
    expect(JSON.parse(rows[1]?.changes ?? '')).toMatchObject({
      exported: 'customer',
      rows: 1,
      filter,
      columns: ['name'],
    });
    const bulk = await service.ownerQuery<{ changes: string }>(
      `SELECT changes FROM audit WHERE action = 'bulk-read' AND person_id = $1 AND request_id = $2`,
      [boss.id, run.id],
    );
    expect(bulk.map(({ changes }) => JSON.parse(changes) as object)).toEqual([
      { rows: 1, calls: { Export: 1 } },
    ]);
  });

  it('can be cancelled until it has ended, and tells in three languages that it is not ready', async () => {
    const { run } = await stage.export(boss, { columns: ['name'] });
    const path = '/kontor.customer.v1.ExportService/CancelExport';
    await expect(service.call(boss, path, { id: run.id }, { language: 'zh-CN' })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'export-ended',
    });
    await expect(service.call(other, path, { id: run.id })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('goes on where a killed replica left it, on the file that was safely written', async () => {
    const { run, file } = await stage.export(boss, { columns: ['name'], orderBy: 'name' });
    const [heading = '', first = ''] = file.toString('utf8').split('\r\n');
    // As a replica leaves it that died behind its first page: half a row more stored than the checkpoint says.
    const good = `${heading}\r\n`;
    const left = join(stage.folder, `${run.id}.left.rows`);
    await mkdir(left);
    const part = (place: number) => join(left, String(place).padStart(15, '0'));
    await writeFile(part(0), good);
    await writeFile(part(Buffer.byteLength(good)), first.slice(0, 3));
    await service.know(async (tx) => {
      await tx.query(
        `UPDATE export SET state = 'running', lease_until = now() - interval '1 minute', runner = gen_random_uuid(),
           all_read = false, rows_written = 0, position = '', spool = $2, spool_bytes = $3, file = '',
           end_time = NULL, expire_time = NULL WHERE id = $1`,
        [run.id, `${run.id}.left.rows`, Buffer.byteLength(good)],
      );
    });
    const again = await stage.ended(boss, run.id);
    expect(again).toMatchObject({ state: 'done', rowsWritten: 2 });
    expect((await stage.file(boss, run.id)).toString('utf8')).toBe(file.toString('utf8'));
  });

  it('ends as failed when its starter is leaving', async () => {
    const gone = await service.person({ name: 'Gone', roles: ['manager'], managerId: boss.id });
    const { run } = await stage.export(gone, { columns: ['name'] });
    await service.know(async (tx) => {
      await tx.query(`UPDATE person_copy SET status = 'leaving' WHERE id = $1`, [gone.id]);
      await tx.query(
        `UPDATE export SET state = 'waiting', all_read = false, spool = '', file = '' WHERE id = $1`,
        [run.id],
      );
    });
    const failed = await until('the failure', async () => {
      const [row] = await service.ownerQuery<{ n: number }>(
        `SELECT count(*)::int AS n FROM audit WHERE object_id = $1 AND action = 'fail'`,
        [run.id],
      );
      return row?.n === 1;
    });
    expect(failed).toBe(true);
  });
});

describe('somebody who may not see all fields', () => {
  const clerkRole = (fields: Record<string, FieldRight>, version: number): Role =>
    roleOf('clerk', {
      etag: String(version),
      permissions: ['customer.read', 'customer.export'],
      reaches: reachesAll('customer'),
      fields: fieldRights('customer', fields),
    });

  it('gets no hidden column, and what becomes hidden on the way is left out', async () => {
    await service.know((tx) => copyRole(tx, clerkRole({ note: 'none' }, 1)));
    const clerk = await service.person({ roles: ['clerk'] });
    await expect(stage.start(clerk, { columns: ['name', 'note'] })).rejects.toMatchObject({
      code: 'forbidden',
      reason: 'export-column-hidden',
      fields: [{ field: 'columns[1]' }],
    });
    const { run, file } = await stage.export(clerk);
    expect(run.columns).not.toContain('note');
    expect(file.toString('utf8')).not.toContain('secret of Other');
    expect(run.columnsLeftOut).toEqual([]);

    const columns = ['externalId', 'segment'];
    const { id } = (await stage.export(clerk, { columns, orderBy: 'name' })).run;
    await service.know(async (tx) => {
      await copyRole(tx, clerkRole({ note: 'none', externalId: 'none' }, 2));
      await tx.query(
        `UPDATE export SET state = 'waiting', all_read = false, rows_written = 0, spool = '', file = '' WHERE id = $1`,
        [id],
      );
    });
    const again = await stage.ended(clerk, id);
    expect(again).toMatchObject({ state: 'done', rowsWritten: 3, columnsLeftOut: ['externalId'] });
    expect((await stage.file(clerk, id)).toString('utf8')).not.toContain('0042');
  });
});

describe('files', () => {
  it('are kept a week and then removed, with what nobody claims', async () => {
    const { run } = await stage.export(boss, { columns: ['name'] });
    const store = await openStore(
      { variable: 'EXPORTS_FOLDER', value: stage.folder, label: 'exports' },
      { warn: () => undefined },
    );
    const stray = `${run.id}.00000000-0000-4000-8000-000000000000.rows`;
    await writeFile(join(stage.folder, stray), 'x');
    const old = new Date(Date.now() - 2 * 3_600_000);
    for (const name of await readdir(stage.folder)) await utimes(join(stage.folder, name), old, old);
    await tidyExports(service.running.unitOfWork, store);
    const left = await readdir(stage.folder);
    expect(left).not.toContain(stray);
    expect(left.some((name) => name.startsWith(run.id))).toBe(true);
    await service.know(async (tx) => {
      await tx.query(`UPDATE export SET expire_time = now() - interval '1 second' WHERE id = $1`, [run.id]);
    });
    await expect(stage.file(boss, run.id)).rejects.toMatchObject({
      code: 'conflict',
      reason: 'export-no-file',
    });
    await tidyExports(service.running.unitOfWork, store);
    expect((await readdir(stage.folder)).some((name) => name.startsWith(run.id))).toBe(false);
  });
});
