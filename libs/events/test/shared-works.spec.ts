import { randomUUID } from 'node:crypto';
import type { JsMsg } from '@nats-io/jetstream';
import type { Transaction } from '@kontor/database/transaction';
import { testServers } from '@kontor/testing/servers';
import { handleTogether } from '../src/event-handling.js';
import type { EventHandler } from '../src/event-handler.js';
import type { ReceivedEvent } from '../src/received-event.js';
import { effects, eventType, testbed, type Testbed } from './testbed.js';

let bed: Testbed;
beforeAll(async () => {
  bed = await testbed(testServers().natsUrl);
});
afterAll(() => bed.dispose());

function received(aggregateId: string): ReceivedEvent {
  const facts = {
    id: randomUUID(),
    type: eventType,
    aggregateId,
    version: 1,
    time: '',
    personId: '',
    requestId: '',
  };
  return { message: { subject: 'test', json: () => ({}) } as unknown as JsMsg, facts, trace: {} };
}

const handle = (events: readonly ReceivedEvent[], handler: EventHandler): Promise<void> =>
  handleTogether(
    {
      ...{ service: bed.service, consumer: `listener-${randomUUID()}`, unitOfWork: bed.unitOfWork },
      handlers: new Map([[eventType, [handler]]]),
    },
    events,
  );

const written = async (ids: readonly string[]): Promise<string[]> =>
  (await effects(bed)).map(({ eventId }) => eventId).filter((id) => ids.includes(id));

test('work that events share is done once for all, behind their handlers and in their order', async () => {
  const calls: string[][] = [];
  const write = async (tx: Transaction, ids: readonly string[]): Promise<void> => {
    calls.push([...ids]);
    await tx.query(
      `INSERT INTO effect (event_id, aggregate_id, version) SELECT unnest($1::uuid[]), 'shared', 1`,
      [ids],
    );
  };
  const handled: string[] = [];
  const events = ['a', 'b', 'a', 'c'].map(received);
  await handle([...events, ...events.slice(0, 1)], async (_payload, { event, together }) => {
    expect(calls).toEqual([]);
    handled.push(event.id);
    together(write, event.id);
  });
  const ids = events.map(({ facts }) => facts.id);
  expect(handled).toEqual(ids);
  expect(calls).toEqual([ids]);
  expect(await written(ids)).toEqual(ids);
});

test('shared work that fails takes every effect along', async () => {
  const events = ['d', 'e'].map(received);
  const fail = (): Promise<void> => Promise.reject(new Error('no'));
  const run = handle(events, async (_payload, { tx, event, together }) => {
    await tx.query(`INSERT INTO effect (event_id, aggregate_id, version) VALUES ($1, 'failed', 1)`, [
      event.id,
    ]);
    together(fail, event.id);
  });
  await expect(run).rejects.toMatchObject({ name: 'HandlerFailure', message: 'no' });
  expect(await written(events.map(({ facts }) => facts.id))).toEqual([]);
});

test('shared work emits nothing, since its events would have other ids when it is done again', async () => {
  const tell = async (tx: Transaction): Promise<void> => {
    tx.emit(eventType, { id: 'told', version: 1 }, { sessionId: 'told', personId: '' });
  };
  const run = handle([received('f')], async (_payload, { together }) => together(tell, 1));
  await expect(run).rejects.toMatchObject({ name: 'HandlerFailure' });
  expect(await bed.eventIds()).toEqual([]);
});
