import type { Contact, Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Import, ImportChange } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type { ListImportChangesResponse } from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import { until } from '@kontor/testing/until';
import type { TestPerson } from '@kontor/testing/service';
import { exportFolder, exportStage, type ExportStage } from './export-stage.js';
import { importStage, type ImportStage } from './import-stage.js';

const calls = '/kontor.customer.v1.CustomerService';
const byId = '/kontor.customer.v1.ExternalIdService';

let stage: ImportStage;
let files: ExportStage;
let boss: TestPerson;
let anna: TestPerson;
let other: TestPerson;
let admin: TestPerson;

beforeAll(async () => {
  const folder = await exportFolder();
  stage = await importStage();
  files = exportStage(stage.service, folder);
  boss = await stage.service.person({ name: 'Boss', roles: ['manager'], email: 'boss@kontor.local' });
  anna = await stage.service.person({ name: 'Anna', managerId: boss.id, email: 'anna@kontor.local' });
  other = await stage.service.person({ name: 'Other', roles: ['manager'], email: 'other@kontor.local' });
  admin = await stage.service.person({ name: 'Admin', roles: ['administrator'] });
}, 60_000);

afterAll(() => stage.service.dispose());

let sources = 0;
const freshSource = () => `modes-${sources++}`;
const columns = { id: 'externalId', name: 'name', segment: 'segment', tel: 'phone' };

const find = (person: TestPerson, source: string, externalId: string) =>
  stage.service.call<Customer>(person, `${byId}/GetCustomerByExternalId`, { source, externalId });
const changesOf = async (person: TestPerson, id: string, keptOnly = false): Promise<ImportChange[]> =>
  (await stage.call<ListImportChangesResponse>(person, 'ListImportChanges', { id, keptOnly })).changes;
const undo = async (person: TestPerson, id: string): Promise<Import> => {
  await stage.call(person, 'UndoImport', { id });
  return until('the undoing', async () => {
    const run = await stage.get(anna, id);
    return run.state === 'undone' && run;
  });
};

describe('an import that updates', () => {
  it('changes what differs, leaves the rest alone, and refuses rows without a customer', async () => {
    const source = freshSource();
    await stage.import(anna, 'id,name,segment,tel\n1,A,x,010-8888 6666\n2,B,y,\n', columns, { source });
    const run = await stage.import(
      anna,
      'id,name,segment,tel\n1,A,gold,010-8888 6666\n2,B,,\n3,C,z,\n',
      columns,
      { source, mode: 'update' },
    );
    expect(run).toMatchObject({ rowsUpdated: 1, rowsUnchanged: 1, rowsCreated: 0, rowsRejected: 1 });
    expect(await find(anna, source, '1')).toMatchObject({ segment: 'gold', etag: '2' });
    expect(await find(anna, source, '2')).toMatchObject({ segment: 'y', etag: '1' });
    expect((await stage.badRows(anna, run.id)).map(({ line, reason }) => [line, reason])).toEqual([
      [4, 'import-not-there'],
    ]);
    expect(await changesOf(anna, run.id)).toMatchObject([
      { line: 2, action: 'updated', fields: [{ field: 'segment', old: 'x', new: 'gold' }] },
    ]);
    await expect(changesOf(boss, run.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('makes the others where it may, and touches no customer beyond the reach of its starter', async () => {
    const source = freshSource();
    await stage.import(other, 'id,name\n1,Foreign\n', { id: 'externalId', name: 'name' }, { source });
    const run = await stage.import(
      anna,
      'id,name\n1,Mine\n2,New\n2,Again\n',
      { id: 'externalId', name: 'name' },
      {
        source,
        mode: 'both',
      },
    );
    expect(run).toMatchObject({ rowsCreated: 1, rowsUpdated: 0, rowsRejected: 1, rowsSkipped: 1 });
    expect((await stage.badRows(anna, run.id))[0]).toMatchObject({ reason: 'import-out-of-reach' });
    expect(await find(other, source, '1')).toMatchObject({ name: 'Foreign', etag: '1' });
  });

  it('finds customers by number and by how they are reached, and refuses what fits several', async () => {
    const source = freshSource();
    await stage.import(
      anna,
      'id,name,segment,tel\n1,N1,,+44 20 7946 0101\n2,N2,,+44 20 7946 0102\n',
      columns,
      {
        source,
      },
    );
    const first = await find(anna, source, '1');
    const byNumber = await stage.import(
      anna,
      `no,segment\n${first.number},gold\n`,
      { no: 'number', segment: 'segment' },
      {
        mode: 'update',
        match: 'number',
      },
    );
    expect(byNumber).toMatchObject({ rowsUpdated: 1 });
    const both = '+44 20 7946 0101; +44 20 7946 0102';
    const byPhone = await stage.import(
      anna,
      `segment,tel\nsilver,+44 20 7946 0102\nbronze,${both}\n`,
      { segment: 'segment', tel: 'phone' },
      { mode: 'update', match: 'reach' },
    );
    expect(byPhone).toMatchObject({ rowsUpdated: 1, rowsRejected: 1 });
    expect((await stage.badRows(anna, byPhone.id))[0]).toMatchObject({ reason: 'import-ambiguous' });
    expect(await find(anna, source, '2')).toMatchObject({ segment: 'silver' });
  });

  it('shows in a dry run what would change, and changes nothing', async () => {
    const source = freshSource();
    await stage.import(anna, 'id,name,segment,tel\n1,A,x,\n', columns, { source });
    const dry = await stage.import(anna, 'id,name,segment,tel\n1,A2,x,\n9,New,,\n', columns, {
      source,
      mode: 'both',
      dryRun: true,
    });
    expect(dry).toMatchObject({ rowsUpdated: 1, rowsCreated: 1 });
    expect(await changesOf(anna, dry.id)).toMatchObject([
      { line: 2, action: 'updated', fields: [{ field: 'name', old: 'A', new: 'A2' }] },
      { line: 3, action: 'created', fields: [{ field: 'name', old: '', new: 'New' }] },
    ]);
    expect(await find(anna, source, '1')).toMatchObject({ name: 'A', etag: '1' });
    await expect(stage.call(anna, 'UndoImport', { id: dry.id })).rejects.toMatchObject({
      reason: 'import-not-undoable',
    });
  });

  it('needs the column that finds the customer, and no name', async () => {
    await expect(stage.create(anna, { s: 'segment' }, { mode: 'update' })).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ reason: 'import-match-unmapped' }],
    });
  });
});

