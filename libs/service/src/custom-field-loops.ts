import type { DataSource } from 'typeorm';
import type { CustomFields } from '@kontor/custom-fields/custom-fields';
import { customTable } from '@kontor/custom-fields/custom-table';
import { FieldCount } from '@kontor/custom-fields/field-count';
import { FormUseTeller } from '@kontor/custom-fields/form-use';
import { SearchColumns } from '@kontor/custom-fields/search-columns';
import { TypeChanges } from '@kontor/custom-fields/type-change/type-changes';
import type { BackgroundLoop } from '@kontor/database/background-loop';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import type { Logger } from '@kontor/telemetry/logger';
import type { ServiceSettings } from './config.js';

/** What custom fields ask of a service. */
export interface CustomFieldParts {
  settings: Pick<ServiceSettings, 'service' | 'companyTimeZone' | 'databaseOwnerUrl'>;
  work: UnitOfWork;
  dataSource: DataSource;
  fields: CustomFields;
  logger: Pick<Logger, 'warn'>;
}

/**
 * What a service does in the background for custom fields: it counts what values are worth and tells how forms are used;
 * where it may change tables, it also makes columns of searchable fields and changes types of fields.
 */
export function customFieldLoops({ settings, logger, ...parts }: CustomFieldParts): BackgroundLoop[] {
  const { service, companyTimeZone, databaseOwnerUrl: ownerUrl } = settings;
  const { work, dataSource, fields } = parts;
  const warn = (what: string) => (error: unknown) => logger.warn({ err: error }, what);
  const counting = { ...parts, service, companyTimeZone, onError: warn('counting values of fields') };
  const telling = {
    service,
    work,
    use: fields.use,
    companyTimeZone,
    onError: warn('telling the use of forms'),
  };
  const loops = [new FieldCount(counting), new FormUseTeller(telling)];
  if (!ownerUrl) return loops;
  const tableOf = (object: string) => customTable(dataSource, object);
  const changing = { ...parts, service, ownerUrl, onError: warn('changes of types of fields') };
  return [
    ...loops,
    new SearchColumns({ ownerUrl, fields, tableOf, onError: warn('search columns') }),
    new TypeChanges(changing),
  ];
}
