import { setTimeout as sleep } from 'node:timers/promises';
import type { ConsumerInfo } from '@nats-io/jetstream';
import pg from 'pg';
import { testServers } from '@kontor/testing/servers';
import { until } from '@kontor/testing/until';
import { listDeadLetters, replayDeadLetter } from '../src/dead-letters.js';
import { durableName, streamName, subjectOf } from '../src/names.js';
import { derivedEventId } from '../src/derived-ids.js';
import type { EventConsumers } from '../src/event-server.js';
import { publishEntry } from '../src/publisher.js';
import { headersOf, outboxEntryColumns, type OutboxEntry } from '../src/outbox-message.js';
import type { Relay } from '../src/relay.js';
import { runReplay } from '../../../tools/replay/run-replay.ts';
import { effects, eventType, testbed, writeEffect, type Testbed } from './testbed.js';

let bed: Testbed;
let relay: Relay;
const running: EventConsumers[] = [];

beforeEach(async () => {
  bed = await testbed(testServers().natsUrl);
  relay = bed.relay();
  relay.start();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((consumers) => consumers.stop()));
  await relay.stop();
  await bed.dispose();
});

function started(consumers: EventConsumers): EventConsumers {
  running.push(consumers);
  consumers.start();
  return consumers;
}

const inbox = async (): Promise<number> =>
  (await bed.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM inbox')).rows[0]?.n ?? 0;

async function listenerInfo(): Promise<ConsumerInfo> {
  const durable = durableName({
    consumer: 'listener',
    emitter: bed.service,
    eventPackage: 'kontor.identity.v1',
  });
  return (await bed.broker.manager()).consumers.info(streamName(bed.service), durable);
}

/** How often the broker delivered anything to the listener. */
async function deliveries(): Promise<number> {
  return (await listenerInfo()).delivered.consumer_seq;
}

/** Events of the stream that the listener has not settled. */
async function unsettled(): Promise<number> {
  const info = await listenerInfo();
  return info.num_pending + info.num_ack_pending;
}

test('each event has one effect, in the order of its aggregate, with three replicas that listen', async () => {
  for (let i = 0; i < 3; i++) started(bed.consumers(writeEffect));
  await Promise.all(Array.from({ length: 10 }, (_, i) => bed.change(`aggregate-${i}`, 20)));
  await until('all effects', async () => (await effects(bed)).length >= 200);
  await until('all to be acknowledged', async () => (await unsettled()) === 0);
  const written = await effects(bed);
  expect(written).toHaveLength(200);
  expect(new Set(written.map(({ eventId }) => eventId))).toEqual(new Set(await bed.eventIds()));
});

test('one process handles the events of an aggregate in their order', async () => {
  await bed.change('a', 60);
  started(bed.consumers(writeEffect));
  await until('all effects', async () => (await effects(bed)).length === 60);
  expect((await effects(bed)).map(({ version }) => version)).toEqual(
    Array.from({ length: 60 }, (_, i) => i + 1),
  );
});

test('an event that comes many times has one effect', async () => {
  await bed.change('a', 5);
  await until('the events to be published', async () => (await bed.waiting()) === 0);
  const { rows } = await bed.pool.query<OutboxEntry>(`SELECT ${outboxEntryColumns} FROM outbox o`);
  for (let copy = 0; copy < 3; copy++) {
    for (const row of rows.toReversed()) {
      const headers = headersOf(row, bed.service);
      await bed.broker.jetstream.publish(row.subject, row.payload, { headers, msgID: `${row.id}-${copy}` });
    }
  }
  started(bed.consumers(writeEffect));
  started(bed.consumers(writeEffect));
  await until('all to be acknowledged', async () => (await inbox()) === 5 && (await unsettled()) === 0);
  expect(await effects(bed)).toHaveLength(5);
});

test('what a failing handler did is undone, and the event comes again', async () => {
  let attempts = 0;
  const handler: typeof writeEffect = async (payload, context) => {
    await writeEffect(payload, context);
    attempts += 1;
    if (attempts < 4) throw new Error('not yet');
  };
  started(bed.consumers(handler));
  await bed.change('a');
  await until('the effect', async () => (await effects(bed)).length > 0);
  expect(attempts).toBe(4);
  expect(await effects(bed)).toHaveLength(1);
  expect(await inbox()).toBe(1);
});

test('poison is set aside at the eighth delivery with its reason, and others go on', async () => {
  let attempts = 0;
  const handler: typeof writeEffect = async (payload, context) => {
    if (context.event.aggregateId === 'poison') {
      attempts += 1;
      throw new Error('indigestible');
    }
    await writeEffect(payload, context);
  };
  started(bed.consumers(handler));
  await Promise.all([bed.change('poison'), bed.change('a', 10), bed.change('b', 10)]);
  await until('the healthy effects', async () => (await effects(bed)).length === 20);
  const [letter] = await until('the dead letter', async () => {
    const letters = await listDeadLetters(bed.pool);
    return letters.length > 0 && letters;
  });
  expect(letter).toMatchObject({ type: eventType, reason: 'indigestible', deliveries: 8 });
  expect(attempts).toBe(7);
  await until('all to be settled', async () => (await unsettled()) === 0);
});

test('a dead letter that is replayed has its effect once, however often', async () => {
  let healthy = false;
  const handler: typeof writeEffect = async (payload, context) => {
    if (!healthy) throw new Error('not yet');
    await writeEffect(payload, context);
  };
  started(bed.consumers(handler));
  await bed.change('a');
  const [letter] = await until('the dead letter', async () => {
    const letters = await listDeadLetters(bed.pool);
    return letters.length > 0 && letters;
  });
  if (!letter) throw new Error('There is no dead letter.');
  healthy = true;
  await replayDeadLetter(bed.pool, bed.broker, letter);
  await until('the effect', async () => (await effects(bed)).length > 0);
  await expect(replayDeadLetter(bed.pool, bed.broker, letter)).rejects.toMatchObject({
    reason: 'dead-letter-not-found',
  });
  await bed.pool.query('UPDATE dead_letter SET replay_time = NULL');
  await replayDeadLetter(bed.pool, bed.broker, letter);
  await until('the copy to be settled', async () => (await unsettled()) === 0);
  expect(await effects(bed)).toHaveLength(1);
  expect(await listDeadLetters(bed.pool)).toEqual([]);
});

test('operators list dead letters by the program, and have one or all of them handled again', async () => {
  let healthy = false;
  const handler: typeof writeEffect = async (payload, context) => {
    if (!healthy) throw new Error('not\nyet');
    await writeEffect(payload, context);
  };
  started(bed.consumers(handler));
  await Promise.all(['a', 'b', 'c'].map((id) => bed.change(id)));
  await until('the dead letters', async () => (await listDeadLetters(bed.pool)).length === 3);
  const address = `${bed.service.toUpperCase().replaceAll('-', '_')}_DATABASE_URL`;
  process.env[address] = bed.pool.options.connectionString;
  process.env['NATS_URL'] = testServers().natsUrl;
  const run = async (...args: string[]): Promise<string> => {
    let told = '';
    await runReplay(['--service', bed.service, ...args], (text) => (told += text));
    return told;
  };
  const lines = (await run('--dead-letters')).trimEnd().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines.at(-1)).toBe('3 dead letters are open.');
  const [, consumer = '', eventId = '', ...rest] = lines[0]?.split('\t') ?? [];
  expect(rest).toEqual([eventType, '8', 'not yet']);
  expect(await run('--dead-letters', '--consumer', 'nobody')).toBe('0 dead letters are open.\n');

  healthy = true;
  const one = ['--dead-letters', '--event', eventId.toUpperCase(), '--consumer', consumer];
  expect(await run(...one)).toBe(`1 dead letters of ${bed.service} are on their streams again.\n`);
  await until('the effect', async () => (await effects(bed)).length === 1);
  await expect(run(...one)).rejects.toThrow(`There is no open dead letter of event`);
  expect(await run('--dead-letters', '--all')).toMatch(/^2 dead letters/);
  await until('all effects', async () => (await effects(bed)).length === 3);
  expect(await run('--dead-letters')).toBe('0 dead letters are open.\n');
  for (const wrong of [['--all'], ['--dead-letters', '--since', '2026-01-01'], [...one, '--all']])
    await expect(run(...wrong)).rejects.toThrow('do not go together');
  expect(await run('--help')).toContain('npm run replay -- --service NAME --dead-letters');
});

