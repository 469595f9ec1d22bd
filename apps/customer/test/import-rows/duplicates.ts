import { serviceCall } from '@kontor/access/call';
import { anna, boris, madeOf, stage } from './scene.js';

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
    const told = async (language: 'zh-CN' | 'ru' | 'en') =>
      (await stage.badRows(anna, first.id, language)).slice(0, 2).map(({ message }) => message);
    expect((await stage.badRows(anna, first.id)).map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'row-duplicate-in-file'],
      [5, 'row-possible-duplicate-in-file'],
      [6, 'not-a-uscc'],
    ]);
    expect((await told('en'))[0]).toBe('The same customer as in row 2 of the file.');
    expect((await told('ru'))[0]).toBe('Тот же клиент, что в строке 2 файла.');
    expect((await told('zh-CN'))[1]).toContain('文件第 4 行');
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

  it('that were let in all the same are pairs to review at once, also with rows before them', async () => {
    const file = (names: readonly string[]) =>
      ['name,tax,phone', ...names.map((name) => `${name},,`)].join('\n');
    const accepting = (source: string) => ({ source, acceptDuplicates: true });
    await stage.import(anna, file(['Pair Works']), columns, accepting('pairs-1'));
    const two = file(['Pair Works Ltd.', 'ООО Pair Works', 'Something else entirely']);
    await stage.import(anna, two, columns, accepting('pairs-2'));
    const [[old], news] = [await madeOf('pairs-1'), await madeOf('pairs-2')];
    const pairs = await stage.service.running.unitOfWork.read(serviceCall('customer', 'test'), (tx) =>
      tx.query<{ ids: string[]; matched: string[] }>(
        `SELECT ARRAY[first_id, second_id]::text[] AS ids, matched FROM duplicate_pair
         WHERE ARRAY[first_id, second_id] && $1::uuid[]`,
        [news.map(({ id }) => id)],
      ),
    );
    const named = new Map([old, ...news].map((one) => [one?.id, one?.name]));
    const shown = pairs.map(({ ids, matched }) =>
      [...ids.map((id) => named.get(id)).sort(), ...matched].join(),
    );
    expect(shown.sort()).toEqual([
      'Pair Works Ltd.,ООО Pair Works,name',
      'Pair Works,Pair Works Ltd.,name',
      'Pair Works,ООО Pair Works,name',
    ]);
  });

  it('are branches of companies that are there, and contacts who are one person, as where they are typed in', async () => {
    const columns = {
      name: 'name',
      city: 'city',
      ...{ c1: 'contact1Name', p1: 'contact1Phone', c2: 'contact2Name', p2: 'contact2Phone' },
    };
    const file = [
      'name,city,c1,p1,c2,p2',
      'Lantern Works Ltd.,,,,,',
      '"Lantern Works Ltd., Shanghai Branch",,,,,',
      'Quiet Mill,上海,Anna Berg,6234 5601,Berg Anna,6234 5601',
      'Loud Mill,上海,Anna Berg,6234 5602,Olaf Berg,6234 5602',
    ].join('\n');
    const careful = { source: 'dup-branches', acceptDuplicates: false };
    for (const dryRun of [true, false]) {
      const run = await stage.import(anna, file, columns, { ...careful, dryRun });
      expect(run).toMatchObject({ rowsCreated: 2, rowsRejected: 2 });
      expect((await stage.badRows(anna, run.id)).map(({ line, reason }) => [line, reason])).toEqual([
        [3, 'row-possible-duplicate-in-file'],
        [4, 'row-contact-alike'],
      ]);
    }
    const contacts = await stage.service.events('kontor.customer.v1.ContactChanged');
    const numbers = contacts.flatMap(({ contact }) => contact?.phones.map(({ number }) => number) ?? []);
    expect(numbers).toEqual(['+862162345602', '+862162345602']);
    const branch = '"Lantern Works Ltd., Ufa Branch"';
    const later = await stage.import(boris, `name\n${branch}\n`, { name: 'name' }, careful);
    expect((await stage.badRows(boris, later.id))[0]).toMatchObject({ reason: 'row-possible-duplicate' });
    const accepted = await stage.import(anna, file, columns, { source: 'dup-branches' });
    expect(accepted).toMatchObject({ rowsCreated: 2, rowsSkipped: 2, rowsRejected: 0 });
  });
});
