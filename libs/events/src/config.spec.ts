import { readEventsConfig } from './config.js';

test('without an environment a single broker on this machine is assumed', () => {
  expect(readEventsConfig({})).toEqual({
    natsUrl: 'nats://127.0.0.1:4222',
    stream: { maxBytes: 1_073_741_824, replicas: 1, maxAgeMs: 604_800_000 },
  });
});

test('a variable that is wrong is named', () => {
  expect(() => readEventsConfig({ NATS_STREAM_REPLICAS: 'three' })).toThrow('NATS_STREAM_REPLICAS');
});
