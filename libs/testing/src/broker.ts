import { randomBytes } from 'node:crypto';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { testServers } from './servers.js';

/** A connection to the broker of the test run, and names on it that no other spec file uses. */
export interface TestBroker extends AsyncDisposable {
  url: string;
  connection: NatsConnection;
  manager: JetStreamManager;
  /** A service name of this spec alone (`customer-1f2e3d4c`): its stream and subjects meet nobody else's. */
  service(name: string): string;
  /** Deletes every stream whose name holds one of our service names, and closes the connection. */
  dispose(): Promise<void>;
}

/** Connects to the test run's NATS. */
export async function testBroker(): Promise<TestBroker> {
  const url = testServers().natsUrl;
  const connection = await connect({ servers: url });
  const manager = await jetstreamManager(connection);
  const suffix = randomBytes(4).toString('hex');
  const dispose = async (): Promise<void> => {
    for await (const stream of manager.streams.list()) {
      if (stream.config.name.toLowerCase().includes(suffix)) await manager.streams.delete(stream.config.name);
    }
    await connection.close();
  };
  return {
    url,
    connection,
    manager,
    service: (name) => `${name}-${suffix}`,
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
