import { boss, calls, changesOf, files, freshSource, stage } from './scene.js';

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
      const { headingOf } = await import('../../src/export/rules/headings.js');
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
