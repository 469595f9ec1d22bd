import { randomBytes } from 'node:crypto';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { provideDatabase, removeDatabase, type DatabaseUrls } from '../../../tools/servers/databases.ts';
import { testServers } from './servers.js';

/** A fresh database of its own for one spec file. */
export interface TestDatabase extends DatabaseUrls, AsyncDisposable {
  /** Name of the database and of its running role; the owner is called `<name>_owner`. */
  name: string;
  /** Removes the database and its roles; call it in `afterAll`, after the pools are closed. */
  dispose(): Promise<void>;
}

/** What is to stand in the database. */
export type TestSchema = Pick<DataSourceOptions, 'entities' | 'migrations'>;

/**
 * Makes the database `kontor_<name>_<random>` with the two roles that every service has (the running role owns
 * nothing, so row-level security holds for it as in production) and runs the migrations as its owner.
 */
export async function testDatabase(name: string, schema: TestSchema = {}): Promise<TestDatabase> {
  const admin = testServers().postgresUrl;
  const database = `kontor_${name.replaceAll('-', '_')}_${randomBytes(4).toString('hex')}`;
  const urls = await provideDatabase(admin, { name: database, password: 'test', ownerPassword: 'test' });
  const dispose = (): Promise<void> => removeDatabase(admin, database);
  try {
    await migrate(urls.ownerUrl, schema);
  } catch (error) {
    await dispose();
    throw error;
  }
  return { name: database, ...urls, dispose, [Symbol.asyncDispose]: dispose };
}

async function migrate(url: string, schema: TestSchema): Promise<void> {
  if (!schema.migrations) return;
  const source = new DataSource({ type: 'postgres', url, ...schema });
  await source.initialize();
  try {
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await source.destroy();
  }
}
