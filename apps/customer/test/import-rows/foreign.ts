import type { ListImportsResponse } from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import { admin, anna, boris, boss, freshSource, stage } from './scene.js';

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
