import pg from 'pg';
import type { DataSource } from 'typeorm';
import { raiseWalls } from './walls.js';

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
    await raiseWalls(owner);
    const role = pg.escapeIdentifier(applicationRole);
    await owner.query(`
      GRANT USAGE ON SCHEMA public TO ${role};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role};
      GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${role};
      ${(await appendOnly(owner)).map((table) => `REVOKE UPDATE, DELETE, TRUNCATE ON ${table} FROM ${role};`).join('\n')}
      REVOKE ALL ON migrations FROM ${role};
    `);
  } finally {
    if (owner.isInitialized) await owner.destroy();
    await lock.end();
  }
}

/** Comment of a table that the application role may only add rows to, and read. */
const appendOnlyComment = 'append-only';

/** The audit, and what says of itself that it is only ever added to. */
async function appendOnly(owner: DataSource): Promise<string[]> {
  const rows = await owner.query<{ name: string }[]>(
    `SELECT quote_ident(relname) AS name FROM pg_class
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND obj_description(oid, 'pg_class') = $1`,
    [appendOnlyComment],
  );
  return ['audit', ...rows.map(({ name }) => name)];
}
