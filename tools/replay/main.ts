/**
 * Rebuilds a service's stream from its outbox, for instance after the broker lost its store:
 * npm run replay -- --service customer [--since 2026-12-01T00:00:00Z] [--type kontor.customer.v1.CustomerCreated] [--aggregate ID]
 * Reads CUSTOMER_DATABASE_URL (of the service named) and NATS_URL. Safe to repeat, and while everything runs.
 */
import { parseArgs } from 'node:util';
import pg from 'pg';
import { readEventsConfig } from '@kontor/events/config';
import { connectBroker } from '@kontor/events/connection';
import { replay, replayStart } from '@kontor/events/replay';
import { databaseUrl } from './config.ts';

const usage = 'npm run replay -- --service NAME [--since TIME] [--type EVENT] [--aggregate ID]';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      service: { type: 'string' },
      since: { type: 'string' },
      type: { type: 'string' },
      aggregate: { type: 'string' },
    },
  });
  const { service, since, type, aggregate } = values;
  if (!service) throw new Error(`Which service? ${usage}`);
  const now = new Date();
  replayStart(since, now);
  const config = readEventsConfig();
  const pool = new pg.Pool({
    connectionString: databaseUrl(service),
    max: 1,
    application_name: 'kontor-replay',
  });
  const broker = await connectBroker({
    url: config.natsUrl,
    name: 'kontor-replay',
    onLost: (error) => {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    },
  });
  try {
    const selection = { since, type, aggregateId: aggregate };
    const published = await replay({ service, pool, broker, stream: config.stream, selection, now });
    process.stdout.write(`${published} events of ${service} are on the stream again.\n`);
  } finally {
    await broker.close();
    await pool.end();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
