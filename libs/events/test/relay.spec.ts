import { setTimeout as sleep } from 'node:timers/promises';
import { testServers } from '@kontor/testing/servers';
import { until } from '@kontor/testing/until';
import { streamName } from '../src/names.js';
import { factsOf } from '../src/received-event.js';
import { testbed, eventType, type Testbed } from './testbed.js';

let bed: Testbed;

beforeEach(async () => {
  bed = await testbed(testServers().natsUrl);
});

afterEach(() => bed.dispose());

/** What stands on the stream, in order. */
async function onStream(): Promise<{ id: string; aggregateId: string; version: number }[]> {
  const manager = await bed.broker.manager();
  const stream = streamName(bed.service);
  const { state } = await manager.streams.info(stream);
  const found = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    const message = await manager.streams.getMessage(stream, { seq });
    const facts = message && factsOf(message.header);
    if (facts) found.push(facts);
  }
  return found;
}

/** Ends the database connections of relays that hold a transaction open, as the death of their process would. */
async function crashRelays(): Promise<number> {
  const { rowCount } = await bed.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = $1 AND pid <> pg_backend_pid() AND state = 'idle in transaction'`,
    [`${bed.service}-relay`],
  );
  return rowCount ?? 0;
}

test('an event is published after its commit with the attributes of CloudEvents', async () => {
  const relay = bed.relay();
  relay.start();
  await bed.change('a');
  await until('the event to be published', async () => (await bed.waiting()) === 0);
  const manager = await bed.broker.manager();
  const message = await manager.streams.getMessage(streamName(bed.service), { seq: 1 });
  const [id] = await bed.eventIds();
  expect(message?.subject).toBe(`kontor.${bed.service}.identity.v1.SessionEnded`);
  expect(JSON.parse(message?.string() ?? '')).toEqual({ sessionId: 'a', personId: '' });
  expect(message?.header.get('Nats-Msg-Id')).toBe(id);
  expect(message?.header.get('ce-specversion')).toBe('1.0');
  expect(message && factsOf(message.header)).toMatchObject({
    id,
    type: eventType,
    aggregateId: 'a',
    version: 1,
    personId: '',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  });
  await relay.stop();
});

test('rows that nobody woke the relay for are found by polling', async () => {
  await bed.change('left-by-a-crash', 3);
  const relay = bed.relay();
  relay.start();
  await until('the rows to be published', async () => (await bed.waiting()) === 0);
  expect((await onStream()).map(({ version }) => version)).toEqual([1, 2, 3]);
  await relay.stop();
});

test('four relays and eight writers lose nothing and keep the order while relays crash', async () => {
  const relays = [bed.relay(), bed.relay(), bed.relay(), bed.relay()];
  for (const relay of relays) relay.start();
  let writing = true;
  const writers = Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      for (let i = 0; i < 100; i++) await bed.change(`aggregate-${(i * 7 + writer) % 40}`);
    }),
  ).finally(() => (writing = false));
  let crashes = 0;
  while (writing || (await bed.waiting()) > 0) {
    if (crashes < 60) crashes += await crashRelays();
    await sleep(3);
  }
  await writers;
  await Promise.all(relays.map((relay) => relay.stop()));
  const stream = await onStream();
  const firsts = [...new Map(stream.map((event) => [event.id, event] as const).reverse()).values()].reverse();
  expect(crashes).toBeGreaterThan(0);
  expect(new Set(firsts.map(({ id }) => id))).toEqual(new Set(await bed.eventIds()));
  const byAggregate = Map.groupBy(firsts, ({ aggregateId }) => aggregateId);
  for (const events of byAggregate.values()) {
    expect(events.map(({ version }) => version)).toEqual(events.map((_, i) => i + 1));
  }
});

test('an event that the broker refuses holds up its own aggregate only', async () => {
  await bed.change('stuck');
  // The broker takes no message beyond 1 MiB.
  await bed.pool.query(`UPDATE outbox SET payload = repeat('x', 2000000)`);
  await bed.change('stuck');
  const { rows } = await bed.pool.query<{ partition: number }>('SELECT partition FROM outbox LIMIT 1');
  // In the same partition, so that it waits behind the refused one.
  await bed.change('free');
  await bed.pool.query('UPDATE outbox SET partition = $1', [rows[0]?.partition]);
  const relay = bed.relay();
  relay.start();
  await until('the other aggregate to be published', async () => (await bed.waiting()) === 2);
  expect((await onStream()).map(({ aggregateId }) => aggregateId)).toEqual(['free']);
  await bed.pool.query(`UPDATE outbox SET payload = '{}' WHERE aggregate_id = 'stuck'`);
  await until('the rest to be published', async () => (await bed.waiting()) === 0);
  const stuck = (await onStream()).filter(({ aggregateId }) => aggregateId === 'stuck');
  expect(stuck.map(({ version }) => version)).toEqual([1, 2]);
  await relay.stop();
});

test('the note of a failure goes once the events of its partition go through', async () => {
  await bed.change('a');
  await bed.pool.query(`UPDATE outbox_partition SET failures = 20, failure = 'refused'`);
  const relay = bed.relay();
  relay.start();
  await until('the event to be published', async () => (await bed.waiting()) === 0);
  const { rows } = await bed.pool.query(
    'SELECT p.failures, p.failure FROM outbox_partition p JOIN outbox o ON o.partition = p.partition',
  );
  expect(rows).toEqual([{ failures: 0, failure: null }]);
  await relay.stop();
});
