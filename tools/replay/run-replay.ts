import { parseArgs } from 'node:util';
import pg from 'pg';
import { readEventsConfig } from '@kontor/events/config';
import { connectBroker, type Broker } from '@kontor/events/connection';
import { replay, replayStart } from '@kontor/events/replay';
import { databaseUrl } from './config.ts';
import { resendDeadLetters, tellDeadLetters } from './dead-letters.ts';

const usage = `Puts events on their streams again. Safe to repeat, and while everything runs.

npm run replay -- --service NAME [--since TIME] [--type EVENT] [--aggregate ID]
  The events of a service from its outbox, for instance after the broker lost its store.

npm run replay -- --service NAME --dead-letters [--consumer NAME]
  Lists the events that the service set aside since it could not handle them, oldest first: time, consumer, id of the
  event, type, deliveries and the last failure, parted by tabs.

npm run replay -- --service NAME --dead-letters (--event ID | --all) [--consumer NAME]
  Has one of them, or all, handled again, once the cause is mended. One that fails again is listed again.

Reads NAME_DATABASE_URL (as the role that runs the service) and NATS_URL.
`;

/**
 * Does what the arguments of `npm run replay` say; `write` gets what is told. Throws with a sentence for the operator
 * where they make no sense, or something is missing.
 */
export async function runReplay(args: string[], write: (text: string) => void): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      ...{ service: { type: 'string' }, since: { type: 'string' }, type: { type: 'string' } },
      ...{ aggregate: { type: 'string' }, consumer: { type: 'string' }, event: { type: 'string' } },
      ...{ 'dead-letters': { type: 'boolean' }, all: { type: 'boolean' }, help: { type: 'boolean' } },
    },
  });
  const { service, since, type, aggregate, consumer, event, all = false, help } = values;
  if (help) return write(usage);
  if (!service) throw new Error(`Which service?\n\n${usage}`);
  const dead = values['dead-letters'] ?? false;
  const wrong = dead ? (since ?? type ?? aggregate ?? (all && event)) : (consumer ?? event ?? all);
  if (wrong) throw new Error(`These options do not go together.\n\n${usage}`);
  const now = new Date();
  replayStart(since, now);
  const pool = new pg.Pool({
    connectionString: databaseUrl(service),
    max: 1,
    application_name: 'kontor-replay',
  });
  try {
    if (dead && !event && !all) return await tellDeadLetters(pool, consumer, write);
    const { natsUrl, stream } = readEventsConfig();
    await withBroker(natsUrl, async (broker) => {
      if (dead) {
        const sent = await resendDeadLetters({ pool, broker, consumer, eventId: event });
        write(`${sent} dead letters of ${service} are on their streams again.\n`);
        return;
      }
      const selection = { since, type, aggregateId: aggregate };
      const published = await replay({ service, pool, broker, stream, selection, now });
      write(`${published} events of ${service} are on the stream again.\n`);
    });
  } finally {
    await pool.end();
  }
}

async function withBroker(url: string, work: (broker: Broker) => Promise<void>): Promise<void> {
  const broker = await connectBroker({
    url,
    name: 'kontor-replay',
    onLost: (error) => {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    },
  });
  try {
    await work(broker);
  } finally {
    await broker.close();
  }
}
