import { randomUUID } from 'node:crypto';
import type { EventTypes } from '@kontor/contracts/gen/events';
import type { ListPeopleRequest } from '@kontor/contracts/gen/kontor/identity/v1/identity_service';
import { smallStream } from '@kontor/events/config';
import { ownerOf, packageOf, subjectOf } from '@kontor/events/names';
import { headersOf } from '@kontor/events/outbox-message';
import { ensureStream } from '@kontor/events/streams';
import { until } from '@kontor/testing/until';
import { EndedSessions } from '../src/events/ended-sessions.js';
import { EventReader } from './event-reader.js';
import { raiseStage, type Ask, type Stage } from './stage.js';

const boss = '01900000-0000-7000-8000-0000000000b0';
const anna = '01900000-0000-7000-8000-00000000000a';
const boris = '01900000-0000-7000-8000-00000000000b';
const chen = '01900000-0000-7000-8000-00000000000c';

let stage: Stage;
const readers: EventReader[] = [];

beforeAll(async () => {
  stage = await raiseStage({ eventStreamsPerPerson: 2 });
  const people = [
    { id: boss, updateTime: '2026-11-21T09:00:00.000Z' },
    { id: anna, managerId: boss, updateTime: '2026-11-21T09:00:00.000Z' },
    { id: boris, updateTime: '2026-11-21T09:00:00.000Z' },
    { id: chen, updateTime: '2026-11-21T09:00:00.000Z' },
  ];
  // Two pages, so that all of them are read.
  stage.answers['PersonService/ListPeople'] = ({ pageToken }: ListPeopleRequest) =>
    pageToken ? { people: people.slice(2) } : { people: people.slice(0, 2), nextPageToken: 'next' };
  await makeStreams();
});
afterEach(async () => {
  await Promise.all(readers.splice(0).map((reader) => reader.close()));
});
afterAll(() => stage.close());

async function makeStreams(): Promise<void> {
  const manager = await stage.broker.manager();
  for (const service of ['identity', 'customer', 'notification'])
    await ensureStream(manager, service, smallStream, 'owner');
}

/** Puts an event on the stream as the relay does. */
async function emit<K extends keyof EventTypes>(
  type: K,
  payload: object,
  emitter = ownerOf(packageOf(type)),
): Promise<void> {
  const entry = {
    position: '1',
    id: randomUUID(),
    partition: 0,
    subject: subjectOf(emitter, type),
    type,
    aggregateId: randomUUID(),
    version: 3,
    personId: boss,
    requestId: 'r',
    trace: null,
    payload: JSON.stringify(payload),
    time: '2026-11-21T10:00:00.000Z',
  };
  await stage.broker.jetstream.publish(entry.subject, entry.payload, {
    msgID: entry.id,
    headers: headersOf(entry, emitter),
  });
}

/** Changes a customer of somebody; resolves to the path of its record. */
async function change(ownerId: string): Promise<string> {
  const id = randomUUID();
  await emit('kontor.customer.v1.CustomerChanged', {
    customer: { id, ownerId, name: 'Secret AG', etag: '3' },
    changed: ['name'],
  });
  return `customers/${id}`;
}

