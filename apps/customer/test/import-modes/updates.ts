import { anna, boss, changesOf, columns, find, freshSource, other, stage } from './scene.js';

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
