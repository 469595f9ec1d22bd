import { join } from 'node:path';
import type { Kontor } from '../kontor.ts';
import { createRequest } from '../scenarios.ts';
import { as } from '../../servers/databases.ts';
import { median } from '../statistics.ts';
import { costOf, type Cost } from './measure.ts';
import { startBeside } from './beside.ts';

/** What a creation costs with the check for duplicates and without. */
export interface Creation {
  connections: number;
  with: Cost;
  without: Cost;
}

/** Runs of each side, in turn; the middle of each figure counts. */
const rounds = 3;

/**
 * Creates customers through two new services in turn, of which one looks for no duplicates, and takes the customers away
 * again, so that lists are measured on the base that was filled in.
 */
export async function measureCreation(kontor: Kontor, dataDir: string, seconds: number): Promise<Creation[]> {
  const folder = join(dataDir, 'logs');
  const keys = await startBeside(kontor, folder, true);
  const without = await startBeside(kontor, folder, false);
  try {
    const requests = Array.from({ length: 20 }, (_, i) => createRequest(kontor.dialect, i));
    const creations: Creation[] = [];
    for (const connections of [1, 16]) {
      const found = { with: [] as Cost[], without: [] as Cost[] };
      for (let round = 0; round < rounds; round++) {
        const sending = {
          api: kontor.people.colleague,
          requests,
          connections,
          seconds,
          ...(round === 0 && { warmSeconds: 3 }),
        };
        found.with.push(await costOf(kontor, { ...sending, instead: keys }));
        if (round === 0) await assertKeys(kontor, true);
        found.without.push(await costOf(kontor, { ...sending, instead: without }));
        if (round === 0) await assertKeys(kontor, false);
      }
      creations.push({ connections, with: middle(found.with), without: middle(found.without) });
    }
    return creations;
  } finally {
    await without.stop();
    await keys.stop();
    await forget(kontor);
  }
}

/** Takes away what was created: the customers of the creation's request, and their rows. */
async function forget(kontor: Kontor): Promise<void> {
  await as(kontor.adminUrl('customer'), async (client) => {
    await client.query(`
      BEGIN;
      CREATE TEMP TABLE made ON COMMIT DROP AS SELECT id FROM customer WHERE name >= 'Nordwind Instruments ' AND name < 'Nordwind Instruments!';
      DELETE FROM ownership_change USING made WHERE customer_id = made.id;
      DELETE FROM customer USING made WHERE customer.id = made.id;
      COMMIT`);
    await client.query('VACUUM (ANALYZE) customer, match_key, search_document, ownership_change');
  });
}

/** Throws unless the newest customer has keys, or has none: what is compared is what was meant. */
async function assertKeys(kontor: Kontor, wanted: boolean): Promise<void> {
  const { rows } = await as(kontor.adminUrl('customer'), (client) =>
    client.query<{ keys: number }>(
      `SELECT (SELECT count(*)::int FROM match_key k WHERE k.customer_id = c.id) AS keys
       FROM customer c ORDER BY create_time DESC LIMIT 1`,
    ),
  );
  if ((rows[0]?.keys ?? 0) > 0 === wanted) return;
  throw new Error(
    wanted ? 'New customers have no keys.' : 'The service without keys writes keys: see no-keys.ts.',
  );
}

function middle(costs: readonly Cost[]): Cost {
  const of = (pick: (cost: Cost) => number): number => median(costs.map(pick));
  return {
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    cpu: of(({ cpu }) => cpu),
    requestsPerSecond: of(({ requestsPerSecond }) => requestsPerSecond),
  };
}
