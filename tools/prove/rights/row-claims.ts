import { provideDatabase, removeDatabase } from '../../servers/databases.ts';
import type { Ground } from '../proof.ts';
import { Office } from './office.ts';
import { rowRights } from './row-rights.ts';

const companies = { small: 320, large: 3_000 } as const;

/**
 * Rights over rows, on a database of its own: in random companies the answers to random questions are those of an
 * oracle (`rights-oracle`), also by the explicit predicate alone (`rights-predicate`) and where it is left out
 * (`rights-wall`), and records beyond reach show their names only to whom a role gives that (`rights-names`).
 */
export async function rowClaims({ stage, size, random, tallies, say }: Ground): Promise<void> {
  const { adminDatabaseUrl } = stage.suite;
  if (!adminDatabaseUrl) throw new Error('The suite runs on a database that cannot be added to.');
  const name = `kontor_prove_${random.uuid().slice(0, 8)}`;
  const urls = await provideDatabase(adminDatabaseUrl, { name, password: 'prove', ownerPassword: 'prove' });
  const admin = new URL(adminDatabaseUrl);
  admin.pathname = `/${name}`;
  try {
    const office = await Office.open(name, urls, admin.href);
    try {
      const cases = await rowRights(office, companies[size], random, tallies);
      say(`${cases} cases in ${companies[size]} companies`);
    } finally {
      await office.close();
    }
  } finally {
    await removeDatabase(adminDatabaseUrl, name);
  }
}
