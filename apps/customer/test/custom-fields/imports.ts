import type { Import } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type { ListImportBadRowsResponse } from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import type { ListCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import { until } from '@kontor/testing/until';
import { call, seller, service } from './scene.js';

describe('an import', () => {
  const run = async (file: string, columns: Record<string, string>, person = seller) => {
    const imports = '/kontor.customer.v1.ImportService';
    const { id } = await service.call<Import>(person, `${imports}/CreateImport`, {
      import: {
        fileName: 'customers.csv',
        columns: Object.entries(columns).map(([column, filled]) => ({ column, field: filled })),
      },
    });
    const data = Buffer.from(file).toString('base64');
    await service.call(person, `${imports}/WriteImportChunk`, { id, index: 0, data });
    await service.call(person, `${imports}/StartImport`, { id, chunks: 1 });
    await until('the end of the import', async () => {
      const { state } = await service.call<Import>(person, `${imports}/GetImport`, { id });
      return state === 'done';
    });
    return service.call<ListImportBadRowsResponse>(person, `${imports}/ListImportBadRows`, { id });
  };

  it('fills them as their types have it, and names the column of what makes no sense', async () => {
    const columns = {
      Name: 'name',
      Margin: 'custom.margin',
      Branch: 'custom.industry',
      Budget: 'custom.budget',
    };
    const { badRows } = await run(
      'Name,Margin,Branch,Budget\nImported One,"12,5",STEEL,70 cny\nImported Two,many,,\nImported Three,,,\n',
      columns,
    );
    expect(badRows).toMatchObject([{ column: 'Margin', reason: 'not-a-decimal' }]);
    const filter = JSON.stringify({ field: 'name', op: 'startsWith', value: 'Imported' });
    const request = { filter, orderBy: 'name' };
    const { customers } = await call<ListCustomersResponse>(seller, 'ListCustomers', request);
    expect(customers.map(({ custom }) => custom)).toEqual([
      { margin: '12.5', industry: 'steel', budget: { amount: '70', currency: 'CNY' }, region: 'north' },
      { region: 'north' },
    ]);
  });

  it('names the field that a row lacks, where no column fills it', async () => {
    const { badRows } = await run('Name,Status\nLacking,negotiating\n', { Name: 'name', Status: 'status' });
    expect(badRows).toMatchObject([{ column: 'custom.industry', reason: 'custom-required' }]);
  });

  it('takes no column for what is not there, and none that its starter may not fill', async () => {
    await expect(run('', { Name: 'name', X: 'custom.nothing' })).rejects.toMatchObject({
      fields: [{ field: 'columns[1].field', reason: 'import-field-unknown' }],
    });
    const importer = await service.person({ roles: ['clerk', 'salesperson'] });
    await expect(run('', { Name: 'name', X: 'custom.margin' }, importer)).rejects.toMatchObject({
      code: 'forbidden',
      fields: [{ field: 'columns[1].column' }],
    });
  });
});
