// What rights cost: the statements of the customer service under row-level security beside the same without it.
import { v7 as uuidv7 } from 'uuid';
import pg from 'pg';
import { as } from '../servers/databases.ts';
import { loneSelect } from '../../libs/database/src/lone-select.ts';
import { predicate } from '../../libs/access/src/row-policy.ts';
import { aimedRights } from './aims.ts';
import type { Kontor } from './kontor.ts';
import type { Outcome } from './outcome.ts';
import { customersPerOwner } from './seed.ts';
import { median, quantile } from './statistics.ts';

/** People in the company, in six levels; the lead of the team has 49 of them below. */
const peopleInAll = 1_000;
const teamSize = 50;

/** The people whose lists are measured, all of them with rows in the copy of people. */
interface Company {
  salesperson: string;
  lead: string;
  team: string[];
  administrator: string;
}

/** Statements are run this many times in turn, after a tenth as many that do not count. */
const times = 400;

/**
 * Fills the customer service's copy of people with a company of 1,000 in six levels, and measures the list of 50 of
 * one's own, of a team of 50 and of all, and the counts of that team: with rights (the condition in the statement, the
 * wall of row-level security, the caller's settings) and without any on a table that has none.
 */
export async function measureRights(kontor: Kontor, customers: number): Promise<Outcome[]> {
  const company = await organise(kontor, Math.max(1, Math.round(customers / customersPerOwner)));
  const service = new pg.Client({ connectionString: kontor.serviceUrl('customer') });
  const bare = new pg.Client({ connectionString: kontor.adminUrl('customer') });
  await Promise.all([service.connect(), bare.connect()]);
  try {
    const { salesperson, lead, team, administrator } = company;
    return [
      await compare('own', 'list 50 of one’s own', service, bare, listOf(salesperson, [salesperson])),
      await compare('team', `list 50 of a team of ${teamSize}`, service, bare, listOf(lead, team)),
      await compare('all', 'list 50 of all', service, bare, listOf(administrator, 'all')),
      await compare(
        'counts',
        `counts by status of a team of ${teamSize}`,
        service,
        bare,
        countsOf(lead, team),
      ),
    ];
  } finally {
    await Promise.all([service.end(), bare.end()]);
  }
}

/** The same question with rights and without. */
interface Pair {
  guarded: { name: string; text: string; values: unknown[] };
  bare: { name: string; text: string; values: unknown[] };
}

function listOf(personId: string, owners: 'all' | string[]): Pair {
  return pair(`list-${personId}`, personId, owners, 'r.*', 'ORDER BY create_time DESC, id DESC LIMIT 51');
}

function countsOf(personId: string, owners: string[]): Pair {
  const columns = 'status, count(*)::int AS count';
  return pair(`counts-${personId}`, personId, owners, columns, 'GROUP BY status ORDER BY status');
}

function pair(name: string, personId: string, owners: 'all' | string[], columns: string, tail: string): Pair {
  const values: unknown[] = [];
  const where = predicate(
    { kind: 'owned', column: 'guardian_id', object: 'customer' },
    {
      caller: { kind: 'person', personId, sessionId: '', roles: [], language: 'en', timeZone: 'UTC' },
      reach: () => ({ owners, grantees: [], names: undefined }),
    },
    'r',
    values,
  );
  const without = [...values];
  const settings = { person: personId, reach: 'person' };
  const guarded = loneSelect({ columns, table: 'public.customer', where, tail }, settings, values);
  const bare = `SELECT ${columns} FROM bound.customer r WHERE ${where} ${tail}`;
  return {
    guarded: { name: `${name}-guarded`, text: guarded, values },
    bare: { name: `${name}-bare`, text: bare, values: without },
  };
}

