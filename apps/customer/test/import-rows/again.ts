import { anna, boris, freshSource, madeOf, stage } from './scene.js';

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
