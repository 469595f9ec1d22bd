import { join } from 'node:path';
import pg from 'pg';
import { databaseName } from '../../start/services.ts';
import { examine } from '../../audit/verify.ts';
import type { Ground } from '../proof.ts';
import { dropAudit, makeAudit } from './audit-forgery.ts';
import { tamperings, tamperingsBeyondTheDatabase } from './audit-tamperings.ts';

const trials = { small: 200, large: 1_000 } as const;

/** Each of many random tamperings with the audit is found (`audit-tampering`), and nothing is found where there is none. */
export async function auditTampering({ stage, size, random, tallies, say }: Ground): Promise<void> {
  const url = new URL(stage.suite.adminDatabaseUrl ?? '');
  url.pathname = `/${databaseName('identity')}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  const folder = join(stage.folder, 'audit-digests');
  const found = tallies.of('audit-tampering');
  const sound = tallies.of('audit-sound');
  const kinds = [
    ...Object.entries(tamperings).map(([name, tamper]) => ({ name, tamper, where: {} })),
    ...Object.entries(tamperingsBeyondTheDatabase).map(([name, tamper]) => ({
      name,
      tamper,
      where: { folder },
    })),
  ];
  try {
    await makeAudit(client, folder, random);
    for (let trial = 0; trial < trials[size]; trial++) {
      const { name, tamper, where } = kinds[trial % kinds.length] as (typeof kinds)[number];
      await client.query('BEGIN');
      const what = await tamper(client, random);
      const { fault } = await examine(client, where);
      await client.query('ROLLBACK');
      found.check(fault === undefined ? `${name}: ${what} was not noticed` : undefined, name);
      if (trial % 20 === 0) sound.check((await examine(client, { folder })).fault);
    }
    say(`${trials[size]} tamperings of ${kinds.length} kinds`);
  } finally {
    await dropAudit(client);
    await client.end();
  }
}