async function compare(
  what: string,
  title: string,
  service: pg.Client,
  bare: pg.Client,
  { guarded, bare: without }: Pair,
): Promise<Outcome> {
  const withRights: number[] = [];
  const withoutRights: number[] = [];
  for (let i = -times / 10; i < times; i++) {
    const rights = await timed(service, guarded);
    const none = await timed(bare, without);
    if (rights.rows !== none.rows)
      throw new Error(`${title}: ${rights.rows} rows with rights, ${none.rows} without.`);
    if (i < 0) continue;
    withRights.push(rights.ms);
    withoutRights.push(none.ms);
  }
  const sorted = withRights.sort((a, b) => a - b);
  const p50 = median(sorted);
  const ratio = p50 / median(withoutRights);
  const aim =
    what === 'counts' ? `p50 ≤ ${aimedRights.countsMs} ms` : `≤ ${aimedRights.times} × without rights`;
  return {
    bench: `rights-${what}`,
    title: `${title}, statement with rights and without`,
    connections: 1,
    unit: 'ms at the median',
    kontor: p50,
    bound: median(withoutRights),
    ratio,
    aim,
    met: what === 'counts' ? p50 <= aimedRights.countsMs : ratio <= aimedRights.times,
    p50,
    p99: quantile(sorted, 0.99),
    cpu: {},
  };
}

async function timed(client: pg.Client, query: pg.QueryConfig): Promise<{ ms: number; rows: number }> {
  const begun = performance.now();
  const { rows } = await client.query(query);
  return { ms: performance.now() - begun, rows: rows.length };
}

/**
 * Puts the owners of the seeded customers into the copy of people: six levels, four below each, and beside them a lead
 * with 49 people in two levels. The salesperson is one of them, the administrator the one above all.
 */
async function organise(kontor: Kontor, owners: number): Promise<Company> {
  return as(kontor.ownerUrl('customer'), async (client) => {
    const { rows } = await client.query<{ id: string }>(
      'SELECT md5(i::text)::uuid AS id FROM generate_series(1, $1::int - 1) i',
      [Math.max(owners, peopleInAll)],
    );
    const ids = [kontor.salespersonId, ...rows.map(({ id }) => id)].slice(0, peopleInAll);
    const administrator = uuidv7();
    const [lead = '', ...rest] = ids.slice(1);
    const below = rest.slice(0, teamSize - 1);
    const others = [kontor.salespersonId, ...rest.slice(teamSize - 1)];
    const managers = new Map<string, string>([[lead, others[20] ?? administrator]]);
    below.forEach((id, i) => managers.set(id, i < 7 ? lead : (below[i % 7] ?? lead)));
    others.forEach((id, i) =>
      managers.set(id, i === 0 ? administrator : (others[Math.floor((i - 1) / 4)] ?? '')),
    );
    const all = [administrator, ...managers.keys()];
    await client.query(
      `INSERT INTO person_copy (id, email, name, manager_id, roles, status, language, time_zone, person_version)
       SELECT id, id || '@bench.example', 'Person', nullif(manager, '')::uuid, roles::jsonb, 'active', 'en', 'UTC', 1
       FROM unnest($1::uuid[], $2::text[], $3::text[]) AS made (id, manager, roles)
       ON CONFLICT (id) DO UPDATE SET manager_id = excluded.manager_id`,
      [
        all,
        all.map((id) => managers.get(id) ?? ''),
        all.map((id) => JSON.stringify([id === administrator ? 'administrator' : 'salesperson'])),
      ],
    );
    await client.query(`
      DELETE FROM reporting_line;
      WITH RECURSIVE line (superior_id, person_id) AS (
        SELECT manager_id, id FROM person_copy WHERE manager_id IS NOT NULL
        UNION
        SELECT above.manager_id, line.person_id FROM line
        JOIN person_copy above ON above.id = line.superior_id WHERE above.manager_id IS NOT NULL
      )
      INSERT INTO reporting_line SELECT superior_id, person_id FROM line;
      UPDATE organisation_version SET version = version + 1;
      ANALYZE person_copy, reporting_line;
    `);
    return { salesperson: kontor.salespersonId, lead, team: [lead, ...below], administrator };
  });
}
