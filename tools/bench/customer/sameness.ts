import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import type { Api } from '../api.ts';
import { as } from '../../servers/databases.ts';
import { empty, fill } from './fill.ts';
import { filledTables, talkColumns } from './fill-sql.ts';

/** Customers that are made in both ways: of three scripts, companies and persons, in every stage. */
const compared = 18;

/** Tables that grow with customers and are left empty on purpose; see fill.ts. */
const leftOut = new Set(['audit', 'outbox', 'inbox', 'idempotency']);

interface Made {
  i: number;
  body: Record<string, unknown>;
  contacts: Record<string, unknown>[];
  talks: (Record<string, unknown> & { withContact: boolean })[];
}

/** What the rows of customers are in each table, told so that two ways of making them can be compared. */
type Rows = Record<string, unknown[]>;

/**
 * Makes some customers with contacts and talks through the API, and the same by filling; throws unless the service's
 * tables have the same rows both times, but for ids, numbers and times. Leaves the tables empty. `owners` are those whom
 * the first place of `bench.owner` stands for: the salesperson, who makes them. Returns how many rows were alike.
 */
export async function assertSame(
  adminUrl: string,
  salesperson: Api,
  outcomeTemplateId: string,
): Promise<number> {
  const options = { from: 1, to: compared, owners: [0, 1] as const, outcomeTemplateId };
  await fill(adminUrl, options, () => {});
  const filled = await as(adminUrl, rowsOf);
  const wanted = await as(adminUrl, wantedOf);
  await empty(adminUrl);
  const authorization = await salesperson.authorization();
  for (const one of wanted) await make(salesperson, authorization, one, outcomeTemplateId);
  const made = await as(adminUrl, async (client) => {
    await onlyFilled(client);
    return rowsOf(client);
  });
  await empty(adminUrl);
  for (const table of filledTables) {
    if (isDeepStrictEqual(filled[table], made[table])) continue;
    const mine = filled[table] ?? [];
    const theirs = made[table] ?? [];
    const at = theirs.findIndex((row, i) => !isDeepStrictEqual(row, mine[i]));
    throw new Error(
      `Filling ${table} makes other rows than the service (${mine.length}, and ${theirs.length}). The first that is ` +
        `another one, filled and made: ${difference(mine[at] ?? {}, theirs[at] ?? {})}`,
    );
  }
  return Object.values(made).reduce((sum, rows) => sum + rows.length, 0);
}

function difference(mine: object, theirs: object): string {
  const others = new Map(Object.entries(theirs));
  const columns = Object.entries(mine).filter(
    ([column, value]) => !isDeepStrictEqual(value, others.get(column)),
  );
  const more = [...others.keys()].filter((column) => !(column in mine));
  return JSON.stringify([...columns.map(([column, value]) => [column, value, others.get(column)]), ...more]);
}

async function make(
  api: Api,
  headers: Record<string, string>,
  { body, contacts, talks }: Made,
  outcomeTemplateId: string,
): Promise<void> {
  const { id } = await api.call<{ id: string }>('POST', '/v1/customers', body, headers);
  const ids: string[] = [];
  for (const contact of contacts) {
    const made = await api.call<{ id: string }>('POST', `/v1/customers/${id}/contacts`, contact, headers);
    ids.push(made.id);
  }
  for (const { withContact, templated, ...talk } of talks) {
    const more = {
      ...(withContact && { contactId: ids[0] }),
      ...(templated === true && { outcomeTemplateId }),
    };
    await api.call('POST', `/v1/customers/${id}/interactions`, { ...talk, ...more }, headers);
  }
}

