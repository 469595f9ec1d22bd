import pg from 'pg';

/** A database with its two roles, as every service has one: the owner migrates, the other runs and owns nothing. */
export interface ServiceDatabase {
  /** Name of the database and of the role that runs; the owner is called `<name>_owner`. */
  name: string;
  password: string;
  ownerPassword: string;
}

/** The two addresses of a service's database. */
export interface DatabaseUrls {
  url: string;
  ownerUrl: string;
}

/**
 * Makes the database and its roles, where they are missing, and sets their passwords and grants. The running role
 * may read and write the rows of every table that the owner makes; it may create nothing. Migrations take back what
 * must not be changed later (audit rows).
 *
 * @param adminUrl address of a role that may make roles and databases
 */
export async function provideDatabase(adminUrl: string, wanted: ServiceDatabase): Promise<DatabaseUrls> {
  const { name } = wanted;
  const owner = `${name}_owner`;
  await as(adminUrl, async (client) => {
    for (const [role, password] of [
      [owner, wanted.ownerPassword],
      [name, wanted.password],
    ] as const) {
      const known = await client.query('select 1 from pg_roles where rolname = $1', [role]);
      const rights = 'login nosuperuser nocreatedb nocreaterole nobypassrls';
      const how = `${rights} password ${pg.escapeLiteral(password)}`;
      await client.query(`${known.rowCount ? 'alter' : 'create'} role ${pg.escapeIdentifier(role)} ${how}`);
    }
    const there = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (!there.rowCount) {
      // Only a superuser or a member may give a database to another role.
      await client.query(`grant ${pg.escapeIdentifier(owner)} to current_user`);
      await client.query(`create database ${pg.escapeIdentifier(name)} owner ${pg.escapeIdentifier(owner)}`);
    }
  });
  const urls = {
    url: urlFor(adminUrl, name, name, wanted.password),
    ownerUrl: urlFor(adminUrl, name, owner, wanted.ownerPassword),
  };
  await as(urls.ownerUrl, (client) => client.query(grants(name)));
  return urls;
}

/** Removes a database and its two roles, whoever is still connected. */
export async function removeDatabase(adminUrl: string, name: string): Promise<void> {
  await as(adminUrl, async (client) => {
    await client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
    await client.query(`drop role if exists ${pg.escapeIdentifier(name)}`);
    await client.query(`drop role if exists ${pg.escapeIdentifier(`${name}_owner`)}`);
  });
}

function grants(name: string): string {
  const role = pg.escapeIdentifier(name);
  return `
    revoke all on database ${role} from public;
    grant connect on database ${role} to ${role};
    grant usage on schema public to ${role};
    alter default privileges in schema public grant select, insert, update, delete on tables to ${role};
    alter default privileges in schema public grant usage, select on sequences to ${role};`;
}

function urlFor(adminUrl: string, database: string, role: string, password: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  url.username = role;
  url.password = encodeURIComponent(password);
  return url.toString();
}

/** Work on a connection of its own. */
export async function as<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
