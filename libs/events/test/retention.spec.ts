import { testServers } from '@kontor/testing/servers';
import { deleteExpired } from '../src/retention.js';
import { testbed, type Testbed } from './testbed.js';

let bed: Testbed;

beforeEach(async () => {
  bed = await testbed(testServers().natsUrl);
});

afterEach(() => bed.dispose());

const now = new Date('2026-12-01T00:00:00Z');
const daysAgo = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();

async function left(table: string, column: string): Promise<string[]> {
  const { rows } = await bed.pool.query<{ name: string }>(
    `SELECT ${column} AS name FROM ${table} ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

test('published events go after 14 days, unpublished ones never', async () => {
  const add = (name: string, age: number, published: boolean): Promise<unknown> =>
    bed.pool.query(
      `INSERT INTO outbox (id, partition, subject, type, aggregate, aggregate_id, version, person_id, request_id, payload, create_time, publish_time)
       VALUES (gen_random_uuid(), 0, '', '', '', $1, 1, '', '', '{}', $2, $3)`,
      [name, daysAgo(age), published ? daysAgo(age) : null],
    );
  await add('new', 13.9, true);
  await add('old', 14.1, true);
  await add('old-and-waiting', 40, false);
  expect(await deleteExpired(bed.pool, now)).toMatchObject({ outbox: 1 });
  expect(await left('outbox', 'aggregate_id')).toEqual(['new', 'old-and-waiting']);
});

test('inbox rows go after 45 days, in as many batches as it takes', async () => {
  await bed.pool.query(
    `INSERT INTO inbox SELECT 'old', gen_random_uuid(), $1 FROM generate_series(1, 2500)`,
    [daysAgo(45.1)],
  );
  await bed.pool.query(`INSERT INTO inbox SELECT 'new', gen_random_uuid(), $1`, [daysAgo(44.9)]);
  expect(await deleteExpired(bed.pool, now)).toMatchObject({ inbox: 2500 });
  expect(await left('inbox', 'consumer')).toEqual(['new']);
});

test('idempotency keys go after 7 days', async () => {
  for (const [key, age] of [
    ['new', 6.9],
    ['old', 7.1],
  ] as const) {
    await bed.pool.query(
      `INSERT INTO idempotency (person_id, method, key, fingerprint, create_time) VALUES ('', '', $1, '', $2)`,
      [key, daysAgo(age)],
    );
  }
  await deleteExpired(bed.pool, now);
  expect(await left('idempotency', 'key')).toEqual(['new']);
});

test('dead letters go 30 days after their replay; open ones stay', async () => {
  const replays = [
    ['open', null],
    ['replayed', daysAgo(29.9)],
    ['long-replayed', daysAgo(30.1)],
  ] as const;
  for (const [name, replayTime] of replays) {
    await bed.pool.query(
      `INSERT INTO dead_letter (consumer, event_id, subject, type, headers, payload, reason, deliveries, create_time, replay_time)
       VALUES ($1, gen_random_uuid(), '', '', '{}', '{}', '', 8, $2, $3)`,
      [name, daysAgo(100), replayTime],
    );
  }
  await deleteExpired(bed.pool, now);
  expect(await left('dead_letter', 'consumer')).toEqual(['open', 'replayed']);
});