/** The bodies of requests that make the customers of `bench.made`. */
async function wantedOf(client: pg.Client): Promise<Made[]> {
  const columns = Object.entries(talkColumns).map(([name, sql]) => `${sql} AS ${name}`);
  const { rows } = await client.query<{ made: Made }>(`
    SELECT jsonb_build_object('i', i,
      'body', (SELECT to_jsonb(c) - '{id,number,city,owner_id,assign_time,status,last_contact_time,next_contact_time}'::text[]
        FROM customer c WHERE c.id = m.id),
      'contacts', (SELECT coalesce(jsonb_agg(to_jsonb(k) ORDER BY k.id), '[]') FROM contact k WHERE k.customer_id = m.id),
      'talks', (SELECT jsonb_agg(to_jsonb(t) ORDER BY r) FROM generate_series(1, m.talks) r,
        LATERAL (SELECT ${columns.join(', ')}) t)) AS made
    FROM bench.made m ORDER BY i`);
  return rows.map(({ made }) => ({
    i: made.i,
    body: spoken(made.body, [
      'kind',
      'name',
      'channel',
      'segment',
      'phones',
      'emails',
      'website',
      'tax_number',
      'addresses',
      'note',
      'source',
      'external_id',
    ]),
    contacts: made.contacts.map((contact) =>
      spoken(contact, ['name', 'position', 'roles', 'phones', 'emails', 'language']),
    ),
    talks: made.talks.map((talk) => ({
      ...spoken(talk, [
        'manner',
        'direction',
        'talk_time',
        'content',
        'outcome',
        'customer_status',
        'next_contact_time',
      ]),
      ...(talk.next_contact_time
        ? { nextAction: talk.outcome, nextContactTimeZone: 'UTC', remindMinutesBefore: [60] }
        : {}),
      withContact: talk.with_contact === true,
      templated: talk.templated,
    })),
  }));
}

/** A row as the API is told it: names of fields instead of columns, nothing that is absent. */
function spoken(row: Record<string, unknown>, columns: string[]): Record<string, unknown> {
  return Object.fromEntries(
    columns.flatMap((column) => {
      const value = row[column];
      if (value === null || value === undefined) return [];
      return [[column.replace(/_[a-z]/g, ([, letter]) => (letter ?? '').toUpperCase()), value]];
    }),
  );
}

/** Throws where the service wrote rows about a customer into a table that is not filled. */
async function onlyFilled(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `SELECT c.table_name AS table, c.column_name AS column FROM information_schema.columns c
     JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.udt_name = 'uuid'`,
  );
  for (const { table, column } of rows) {
    if (filledTables.includes(table) || leftOut.has(table)) continue;
    const found = await client.query(
      `SELECT 1 FROM ${table} t WHERE t.${column} IN (SELECT id FROM customer UNION ALL SELECT id FROM contact
         UNION ALL SELECT id FROM interaction) LIMIT 1`,
    );
    if (found.rowCount) throw new Error(`The service writes ${table} about customers, and filling does not.`);
  }
}

async function rowsOf(client: pg.Client): Promise<Rows> {
  const named = new Map<string, string>();
  const found: Rows = {};
  // Ids by what they are of: the customer by its name, its contacts and talks by their places.
  const { rows: ids } = await client.query<{ id: string; name: string }>(`
    SELECT id, name FROM customer UNION ALL SELECT id, name FROM contact
    UNION ALL SELECT i.id, c.name || ' ' || row_number() OVER (PARTITION BY c.id ORDER BY i.talk_time)
      FROM interaction i JOIN customer c ON c.id = i.customer_id`);
  for (const { id, name } of ids) named.set(id, name);
  for (const table of filledTables) {
    const { rows } = await client.query<{ row: Record<string, unknown> }>(
      `SELECT to_jsonb(t) AS row FROM ${table} t`,
    );
    found[table] = rows
      .map(({ row }) => told(row, named))
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  return found;
}

/** A row without what is another one each time: ids by names, of times only whether there is one. */
function told(row: Record<string, unknown>, named: ReadonlyMap<string, string>): unknown {
  const entries = Object.entries(row).map(([column, value]) => {
    if (column === 'number' || (/(^|_)time$|^talk_time$/.test(column) && !timed.has(column)))
      return [column, value !== null];
    if (column === 'tokens')
      return [
        column,
        String(value)
          .split(' ')
          .filter((token) => !/^'c/.test(token)),
      ];
    if (typeof value !== 'string') return [column, value];
    return [column, named.get(value) ?? (column === 'id' ? 'new' : value)];
  });
  return Object.fromEntries(entries) as unknown;
}

/** Times that are said, not taken. */
const timed = new Set(['talk_time', 'next_contact_time', 'last_contact_time']);
