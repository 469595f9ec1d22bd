import { jetstream, jetstreamManager, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { StreamPublisher } from './stream-publisher.js';

export interface BrokerSettings {
  /** Addresses, separated by commas. */
  url: string;
  /** Shown in the broker's list of connections: the service's name. */
  name: string;
  /**
   * Called when the connection has ended for good though nobody closed it (wrong credentials, for instance). A service
   * ends its process then, so that whoever runs it starts it anew.
   */
  onLost: (error: Error) => void;
}

/** The connection of one process to the broker. */
export interface Broker {
  readonly connection: NatsConnection;
  readonly jetstream: JetStreamClient;
  /** For events, of which there are many. */
  readonly publisher: StreamPublisher;
  /** False while the connection is being restored. */
  readonly connected: boolean;
  /** API of streams and consumers; waits for the broker. */
  manager(): Promise<JetStreamManager>;
  /** Sends what is under way and closes. */
  close(): Promise<void>;
}

/**
 * Connects to the broker, waiting for it as long as it takes, and reconnects forever: first after half a second plus up
 * to half a second by chance, so that a cluster's clients do not all come back at once.
 */
export async function connectBroker(settings: BrokerSettings): Promise<Broker> {
  const connection = await connect({
    servers: settings.url.split(',').map((address) => address.trim()),
    name: settings.name,
    waitOnFirstConnect: true,
    // The client would otherwise take two stack traces for every message it publishes.
    noAsyncTraces: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    reconnectJitter: 500,
    reconnectJitterTLS: 500,
    pingInterval: 10_000,
    maxPingOut: 3,
  });
  const publisher = new StreamPublisher(connection);
  let connected = true;
  let closing = false;
  void (async () => {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect') {
        connected = false;
        publisher.fail(new Error('The connection to the broker broke.'));
      }
      if (status.type === 'reconnect') connected = true;
    }
  })();
  void connection.closed().then((error) => {
    connected = false;
    if (!closing)
      settings.onLost(error instanceof Error ? error : new Error('The connection to the broker has ended.'));
  });
  return {
    connection,
    jetstream: jetstream(connection),
    publisher,
    get connected() {
      return connected;
    },
    // Without the check of the account, which would fail where the broker has just started.
    manager: () => jetstreamManager(connection, { checkAPI: false }),
    close: async () => {
      closing = true;
      // A drain needs the broker; without it nothing can be sent any more anyway.
      if (connected) await connection.drain().catch(() => undefined);
      await connection.close();
    },
  };
}
