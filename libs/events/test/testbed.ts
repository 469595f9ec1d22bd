import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Organisation } from '@kontor/access/organisation';
import { serviceCall } from '@kontor/access/call';
import { AuditOnBehalf1700000000003 } from '@kontor/database/audit.migration';
import { createDataSource } from '@kontor/database/data-source';
import { Platform1700000000000 } from '@kontor/database/platform.migration';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { createLogger } from '@kontor/telemetry/logger';
import { testDatabase } from '@kontor/testing/database';
import { smallStream } from '../src/config.js';
import { connectBroker, type Broker } from '../src/connection.js';
import { EventConsumers } from '../src/event-server.js';
import type { EventHandler } from '../src/event-handler.js';
import { Relay } from '../src/relay.js';
import { relayPool } from '../src/relay-pool.js';

/** Aggregates, and a ledger of effects in which nothing hides a second one. */
class Ledger1700000000001 implements MigrationInterface {
  name = 'Ledger1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE root (id text PRIMARY KEY, version integer NOT NULL);
      CREATE TABLE effect (
        position bigint GENERATED ALWAYS AS IDENTITY, event_id uuid NOT NULL, aggregate_id text NOT NULL, version integer NOT NULL
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE root, effect');
  }
}

/** The event that these tests send; what it says does not matter. */
export const eventType = 'kontor.identity.v1.SessionEnded';

/** One service with its database, on a broker; it listens to its own events. */
export interface Testbed {
  service: string;
  /** Name of the database and of the role that runs. */
  database: string;
  broker: Broker;
  pool: Pool;
  unitOfWork: UnitOfWork;
  relay(): Relay;
  consumers(handler: EventHandler, service?: string): EventConsumers;
  /** Changes an aggregate `times` times, each with its event. */
  change(aggregateId: string, times?: number): Promise<void>;
  /** Ids of all events in the outbox. */
  eventIds(): Promise<string[]>;
  waiting(): Promise<number>;
  dispose(): Promise<void>;
}

/** @param natsUrl the broker to use @param pauses before failed events come again, in milliseconds */
export async function testbed(natsUrl: string, pauses = { first: 5, longest: 20 }): Promise<Testbed> {
  const migrations = [Platform1700000000000, AuditOnBehalf1700000000003, Ledger1700000000001];
  const database = await testDatabase('events', { migrations });
  const service = `events-${randomUUID().slice(0, 8)}`;
  const dataSource = createDataSource({ url: database.url, applicationName: service }, []);
  await dataSource.initialize();
  const relays: Relay[] = [];
  const unitOfWork = new UnitOfWork(dataSource, {
    service,
    organisation: () => new Organisation([]),
    onCommit: (partitions) => relays.forEach((relay) => relay.wake(partitions)),
  });
  const logger = createLogger(service, 'silent');
  const pool = relayPool(database.url, service, logger);
  const relayPools: Pool[] = [];
  const broker = await connectBroker({
    url: natsUrl,
    name: service,
    onLost: (error) => {
      throw error;
    },
  });
  const count = async (sql: string): Promise<number> =>
    (await pool.query<{ n: number }>(sql)).rows[0]?.n ?? 0;
  return {
    service,
    database: database.name,
    broker,
    pool,
    unitOfWork,
    relay: () => {
      // As in processes of their own.
      const ownPool = relayPool(database.url, service, logger);
      relayPools.push(ownPool);
      const relay = new Relay({ service, pool: ownPool, broker, stream: smallStream, logger });
      relays.push(relay);
      return relay;
    },
    consumers: (handler, consumer = 'listener') => {
      const options = { service: consumer, unitOfWork, broker, stream: smallStream, logger, pauses };
      const consumers = new EventConsumers(options);
      consumers.add(eventType, handler, { from: [service] });
      return consumers;
    },
    change: async (aggregateId, times = 1) => {
      for (let i = 0; i < times; i++) {
        await unitOfWork.write(serviceCall(service, 'change'), (tx) => changeOnce(tx, aggregateId));
      }
    },
    eventIds: async () =>
      (await pool.query<{ id: string }>('SELECT id FROM outbox ORDER BY position')).rows.map(({ id }) => id),
    waiting: () => count('SELECT count(*)::int AS n FROM outbox WHERE publish_time IS NULL'),
    dispose: async () => {
      const manager = broker.connected ? await broker.manager() : undefined;
      for await (const stream of manager?.streams.list() ?? []) {
        if (stream.config.subjects.includes(`kontor.${service}.>`))
          await manager?.streams.delete(stream.config.name);
      }
      await broker.close();
      await dataSource.destroy();
      await Promise.all([pool, ...relayPools].map((one) => one.end()));
      await database.dispose();
    },
  };
}

async function changeOnce(tx: Transaction, aggregateId: string): Promise<void> {
  const [root] = await tx.query<{ version: number }>(
    `INSERT INTO root (id, version) VALUES ($1, 1)
     ON CONFLICT (id) DO UPDATE SET version = root.version + 1 RETURNING version`,
    [aggregateId],
  );
  tx.emit(
    eventType,
    { id: aggregateId, version: root?.version ?? 0 },
    { sessionId: aggregateId, personId: '' },
  );
}

/** A handler whose effect is a line in the ledger. */
export const writeEffect: EventHandler = async (_payload, { tx, event }) => {
  await tx.query('INSERT INTO effect (event_id, aggregate_id, version) VALUES ($1, $2, $3)', [
    event.id,
    event.aggregateId,
    event.version,
  ]);
};

/** A line of the ledger. */
export interface Effect {
  eventId: string;
  aggregateId: string;
  version: number;
}

/** The ledger in the order in which effects were written. */
export async function effects({ pool }: Testbed): Promise<Effect[]> {
  const { rows } = await pool.query<Effect>(
    'SELECT event_id AS "eventId", aggregate_id AS "aggregateId", version FROM effect ORDER BY position',
  );
  return rows;
}
