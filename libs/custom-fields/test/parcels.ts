import pg from 'pg';
import { Column, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { Organisation } from '@kontor/access/organisation';
import { owned } from '@kontor/access/row-policy';
import { createDataSource, poolOf } from '@kontor/database/data-source';
import { Guarded } from '@kontor/database/guarded';
import { migrate } from '@kontor/database/migrate';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { commonMigrations } from '@kontor/people/common-migrations';
import { testDatabase, type TestDatabase } from '@kontor/testing/database';
import { testServers } from '@kontor/testing/servers';
import { CustomFields } from '../src/custom-fields.js';
import type { CustomValues } from '../src/rules/custom-changes.js';

/** Records like those of customers, with nothing else to them. */
@Entity('parcel')
@Guarded(owned('owner_id', 'customer'))
export class Parcel {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') ownerId!: string;
  @Column('jsonb', { nullable: true }) custom?: CustomValues | undefined;
  @Column('integer') version!: number;
}

class Parcel1763000000000 implements MigrationInterface {
  name = 'Parcel1763000000000';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE parcel (
         id uuid PRIMARY KEY, owner_id uuid NOT NULL, custom jsonb, version integer NOT NULL DEFAULT 1)`,
    );
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE parcel');
  }
}

/** A database with parcels, and what a service has on it. */
export interface Parcels {
  database: TestDatabase;
  work: UnitOfWork;
  custom: CustomFields;
  /** A connection past all row-level security. */
  admin: pg.Client;
  dispose(): Promise<void>;
}

/** Sets up a database of its own. */
export async function parcels(organisation = new Organisation([])): Promise<Parcels> {
  const database = await testDatabase('parcel');
  const migrations = [...commonMigrations, Parcel1763000000000];
  const owner = createDataSource({ url: database.ownerUrl, applicationName: 'owner' }, [Parcel], migrations);
  await migrate(owner, database.ownerUrl, database.name);
  const address = new URL(testServers().postgresUrl);
  address.pathname = database.name;
  const admin = new pg.Client({ connectionString: address.href, application_name: 'test' });
  await admin.connect();
  const settings = { url: database.url, applicationName: 'parcel' };
  const source = await createDataSource(settings, [Parcel]).initialize();
  return {
    database,
    work: new UnitOfWork(source, { service: 'customer', organisation: () => organisation }),
    custom: new CustomFields(poolOf(source), () => undefined),
    admin,
    dispose: async () => {
      await source.destroy();
      await admin.end();
      await database.dispose();
    },
  };
}