test('events that a handler emits have ids derived from their cause and carry its request', async () => {
  const handler: typeof writeEffect = (_payload, { tx, event }) => {
    if (event.aggregateId !== 'cause') return;
    tx.emit(eventType, { id: 'first', version: 1 }, { sessionId: '', personId: '' });
    tx.emit(eventType, { id: 'second', version: 1 }, { sessionId: '', personId: '' });
  };
  started(bed.consumers(handler));
  await bed.change('cause');
  const rows = await until('the emitted events', async () => {
    const { rows } = await bed.pool.query<{ id: string; aggregate_id: string; request_id: string }>(
      'SELECT id, aggregate_id, request_id FROM outbox ORDER BY position',
    );
    return rows.length === 3 && rows;
  });
  const [cause, first, second] = rows;
  const consumer = durableName({
    consumer: 'listener',
    emitter: bed.service,
    eventPackage: 'kontor.identity.v1',
  });
  expect(first?.id).toBe(derivedEventId(cause?.id ?? '', consumer, 0));
  expect(second?.id).toBe(derivedEventId(cause?.id ?? '', consumer, 1));
  expect(second?.request_id).toBe(cause?.request_id);
});

test('events without a handler and messages that are no events are settled without a trace', async () => {
  started(bed.consumers(writeEffect));
  await bed.change('a');
  await until('the effect', async () => (await effects(bed)).length === 1);
  const [row] = (await bed.pool.query<OutboxEntry>(`SELECT ${outboxEntryColumns} FROM outbox o`)).rows;
  if (!row) throw new Error('The outbox is empty.');
  const other = {
    ...row,
    id: '0193c000-0000-7000-8000-000000000000',
    type: 'kontor.identity.v1.PersonChanged',
  };
  await publishEntry(bed.broker, bed.service, { ...other, subject: subjectOf(bed.service, other.type) });
  await bed.broker.jetstream.publish(subjectOf(bed.service, eventType), 'no event');
  await until('both to be settled', async () => (await unsettled()) === 0);
  expect(await inbox()).toBe(1);
  expect(await listDeadLetters(bed.pool)).toEqual([]);
});

