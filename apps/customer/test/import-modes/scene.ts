import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Import, ImportChange } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type { ListImportChangesResponse } from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import { until } from '@kontor/testing/until';
import type { TestPerson } from '@kontor/testing/service';
import { exportFolder, exportStage, type ExportStage } from '../export-stage.js';
import { importStage, type ImportStage } from '../import-stage.js';

export const calls = '/kontor.customer.v1.CustomerService';
export const byId = '/kontor.customer.v1.ExternalIdService';

/** What all cases share: one service, since each start costs seconds. There once openScene() has run. */
export let stage: ImportStage;
export let files: ExportStage;
export let boss: TestPerson;
export let anna: TestPerson;
export let other: TestPerson;
export let admin: TestPerson;

export async function openScene(): Promise<void> {
  const folder = await exportFolder();
  stage = await importStage();
  files = exportStage(stage.service, folder);
  boss = await stage.service.person({ name: 'Boss', roles: ['manager'], email: 'boss@kontor.local' });
  anna = await stage.service.person({ name: 'Anna', managerId: boss.id, email: 'anna@kontor.local' });
  other = await stage.service.person({ name: 'Other', roles: ['manager'], email: 'other@kontor.local' });
  admin = await stage.service.person({ name: 'Admin', roles: ['administrator'] });
}

let sources = 0;
export const freshSource = () => `modes-${sources++}`;
export const columns = { id: 'externalId', name: 'name', segment: 'segment', tel: 'phone' };

export const find = (person: TestPerson, source: string, externalId: string) =>
  stage.service.call<Customer>(person, `${byId}/GetCustomerByExternalId`, { source, externalId });
export const changesOf = async (person: TestPerson, id: string, keptOnly = false): Promise<ImportChange[]> =>
  (await stage.call<ListImportChangesResponse>(person, 'ListImportChanges', { id, keptOnly })).changes;
/** `starter`: who sees the import. */
export const undo = async (person: TestPerson, id: string, starter = anna): Promise<Import> => {
  await stage.call(person, 'UndoImport', { id });
  return until('the undoing', async () => {
    const run = await stage.get(starter, id);
    return run.state === 'undone' && run;
  });
};
