import type { Import } from '@kontor/contracts/gen/kontor/customer/v1/import';
import { serviceCall } from '@kontor/access/call';
import { until } from '@kontor/testing/until';
import { anna, freshSource, stage } from './scene.js';

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