test('stopping finishes what was begun and gives back the rest', async () => {
  await bed.change('a', 30);
  // One that comes while a pull is given up is lost to it, and comes again only when its acknowledgement is overdue.
  await until('the events to be published', async () => (await bed.waiting()) === 0);
  let begun = 0;
  const gate = Promise.withResolvers<void>();
  const handler: typeof writeEffect = async (payload, context) => {
    begun += 1;
    await gate.promise;
    await writeEffect(payload, context);
  };
  const first = started(bed.consumers(handler));
  await until('the first to be begun', () => begun > 0);
  const stopped = first.stop();
  gate.resolve();
  await stopped;
  expect(await effects(bed)).toHaveLength(begun);
  started(bed.consumers(writeEffect));
  await until('the rest', async () => (await effects(bed)).length === 30);
});

test('while the database is away an event waits without using up its deliveries', async () => {
  await bed.change('a');
  await until('the event to be published', async () => (await bed.waiting()) === 0);
  await relay.stop();
  const admin = new pg.Client(testServers().postgresUrl);
  await admin.connect();
  await admin.query(`ALTER ROLE ${bed.database} CONNECTION LIMIT 0`);
  await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [
    bed.service,
  ]);
  started(bed.consumers(writeEffect));
  // Time for far more attempts than an event has deliveries.
  await sleep(500);
  await admin.query(`ALTER ROLE ${bed.database} CONNECTION LIMIT -1`);
  await admin.end();
  await until('the effect', async () => (await effects(bed)).length === 1);
  expect(await listDeadLetters(bed.pool)).toEqual([]);
  expect(await deliveries()).toBe(1);
});
