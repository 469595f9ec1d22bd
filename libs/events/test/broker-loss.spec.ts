import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@kontor/testing/until';
import { smallStream } from '../src/config.js';
import { replay } from '../src/replay.js';
import { ownBroker, type OwnBroker } from './own-broker.js';
import { effects, testbed, writeEffect, type Testbed } from './testbed.js';

let broker: OwnBroker;
let bed: Testbed;

beforeEach(async () => {
  broker = await ownBroker();
  bed = await testbed(broker.url);
});

afterEach(async () => {
  await bed.dispose();
  await broker.dispose();
});

/** Writes `each` changes to each of ten aggregates. */
async function load(each: number): Promise<void> {
  await Promise.all(Array.from({ length: 10 }, (_, i) => bed.change(`aggregate-${i}`, each)));
}

async function expectEachEffectOnce(count: number): Promise<void> {
  const written = await effects(bed);
  expect(written).toHaveLength(count);
  expect(new Set(written.map(({ eventId }) => eventId))).toEqual(new Set(await bed.eventIds()));
}

test('while the broker is down changes go on, and afterwards the relay catches up', async () => {
  const relay = bed.relay();
  const consumers = bed.consumers(writeEffect);
  relay.start();
  consumers.start();
  await load(3);
  await until('the first effects', async () => (await effects(bed)).length === 30);
  await broker.kill();
  await load(3);
  expect(await bed.waiting()).toBe(30);
  await broker.start();
  await until('all effects', async () => (await effects(bed)).length >= 60);
  await consumers.stop();
  await relay.stop();
  await expectEachEffectOnce(60);
});

test('after the broker lost its store under load, a replay brings every effect, each once', async () => {
  const relay = bed.relay();
  const consumers = bed.consumers(writeEffect);
  relay.start();
  await load(10);
  await until('the events to be published', async () => (await bed.waiting()) === 0);
  // Half of them have their effect, the others are on the stream when it is lost.
  consumers.start();
  await until('some effects', async () => (await effects(bed)).length > 20);
  const loading = load(10);
  await sleep(20);
  await broker.kill();
  await broker.wipe();
  await broker.start();
  await loading;
  await until('the relay to catch up', async () => (await bed.waiting()) === 0);
  const published = await replay({
    service: bed.service,
    pool: bed.pool,
    broker: bed.broker,
    stream: smallStream,
    selection: {},
    now: new Date(),
  });
  expect(published).toBe(200);
  await until('all effects', async () => (await effects(bed)).length >= 200);
  await consumers.stop();
  await relay.stop();
  await expectEachEffectOnce(200);
});

test('a replay takes the events of one aggregate, and refuses what inboxes have forgotten', async () => {
  const relay = bed.relay();
  relay.start();
  await load(2);
  await until('the events to be published', async () => (await bed.waiting()) === 0);
  await relay.stop();
  const options = {
    service: bed.service,
    pool: bed.pool,
    broker: bed.broker,
    stream: smallStream,
    now: new Date(),
  };
  expect(await replay({ ...options, selection: { aggregateId: 'aggregate-3' } })).toBe(2);
  expect(await replay({ ...options, selection: { type: 'kontor.identity.v1.PersonChanged' } })).toBe(0);
  await expect(replay({ ...options, selection: { since: '2020-01-01T00:00:00Z' } })).rejects.toThrow(
    'cannot be replayed',
  );
  await bed.pool.query(
    `UPDATE outbox SET create_time = create_time - interval '46 days' WHERE aggregate_id = 'aggregate-3'`,
  );
  expect(await replay({ ...options, selection: {} })).toBe(18);
});
