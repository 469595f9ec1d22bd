import { randomUUID } from 'node:crypto';
import type { EventTypes } from '@kontor/contracts/gen/events';
import { smallStream } from '@kontor/events/config';
import { ownerOf, packageOf } from '@kontor/events/names';
import { ensureStream } from '@kontor/events/streams';
import { publishForeign } from '@kontor/testing/foreign-event';
import { until } from '@kontor/testing/until';
import { EventReader } from '../event-reader.js';
import { raiseStage, type Stage } from '../stage.js';

export const boss = '01900000-0000-7000-8000-0000000000b0';
export const anna = '01900000-0000-7000-8000-00000000000a';
export const boris = '01900000-0000-7000-8000-00000000000b';
export const chen = '01900000-0000-7000-8000-00000000000c';

export let stage: Stage;
export const readers: EventReader[] = [];

beforeAll(async () => {
  stage = await raiseStage({ eventStreamsPerPerson: 2 });
  const people = [
    { id: boss, roles: ['manager'] },
    { id: anna, managerId: boss, roles: ['salesperson'] },
    { id: boris, roles: ['salesperson'] },
    { id: chen, roles: ['administrator'] },
  ].map((person) => ({ ...person, status: 'active', etag: '1' }));
  stage.answers['OrganisationService/GetOrganisation'] = () => ({
    people,
    units: [],
    roles: [],
    substitutions: [],
  });
  await makeStreams();
});
afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.close()));
});
afterAll(() => stage.close());

export async function makeStreams(): Promise<void> {
  const manager = await stage.broker.manager();
  for (const service of ['identity', 'customer', 'notification'])
    await ensureStream(manager, service, smallStream, 'owner');
}

/** Puts an event on the stream as the relay does. */
export async function emit<K extends keyof EventTypes>(
  type: K,
  payload: object,
  emitter = ownerOf(packageOf(type)),
): Promise<void> {
  const facts = { version: 3, personId: boss, time: '2026-11-21T10:00:00.000Z' };
  const event = { emitter, type, payload: payload as EventTypes[K], ...facts };
  await publishForeign(stage.broker.jetstream, event);
}

/** Changes a customer of somebody; resolves to the path of its record. */
export async function change(ownerId: string): Promise<string> {
  const id = randomUUID();
  await emit('kontor.customer.v1.CustomerChanged', {
    customer: { id, ownerId, name: 'Secret AG', etag: '3' },
    changed: ['name'],
  });
  return `customers/${id}`;
}

export async function listen(token: string, lastEventId?: string): Promise<EventReader> {
  const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const response = await until('the gateway to be ready', async () => {
    const answer = await stage.ask('/v1/events', { token, headers });
    return answer.status === 503 ? undefined : answer;
  });
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
  ]);
  const reader = new EventReader(response);
  readers.push(reader);
  await reader.begun();
  return reader;
}