describe('contacts of a row', () => {
  const withContacts = {
    id: 'externalId',
    name: 'name',
    c1: 'contact1Name',
    p1: 'contact1Phone',
    c2: 'contact2Name',
    e2: 'contact2Email',
  };
  const contactsOf = async (id: string) =>
    (
      await stage.service.call<{ contacts: Contact[] }>(anna, `${calls}/ListContacts`, {
        customerId: id,
        orderBy: 'createTime',
      })
    ).contacts;

  it('are added to the customer, and changed by their names later', async () => {
    const source = freshSource();
    await stage.import(
      anna,
      'id,name,c1,p1,c2,e2\n1,A,王芳,+86 10 8888 1111,Иван,ivan@x.example\n',
      withContacts,
      { source },
    );
    const { id } = await find(anna, source, '1');
    expect(await contactsOf(id)).toMatchObject([
      { name: '王芳', phones: [{ number: '+861088881111' }] },
      { name: 'Иван', emails: ['ivan@x.example'] },
    ]);
    const run = await stage.import(
      anna,
      'id,name,c1,p1,c2,e2\n1,A,王芳,,Иван,new@x.example\n2,B,,+86 10 8888 1112,,\n',
      withContacts,
      { source, mode: 'both' },
    );
    expect(run).toMatchObject({ rowsUpdated: 1, rowsRejected: 1 });
    expect((await contactsOf(id)).map(({ emails }) => emails)).toEqual([[], ['new@x.example']]);
  });

  it('who are reached as another customer is refuse their row, unless the import accepts duplicates', async () => {
    const source = freshSource();
    await stage.import(other, 'id,name,segment,tel\n1,Elsewhere Tin,,+86 10 8888 2221\n', columns, {
      source,
    });
    const file = [
      'id,name,c1,p1,c2,e2',
      '2,Quartz Mill,王芳,+86 10 8888 2221,,',
      '3,Velvet Barn,李雷,+86 10 8888 2222,,',
      '4,Copper Lane,韩梅,+86 10 8888 2222,,',
    ].join('\n');
    const careful = { source, acceptDuplicates: false };
    const run = await stage.import(anna, file, withContacts, careful);
    expect((await stage.badRows(anna, run.id)).map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'row-possible-duplicate'],
      [4, 'row-possible-duplicate'],
    ]);
    expect(run).toMatchObject({ rowsCreated: 1, rowsRejected: 2 });
    const more = 'id,name,c1,p1,c2,e2\n3,Velvet Barn,李雷,+86 10 8888 2222,Lin,\n';
    expect(await stage.import(anna, more, withContacts, { ...careful, mode: 'update' })).toMatchObject({
      rowsUnchanged: 0,
      rowsUpdated: 1,
      rowsRejected: 0,
    });
    const alike = 'id,name,c1,p1,c2,e2\n3,Velvet Barn,Wu,+86 10 8888 2221,,\n';
    expect(await stage.import(anna, alike, withContacts, { ...careful, mode: 'update' })).toMatchObject({
      rowsUpdated: 0,
      rowsRejected: 1,
    });
    expect(await stage.import(anna, file, withContacts, { source })).toMatchObject({
      ...{ rowsCreated: 2, rowsSkipped: 1, rowsRejected: 0 },
    });
  });
});

