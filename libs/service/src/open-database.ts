import type { DataSource } from 'typeorm';
import { createDataSource } from '@kontor/database/data-source';
import { migrate } from '@kontor/database/migrate';
import { commonMigrations } from '@kontor/people/common-migrations';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { UnitCopy } from '@kontor/people/unit-copy.entity';
import { checkOwnedObjects } from './owned-objects.js';
import type { ServiceDefinition } from './start-service.js';

/** Brings the database up to date where the owner's address is known, and opens it as the application role. */
export async function openDatabase({
  settings,
  entities,
  migrations,
}: ServiceDefinition): Promise<DataSource> {
  checkOwnedObjects(entities, settings.service);
  const { service, databaseUrl, databaseOwnerUrl, databasePoolSize } = settings;
  const all = [...commonMigrations, ...migrations];
  const everything = [PersonCopy, UnitCopy, ...entities];
  if (databaseOwnerUrl) {
    const owner = createDataSource(
      {
        url: databaseOwnerUrl,
        poolSize: 2,
        applicationName: `${service} migrations`,
        statementLimit: 0,
      },
      everything,
      all,
    );
    await migrate(owner, databaseOwnerUrl, new URL(databaseUrl).username);
  }
  const dataSource = createDataSource(
    { url: databaseUrl, poolSize: databasePoolSize, applicationName: service },
    everything,
  );
  return dataSource.initialize();
}