async function listen(token: string, lastEventId?: string): Promise<EventReader> {
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

describe('who hears what', () => {
  it('tells the owner of the record that it changed, and nothing of what is in it', async () => {
    const reader = await listen(await stage.signer.token(anna));
    const object = await change(anna);
    const [event] = await reader.take(1);
    expect(event).toMatchObject({
      event: 'kontor.customer.v1.CustomerChanged',
      data: {
        type: 'kontor.customer.v1.CustomerChanged',
        object,
        version: 3,
        etag: '3',
        time: '2026-11-21T10:00:00.000Z',
        personId: boss,
      },
    });
    expect(JSON.stringify(event)).not.toContain('Secret');
  });

  it('tells everyone above the owner and administrators, and nobody else', async () => {
    const above = await listen(await stage.signer.token(boss, ['manager']));
    const beside = await listen(await stage.signer.token(boris));
    const administrator = await listen(await stage.signer.token(chen, ['administrator']));
    const ofAnna = await change(anna);
    const ofBoris = await change(boris);
    expect((await above.take(1)).map(({ data }) => data.object)).toEqual([ofAnna]);
    expect((await beside.take(1)).map(({ data }) => data.object)).toEqual([ofBoris]);
    expect((await administrator.take(2)).map(({ data }) => data.object)).toEqual([ofAnna, ofBoris]);
  });

  it('follows a change of the reporting line', async () => {
    const reader = await listen(await stage.signer.token(boss, ['manager']));
    const before = await change(chen);
    await emit('kontor.identity.v1.PersonChanged', {
      person: { id: chen, managerId: boss, etag: '2', updateTime: '2026-11-21T11:00:00.000Z' },
    });
    expect((await reader.take(1))[0]?.data.object).toBe(`people/${chen}`);
    const after = await change(chen);
    const [next] = await reader.take(1);
    expect([before, next?.data.object]).toEqual([expect.not.stringMatching(after), after]);
  });

  it('keeps events to itself that are not for people', async () => {
    const reader = await listen(await stage.signer.token(chen, ['administrator']));
    await emit('kontor.notification.v1.ReminderSet', { key: 'customers/1/next-contact' }, 'customer');
    const object = await change(anna);
    expect((await reader.take(1))[0]?.data.object).toBe(object);
  });

  it('tells of contacts and talks by their own path', async () => {
    const reader = await listen(await stage.signer.token(anna));
    await emit('kontor.customer.v1.ContactChanged', {
      contact: { id: 'k1', customerId: 'c1', etag: '1' },
      ownerId: anna,
    });
    await emit('kontor.customer.v1.InteractionLogged', {
      interaction: { id: 'i1', customerId: 'c1', etag: '1' },
      ownerId: anna,
    });
    const events = await reader.take(2);
    expect(events.map(({ data }) => data.object)).toEqual([
      'customers/c1/contacts/k1',
      'customers/c1/interactions/i1',
    ]);
  });
});

describe('resuming', () => {
  it('gives what was missed once, in order, and then what happens', async () => {
    const token = await stage.signer.token(anna);
    const first = await listen(token);
    const heard = await change(anna);
    expect((await first.take(1))[0]?.data.object).toBe(heard);
    await first.close();
    const missed = [await change(anna), await change(anna)];
    await change(boris);
    missed.push(await change(anna));
    const second = await listen(token, first.lastId);
    const live = await change(anna);
    expect((await second.take(4)).map(({ data }) => data.object)).toEqual([...missed, live]);
  });

  it('misses nothing and repeats nothing when it comes back in the middle of a flood', async () => {
    const token = await stage.signer.token(anna);
    let reader = await listen(token);
    const flood = (async () => {
      const sent: string[] = [];
      for (let event = 0; event < 300; event++) sent.push(await change(anna));
      return sent;
    })();
    const heard: string[] = [];
    while (heard.length < 300) {
      for (const { data } of await reader.take(Math.min(37, 300 - heard.length))) heard.push(data.object);
      await reader.close();
      reader = await listen(token, reader.lastId);
    }
    expect(heard).toEqual(await flood);
  });

  it('says so when what was missed is gone for good', async () => {
    const token = await stage.signer.token(anna);
    const first = await listen(token);
    await change(anna);
    await first.take(1);
    await first.close();
    await change(anna);
    const manager = await stage.broker.manager();
    await manager.streams.purge('KONTOR_CUSTOMER');
    const second = await listen(token, first.lastId);
    expect((await second.take(1))[0]).toMatchObject({ event: 'reset', data: { service: 'customer' } });
    const object = await change(anna);
    expect((await second.take(1))[0]?.data.object).toBe(object);
  });

  it('goes on after the broker has lost its store', async () => {
    const token = await stage.signer.token(anna);
    const reader = await listen(token);
    await change(anna);
    await reader.take(1);
    await stage.nats.loseStore();
    await until('the streams to be made anew', async () => {
      await makeStreams();
      return true;
    });
    const object = await change(anna);
    expect((await reader.take(1))[0]?.data.object).toBe(object);
  });
});

describe('ends and refusals', () => {
  async function refusal(options: Ask): Promise<[number, string]> {
    const response = await stage.ask('/v1/events', options);
    return [response.status, ((await response.json()) as { type: string }).type];
  }

  it('wants a token', async () => {
    expect(await refusal({})).toEqual([401, 'urn:kontor:error:signed-out']);
  });

  it.each(['7', 'customer:x', 'customer:1,customer:2', 'customer:-1', ','])(
    'refuses the cursor %s',
    async (cursor) => {
      const token = await stage.signer.token(anna);
      expect(await refusal({ token, headers: { 'last-event-id': cursor } })).toEqual([
        400,
        'urn:kontor:error:event-cursor-invalid',
      ]);
    },
  );

  it('ends when the token does', async () => {
    const reader = await listen(await stage.signer.token(anna, ['salesperson'], 4));
    expect(await reader.next()).toBeUndefined();
  });

  it('ends when the person signs out', async () => {
    const sessionId = randomUUID();
    const reader = await listen(await stage.signer.token(anna, ['salesperson'], 300, sessionId));
    await emit('kontor.identity.v1.SessionEnded', { sessionId, personId: anna });
    expect(await reader.next()).toBeUndefined();
  });

  it('lets nobody in with the token of a session that has ended', async () => {
    const sessionId = randomUUID();
    const token = await stage.signer.token(anna, ['salesperson'], 300, sessionId);
    const reader = await listen(token);
    await emit('kontor.identity.v1.SessionEnded', { sessionId, personId: anna });
    await reader.next();
    expect(await refusal({ token })).toEqual([401, 'urn:kontor:error:signed-out']);
  });

  it('remembers after a restart which sessions have ended', async () => {
    const sessionId = randomUUID();
    await emit('kontor.identity.v1.SessionEnded', { sessionId, personId: anna });
    const ended = new EndedSessions();
    await ended.recall(stage.broker);
    expect([ended.has(sessionId), ended.has(randomUUID())]).toEqual([true, false]);
  });

  it('allows each person so many streams', async () => {
    const token = await stage.signer.token(boris);
    await listen(token);
    await listen(token);
    expect(await refusal({ token })).toEqual([429, 'urn:kontor:error:too-many-event-streams']);
  });
});
