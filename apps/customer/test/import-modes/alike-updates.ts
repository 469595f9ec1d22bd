import { anna, calls, columns, find, freshSource, other, stage } from './scene.js';

describe('a row that makes a customer look like another', () => {
  const holder = 'Walnut Harbour Trading';
  const phone = '+86 10 8888 3331';
  const careful = { mode: 'update', acceptDuplicates: false } as const;

  beforeAll(async () => {
    await stage.import(other, `id,name,segment,tel\n1,${holder},,${phone}\n`, columns, {
      source: freshSource(),
    });
  });

  it('is refused as the same change by a call is, also for customers out of sight, in a dry run too', async () => {
    const source = freshSource();
    await stage.import(anna, 'id,name\n1,Plain Oak\n', { id: 'externalId', name: 'name' }, { source });
    const { id } = await find(anna, source, '1');
    const change = { phones: [{ raw: phone }] };
    await expect(
      stage.service.call(anna, `${calls}/UpdateCustomer`, { id, customer: change, updateMask: ['phones'] }),
    ).rejects.toMatchObject({ code: 'conflict', reason: 'possible-duplicate' });
    const file = `id,name,segment,tel\n1,Plain Oak,gold,${phone}\n`;
    for (const dryRun of [true, false]) {
      const run = await stage.import(anna, file, columns, { source, ...careful, dryRun });
      expect(run).toMatchObject({ rowsUpdated: 0, rowsRejected: 1 });
      const [row] = await stage.badRows(anna, run.id);
      expect(row).toMatchObject({ line: 2, reason: 'row-possible-duplicate' });
      expect(row?.message).toMatch(/^This looks like customer C-\d{4}-\d{6}\./);
    }
    expect(await find(anna, source, '1')).toMatchObject({ segment: '', phones: [], etag: '1' });
  });

  it('changes it where the import accepts that, and what it had before stands in nobody’s way', async () => {
    const source = freshSource();
    await stage.import(anna, 'id,name\n1,Plain Ash\n', { id: 'externalId', name: 'name' }, { source });
    const file = (segment: string) => `id,name,segment,tel\n1,Plain Ash,${segment},${phone}\n`;
    const accepted = await stage.import(anna, file('gold'), columns, { source, mode: 'update' });
    expect(accepted).toMatchObject({ rowsUpdated: 1, rowsRejected: 0 });
    expect(await stage.import(anna, file('silver'), columns, { source, ...careful })).toMatchObject({
      ...{ rowsUpdated: 1, rowsRejected: 0 },
    });
  });
});
