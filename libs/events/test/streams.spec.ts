import { testBroker, type TestBroker } from '@kontor/testing/broker';
import { smallStream } from '../src/config.js';
import { durableName, streamName } from '../src/names.js';
import { ensureConsumer, ensureStream } from '../src/streams.js';

let broker: TestBroker;

beforeAll(async () => {
  broker = await testBroker();
});

afterAll(() => broker.dispose());

test('a stream is made once, keeps events on disk for seven days and refuses rather than forgets', async () => {
  const service = broker.service('maker');
  expect(await ensureStream(broker.manager, service, smallStream, 'owner')).toBe(true);
  expect(await ensureStream(broker.manager, service, smallStream, 'owner')).toBe(false);
  const { config } = await broker.manager.streams.info(streamName(service));
  expect(config).toMatchObject({
    subjects: [`kontor.${service}.>`],
    storage: 'file',
    retention: 'limits',
    discard: 'new',
    max_bytes: smallStream.maxBytes,
    max_age: 7 * 86_400 * 1e9,
    duplicate_window: 120 * 1e9,
    num_replicas: 1,
  });
});

test('only the owner of a stream changes its settings', async () => {
  const service = broker.service('owner');
  const maxBytes = async (): Promise<number> =>
    (await broker.manager.streams.info(streamName(service))).config.max_bytes;
  await ensureStream(broker.manager, service, smallStream, 'owner');
  await ensureStream(broker.manager, service, { ...smallStream, maxBytes: 1 << 20 }, 'listener');
  expect(await maxBytes()).toBe(smallStream.maxBytes);
  await ensureStream(broker.manager, service, { ...smallStream, maxBytes: 1 << 20 }, 'owner');
  expect(await maxBytes()).toBe(1 << 20);
});

test('replicas that start together make one stream and one consumer', async () => {
  const emitter = broker.service('together');
  const subscription = { consumer: 'listener', emitter, eventPackage: 'kontor.customer.v1' };
  await Promise.all(
    Array.from({ length: 5 }, async () => {
      await ensureStream(broker.manager, emitter, smallStream, 'owner');
      await ensureConsumer(broker.manager, subscription);
    }),
  );
  const { config } = await broker.manager.consumers.info(streamName(emitter), durableName(subscription));
  expect(config).toMatchObject({
    filter_subject: `kontor.${emitter}.customer.v1.>`,
    ack_policy: 'explicit',
    deliver_policy: 'all',
    ack_wait: 30e9,
    max_ack_pending: 1024,
    max_deliver: 20,
  });
});
