import type pg from 'pg';
import { as } from '../servers/databases.ts';

/** Customers that each owner has. */
export const customersPerOwner = 1_000;

/** Columns of a customer that both sides are seeded with. */
const columns = `id, number, kind, name, status, channel, segment, phones, emails, website, addresses, city, note, owner_id,
  source, external_id, version, create_time, update_time`;

/**
 * Fills Kontor's customer table by SQL: `count` customers, made one a second up to now, in turn by owners of whom the
 * first is `ownerId`. As the owning role, and as the service itself where row-level security asks.
 */
export async function seedKontor(ownerUrl: string, count: number, ownerId: string): Promise<void> {
  await withoutIndexes(ownerUrl, 'public', async (client) => {
    await client.query("SELECT set_config('kontor.reach', 'service', true)");
    await client.query(
      `INSERT INTO customer (${columns})
       SELECT uuidv7(-age), 'S-' || lpad(i::text, 9, '0'), CASE WHEN i % 3 = 0 THEN 'person' ELSE 'company' END,
         'Customer ' || i, (ARRAY['prospect', 'interested', 'negotiating', 'cooperating', 'dormant', 'lost'])[1 + i / $1 % 6],
         'import', (ARRAY['Consumer', 'Corporate', 'Home Office'])[1 + i % 3],
         jsonb_build_array(jsonb_build_object('raw', '+49 30 ' || i, 'number', '+4930' || i, 'kind', 'work')),
         jsonb_build_array('office' || i || '@example.com'), 'https://example.com',
         jsonb_build_array(jsonb_build_object('street', 'Hafenstraße ' || i % 200, 'city', city, 'region', '',
           'postalCode', lpad((i % 99999)::text, 5, '0'), 'country', 'DE')),
         city, 'Taken over from the old system.',
         CASE WHEN i % $1 = 0 THEN $2::uuid ELSE md5((i % $1)::text)::uuid END,
         'seed', i::text, 1, now() - age, now() - age
       FROM generate_series(1, $3::int) AS i,
         LATERAL (SELECT make_interval(secs => $3::int - i) AS age,
           (ARRAY['Berlin', 'Hamburg', 'Москва', '上海', 'Leipzig'])[1 + i % 5] AS city) AS made`,
      [Math.max(1, Math.round(count / customersPerOwner)), ownerId, count],
    );
  });
}

/** Makes the bound's tables like Kontor's, whatever those are today, and fills them with the same rows. */
export async function seedBound(ownerUrl: string, boundUrl: string): Promise<void> {
  await as(ownerUrl, async (client) => {
    await client.query(`
      DROP SCHEMA IF EXISTS bound CASCADE;
      CREATE SCHEMA bound;
      CREATE TABLE bound.customer (LIKE public.customer INCLUDING ALL);
      CREATE TABLE bound.outbox (LIKE public.outbox INCLUDING ALL);
      CREATE SEQUENCE bound.customer_number`);
  });
  await withoutIndexes(boundUrl, 'bound', async (client) => {
    await client.query("SELECT set_config('kontor.reach', 'service', true)");
    // The bound keeps the words of the wire, so that nothing has to be translated.
    await client.query(
      `INSERT INTO bound.customer (${columns})
       SELECT id, number, 'CUSTOMER_KIND_' || upper(kind), name, 'CUSTOMER_STATUS_' || upper(status),
         'CHANNEL_' || upper(channel), segment, replace(phones::text, '"work"', '"PHONE_KIND_WORK"')::jsonb, emails, website,
         addresses, city, note, owner_id, source, external_id, version, create_time, update_time
       FROM public.customer`,
    );
  });
}

/** Up to `count` customers of an owner, evenly from all of them. */
export async function someIds(ownerUrl: string, ownerId: string, count: number): Promise<string[]> {
  return as(ownerUrl, async (client) => {
    await client.query("SELECT set_config('kontor.reach', 'service', false)");
    const { rows } = await client.query<{ id: string }>(
      'SELECT id FROM customer WHERE owner_id = $1 ORDER BY md5(id::text) LIMIT $2',
      [ownerId, count],
    );
    return rows.map(({ id }) => id);
  });
}

/** Brings tables and log into the state of a server that has run for a while. Wants the superuser. */
export async function settleTables(adminUrl: string): Promise<void> {
  await as(adminUrl, async (client) => {
    await client.query('VACUUM (ANALYZE)');
    await client.query('CHECKPOINT');
  });
}

/** One transaction; secondary indexes of the customer table are made afterwards, which is far quicker. */
async function withoutIndexes(
  url: string,
  schema: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  await as(url, async (client) => {
    await client.query("BEGIN; SET LOCAL maintenance_work_mem = '512MB'");
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(
      `SELECT quote_ident(schemaname) || '.' || quote_ident(indexname) AS name, indexdef AS definition FROM pg_indexes
       WHERE schemaname = $1 AND tablename = 'customer' AND indexname NOT LIKE '%pkey'`,
      [schema],
    );
    for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
    await work(client);
    for (const { definition } of indexes) await client.query(definition);
    await client.query('COMMIT');
  });
}
