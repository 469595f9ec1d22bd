import pg from 'pg';
import type { DataSource } from 'typeorm';

/** Any number that no one else uses for an advisory lock in a service's database. */
const migrationLock = 7_263_001;

/**
 * Brings a database to the newest form, as its owner, and lets the application role work in it. Replicas that
 * start together wait for each other.
 */
export async function migrate(owner: DataSource, ownerUrl: string, applicationRole: string): Promise<void> {
  const lock = new pg.Client({ connectionString: ownerUrl });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await owner.initialize();
    await owner.runMigrations();
    const role = pg.escapeIdentifier(applicationRole);
    await owner.query(`
      GRANT USAGE ON SCHEMA public TO ${role};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role};
      GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${role};
      REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM ${role};
      REVOKE ALL ON migrations FROM ${role};
    `);
  } finally {
    if (owner.isInitialized) await owner.destroy();
    await lock.end();
  }
}