describe('a row that brings a customer back', () => {
  it('is refused where its owner, or who gets it, has no room below the cap', async () => {
    const source = freshSource();
    const carl = await stage.service.person({ name: 'Carl', managerId: boss.id, email: 'carl@kontor.local' });
    const status = { id: 'externalId', name: 'name', status: 'status', owner: 'ownerEmail' };
    const owned =
      'id,name,status,owner\n1,Slate Hut,prospect,carl@kontor.local\n2,Opal Yard,lost,carl@kontor.local\n';
    expect(await stage.import(boss, owned, status, { source })).toMatchObject({ rowsCreated: 2 });
    await stage.service.call(admin, '/kontor.customer.v1.StrategyService/CreateStrategySetting', {
      setting: { scope: 'person', scopeId: carl.id, values: { capEnabled: true, cap: 1 } },
    });
    await stage.import(boss, 'id,name\n3,Maple Dock\n', { id: 'externalId', name: 'name' }, { source });
    const file = 'id,name,status,owner\n2,Opal Yard,interested,\n3,Maple Dock,,carl@kontor.local\n';
    const run = await stage.import(boss, file, status, { source, mode: 'update' });
    expect(run).toMatchObject({ rowsUpdated: 0, rowsRejected: 2 });
    expect((await stage.badRows(boss, run.id)).map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'cap-reached'],
      [3, 'cap-reached'],
    ]);
    await expect(find(other, source, '3')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('talks from a file', () => {
  const talkColumns = {
    customer: 'customerExternalId',
    how: 'manner',
    when: 'talkTime',
    what: 'content',
    who: 'authorEmail',
  };
  const talksOf = async (id: string) =>
    (
      await stage.service.call<{ interactions: Interaction[] }>(boss, `${calls}/ListInteractions`, {
        customerId: id,
      })
    ).interactions;

  it('keep time and author, move the last contact, and are made once; undone they go', async () => {
    const source = freshSource();
    await stage.import(anna, 'id,name\n1,A\n', { id: 'externalId', name: 'name' }, { source });
    await stage.import(other, 'id,name\n2,Foreign\n', { id: 'externalId', name: 'name' }, { source });
    const { id } = await find(anna, source, '1');
    const file = [
      'customer,how,when,what,who',
      '1,call,2024-03-01 09:30,Erstes,anna@kontor.local',
      '1,visit,2024-04-01T10:00:00+03:00,Второе,',
      '2,call,2024-03-01 09:30,not mine,',
      '1,call,2024-03-02,of a stranger,other@kontor.local',
      '1,call,2999-03-02,too soon,',
      '1,smoke,2024-03-02,no such way,',
    ].join('\n');
    const run = await stage.import(boss, file, talkColumns, { source, object: 'interaction' });
    expect(run).toMatchObject({ state: 'done', rowsCreated: 2, rowsRejected: 4 });
    expect((await stage.badRows(boss, run.id)).map(({ line, reason }) => [line, reason])).toEqual([
      [4, 'import-customer-unknown'],
      [5, 'import-author-unknown'],
      [6, 'talk-in-future'],
      [7, 'not-a-word'],
    ]);
    expect(await talksOf(id)).toMatchObject([
      { content: 'Второе', talkTime: '2024-04-01T07:00:00.000Z', authorId: boss.id },
      { content: 'Erstes', authorId: anna.id },
    ]);
    expect(await find(anna, source, '1')).toMatchObject({ lastContactTime: '2024-04-01T07:00:00.000Z' });
    const again = await stage.import(boss, file, talkColumns, { source, object: 'interaction' });
    expect(again).toMatchObject({ rowsCreated: 0, rowsSkipped: 2 });
    await stage.call(boss, 'UndoImport', { id: run.id });
    await until('the undoing', async () => (await stage.get(boss, run.id)).state === 'undone');
    expect(await talksOf(id)).toEqual([]);
    expect(await find(anna, source, '1')).not.toHaveProperty('lastContactTime');
  });

  it('that we began today meet the guard of contacts; those of the past are kept as they were', async () => {
    const source = freshSource();
    await stage.import(anna, 'id,name\n1,Guarded\n', { id: 'externalId', name: 'name' }, { source });
    const { id: customerId } = await find(anna, source, '1');
    await stage.service.call(anna, '/kontor.customer.v1.ContactGuardService/SetContactPreference', {
      customerId,
      preference: { doNotCall: true },
    });
    const now = new Date().toISOString();
    const file = [
      'customer,how,when,what,who,way',
      `1,call,${now},We rang,,outbound`,
      `1,call,${now},They rang,,inbound`,
      '1,call,2024-03-01 09:30,Long ago,,outbound',
    ].join('\n');
    const mapped = { ...talkColumns, way: 'direction' };
    const run = await stage.import(anna, file, mapped, { source, object: 'interaction' });
    expect((await stage.badRows(anna, run.id)).map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'row-contact-guarded'],
    ]);
    expect((await talksOf(customerId)).map(({ content }) => content)).toEqual(['They rang', 'Long ago']);
  });
});

describe('undoing an import', () => {
  it('removes what nobody touched, deactivates what others hang on, sets changes back and lists the rest', async () => {
    const source = freshSource();
    const made = await stage.import(anna, 'id,name,segment,tel\n1,A,x,\n2,B,x,\n3,C,x,\n', columns, {
      source,
    });
    const hanging = await find(anna, source, '2');
    await stage.service.call(anna, `${calls}/CreateContact`, {
      customerId: hanging.id,
      contact: { name: 'Zoe' },
    });
    const touched = await find(anna, source, '3');
    await stage.service.call(anna, `${calls}/UpdateCustomer`, {
      id: touched.id,
      customer: { note: 'mine' },
      updateMask: ['note'],
    });
    await expect(stage.call(other, 'UndoImport', { id: made.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await undo(anna, made.id)).toMatchObject({ recordsUndone: 2, recordsKept: 1 });
    await expect(find(anna, source, '1')).rejects.toMatchObject({ code: 'not_found' });
    expect(await find(anna, source, '2')).toMatchObject({ status: 'lost' });
    expect(await find(anna, source, '3')).toMatchObject({ note: 'mine', status: 'prospect' });
    expect(await changesOf(anna, made.id, true)).toMatchObject([
      { line: 4, undone: 'kept', undoReason: 'The record was changed after the import.' },
    ]);
    const removed = await stage.service.events('kontor.customer.v1.CustomerRemoved');
    expect(removed).toHaveLength(1);
  });

  it('is open to administrators, and sets back owner and fields', async () => {
    const source = freshSource();
    await stage.import(anna, 'id,name,segment,tel\n1,A,x,+44 20 7946 0109\n', columns, { source });
    const before = await find(anna, source, '1');
    const run = await stage.import(anna, 'id,name,segment,tel\n1,Z,y,+44 20 7946 0110\n', columns, {
      source,
      mode: 'update',
    });
    expect(await find(anna, source, '1')).toMatchObject({ name: 'Z', segment: 'y' });
    expect(await undo(admin, run.id)).toMatchObject({ recordsUndone: 1, recordsKept: 0 });
    const { name, segment, phones } = before;
    expect(await find(anna, source, '1')).toMatchObject({ name, segment, phones, etag: '3' });
  });
});

describe('an exported file', () => {
  it('changes nothing when it is imported again, as CSV and as a workbook', async () => {
    const source = freshSource();
    const odd = [
      "'=1+1",
      '=1+1',
      '-',
      '@x',
      '+7',
      ' "quoted", ',
      '两\n行',
      'ＡＢ',
      "''-1",
      'a;b',
      '#REF!',
      '007',
    ];
    for (const [index, text] of odd.entries()) {
      await stage.service.call(boss, `${calls}/CreateCustomer`, {
        customer: {
          kind: index % 2 ? 'person' : 'company',
          name: text.replace('\n', ' '),
          note: text,
          segment: text.replace('\n', ' '),
          channel: 'referral',
          phones: [
            { raw: `+44 20 7946 02${String(index).padStart(2, '0')}`, kind: 'mobile' },
            { raw: `8 (495) 123-45-${String(index).padStart(2, '0')}`.replace('8 (', '+7 ('), kind: 'fax' },
          ],
          emails: [`a${index}@odd.example`, `b${index}@odd.example`],
          addresses: [
            { street: text, city: 'Казань', country: 'RU' },
            { city: '第二', country: 'CN' },
          ],
          website: `https://odd${index}.example/x?y=1`,
          source,
          externalId: `${index}-${text.replace('\n', ' ').trim()}`,
        },
        acceptDuplicates: true,
        duplicateReason: 'test',
      });
    }
    const fields = [
      ...['externalId', 'kind', 'name', 'status', 'channel', 'segment', 'phone', 'email', 'website'],
      ...['street', 'city', 'region', 'postalCode', 'country', 'note', 'ownerEmail', 'number'],
    ];
    const filter = JSON.stringify({ field: 'source', op: 'eq', value: source });
    for (const format of ['csv', 'xlsx'] as const) {
      const { file } = await files.export(boss, {
        columns: fields,
        format,
        filter,
        language: 'zh-CN',
        byteOrderMark: true,
      });
      const { headingOf } = await import('../src/export/rules/headings.js');
      const mapping = Object.fromEntries(fields.map((field) => [headingOf(field, 'zh-CN'), field]));
      const run = await stage.import(boss, file, mapping, {
        source,
        mode: 'update',
        fileName: `x.${format}`,
      });
      expect([await stage.badRows(boss, run.id), await changesOf(boss, run.id)]).toEqual([[], []]);
      expect(run).toMatchObject({
        state: 'done',
        rowsUnchanged: odd.length,
        rowsUpdated: 0,
        rowsRejected: 0,
      });
    }
  });
});

describe('a customer by an external id', () => {
  const upsert = (person: TestPerson, source: string, customer: object, more: object = {}) =>
    stage.service.call<Customer>(person, `${byId}/UpsertCustomer`, {
      source,
      externalId: 'x-1',
      customer,
      updateMask: Object.keys(customer),
      ...more,
    });

  it('is made once and changed after, by the keys that are there', async () => {
    const source = freshSource();
    const made = await upsert(anna, source, { kind: 'company', name: 'Up', segment: 's' });
    expect(made).toMatchObject({ source, externalId: 'x-1', etag: '1', ownerId: anna.id });
    const changed = await upsert(anna, source, { name: 'Upper' }, { etag: '1' });
    expect(changed).toMatchObject({ id: made.id, name: 'Upper', segment: 's', etag: '2' });
    await expect(upsert(anna, source, { name: 'Old' }, { etag: '1' })).rejects.toMatchObject({
      code: 'stale',
    });
    await expect(upsert(anna, freshSource(), { name: 'No kind' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(upsert(anna, source, { externalId: 'x-2' })).rejects.toMatchObject({
      fields: [{ field: 'externalId', reason: 'external-id-differs' }],
    });
  });

  it('is nobody else’s to change or to see', async () => {
    const source = freshSource();
    await upsert(anna, source, { kind: 'company', name: 'Secret' });
    await expect(upsert(other, source, { name: 'Mine' })).rejects.toMatchObject({
      code: 'conflict',
      reason: 'external-id-taken',
    });
    await expect(find(other, source, 'x-1')).rejects.toMatchObject({ code: 'not_found' });
    expect(await find(boss, source, 'x-1')).toMatchObject({ name: 'Secret' });
  });

  it('is made by one and changed by the others where many come at once', async () => {
    const source = freshSource();
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, i) => upsert(anna, source, { kind: 'company', name: `Race ${i}` })),
    );
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
    expect(results.map(({ etag }) => Number(etag)).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
