import { randomUUID } from 'node:crypto';
import type { EventTypes } from '@kontor/contracts/gen/events';
import { smallStream } from '@kontor/events/config';
import { ownerOf, packageOf, subjectOf } from '@kontor/events/names';
import { headersOf } from '@kontor/events/outbox-message';
import { ensureStream } from '@kontor/events/streams';
import { until } from '@kontor/testing/until';
import { EndedSessions } from '../src/events/ended-sessions.js';
import { Freshness } from '../src/events/freshness.js';
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

  it('tells of a call only the person at whose phone it rings, and neither superiors nor administrators', async () => {
    const agent = await listen(await stage.signer.token(anna));
    const above = await listen(await stage.signer.token(boss, ['manager']));
    const administrator = await listen(await stage.signer.token(chen, ['administrator']));
    const phoneCallId = randomUUID();
    await emit('kontor.customer.v1.CallRinging', { phoneCallId, personId: anna });
    const ofAnna = await change(anna);
    expect((await agent.take(2)).map(({ event, data }) => [event, data.object])).toEqual([
      ['kontor.customer.v1.CallRinging', `calls/${phoneCallId}`],
      ['kontor.customer.v1.CustomerChanged', ofAnna],
    ]);
    for (const reader of [above, administrator]) {
      expect((await reader.take(1)).map(({ data }) => data.object)).toEqual([ofAnna]);
    }
  });

  it('follows a change of the reporting line', async () => {
    const reader = await listen(await stage.signer.token(boss, ['manager']));
    const before = await change(chen);
    await emit('kontor.identity.v1.PersonChanged', {
      person: { id: chen, managerId: boss, roles: ['administrator'], status: 'active', etag: '2' },
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

  it('tells of merged and removed customers by ids, to whoever saw each of them', async () => {
    const [annas, boriss] = [
      await listen(await stage.signer.token(anna)),
      await listen(await stage.signer.token(boris)),
    ];
    const facts = { mergeId: 'm1', winnerId: 'w1', loserId: 'l1' };
    const owners = { ownerId: anna, loserOwnerId: boris };
    await emit('kontor.customer.v1.CustomersMerged', { ...facts, ...owners });
    await emit('kontor.customer.v1.CustomersUnmerged', { ...facts, ...owners });
    await emit('kontor.customer.v1.CustomerRemoved', { customerId: 'r1', ownerId: anna });
    await emit('kontor.customer.v1.CustomerRemoved', { customerId: 'r2', ownerId: boris });
    expect((await annas.take(3)).map(({ data }) => data)).toEqual([
      expect.objectContaining({ object: 'customers/w1', ...facts }),
      expect.objectContaining({ object: 'customers/w1', ...facts }),
      expect.objectContaining({ object: 'customers/r1', gone: true }),
    ]);
    // Who saw the loser only learns that it is gone, not of which customer it is a part.
    const [lost, removed] = (await boriss.take(2)).map(({ data }) => data);
    expect(lost).toMatchObject({ object: 'customers/l1', gone: true });
    expect(lost).not.toHaveProperty('winnerId');
    expect(removed).toMatchObject({ object: 'customers/r2', gone: true });
  });
});

describe('rights of now', () => {
  /** One stream keeps the order: a change of rights, then a change of a record. */
  async function changed(ownerId: string, previousOwnerId?: string): Promise<string> {
    const id = randomUUID();
    const customer = { id, ownerId, etag: '3' };
    await emit('kontor.customer.v1.CustomerChanged', { customer, changed: [], previousOwnerId }, 'identity');
    return `customers/${id}`;
  }

  const define = (etag: string, permissions: string[], reach: string) =>
    emit('kontor.identity.v1.RoleChanged', {
      role: {
        id: 'clerk',
        permissions,
        deniedPermissions: [],
        reaches: [{ object: 'customer', reach }],
        names: [],
        fields: [],
        etag,
      },
    });
  const tellPerson = (id: string, facts: object) =>
    emit('kontor.identity.v1.PersonChanged', {
      person: { id, roles: ['clerk'], status: 'active', ...facts },
    });

  async function clerk(): Promise<{ id: string; reader: EventReader }> {
    const id = randomUUID();
    await tellPerson(id, { etag: '1' });
    return { id, reader: await listen(await stage.signer.token(id, ['clerk'])) };
  }
  const heardOf = async (reader: EventReader, count: number) =>
    (await reader.take(count)).map(({ data }) => data.object);

  it('reach as far as the role says now, and not a record further', async () => {
    await define('1', ['customer.read'], 'all');
    const { id, reader } = await clerk();
    const far = await changed(anna);
    await define('2', ['customer.read'], 'own');
    await changed(anna);
    const own = await changed(id);
    expect(await heardOf(reader, 2)).toEqual([far, own]);
  });

  it('fall silent when the role loses the permission', async () => {
    await define('3', ['customer.read'], 'own');
    const { id, reader } = await clerk();
    await define('4', [], 'own');
    await changed(id);
    await define('5', ['customer.read'], 'own');
    const own = await changed(id);
    expect(await heardOf(reader, 1)).toEqual([own]);
  });

  it('end the stream of who leaves', async () => {
    const { id, reader } = await clerk();
    await tellPerson(id, { status: 'left', etag: '2' });
    await changed(id);
    expect(await reader.next()).toBeUndefined();
  });

  it('let a substitute hear as long as the absence lasts, and nobody else', async () => {
    await define('6', ['customer.read'], 'own');
    const [away, present, other] = [await clerk(), await clerk(), await clerk()];
    const substitution = {
      id: randomUUID(),
      personId: away.id,
      substituteId: present.id,
      startTime: '2026-01-01T00:00:00.000Z',
      endTime: '2126-01-01T00:00:00.000Z',
      objects: [],
    };
    await emit('kontor.identity.v1.SubstitutionChanged', { ...substitution, etag: '1' });
    const during = await changed(away.id);
    await emit('kontor.identity.v1.SubstitutionChanged', { ...substitution, cancelled: true, etag: '2' });
    await changed(away.id);
    const [ofPresent, ofOther] = [await changed(present.id), await changed(other.id)];
    expect(await heardOf(present.reader, 2)).toEqual([during, ofPresent]);
    expect(await heardOf(other.reader, 1)).toEqual([ofOther]);
  });

  it('tell the former owner once that a record is gone, and nothing further of it', async () => {
    await define('7', ['customer.read'], 'own');
    const [from, to] = [await clerk(), await clerk()];
    const object = await changed(to.id, from.id);
    const [farewell] = await from.reader.take(1);
    expect(farewell?.data).toEqual({
      id: expect.any(String) as unknown,
      type: 'kontor.customer.v1.CustomerChanged',
      object,
      time: '2026-11-21T10:00:00.000Z',
      gone: true,
    });
    const [told] = await to.reader.take(1);
    expect(told?.data).toMatchObject({ object, etag: '3' });
    expect(told?.data).not.toHaveProperty('gone');
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

describe('a feed of identity that stands still', () => {
  const beat = (age: number) =>
    emit('kontor.identity.v1.OrganisationBeat', { time: new Date(Date.now() - age).toISOString() });
  const answerTo = async (path: string, options: Ask) => {
    const response = await stage.ask(path, { token: await stage.signer.token(anna), ...options });
    const { type = '' } = (await response.json()) as { type?: string };
    return {
      status: response.status,
      reason: type.split(':').at(-1),
      retry: response.headers.get('retry-after'),
    };
  };
  const change = { method: 'POST', json: { kind: 'company', name: 'A' } };

  it('lets people read, refuses their changes but for those that identity judges itself, and heals', async () => {
    expect((await answerTo('/v1/customers', change)).reason).not.toBe('rights-stale');
    await beat(15_500);
    const refused = await until('changes to be refused', async () => {
      const answer = await answerTo('/v1/customers', change);
      return answer.status === 503 ? answer : undefined;
    });
    expect(refused).toEqual({ status: 503, reason: 'rights-stale', retry: '3' });
    const read = await answerTo(`/v1/customers/${randomUUID()}`, {});
    expect(read).toMatchObject({ status: 404, reason: 'record-not-found' });
    const judged = await answerTo('/v1/people', {
      method: 'POST',
      json: { name: 'B', email: 'b@kontor.local' },
    });
    expect(judged.reason).not.toBe('rights-stale');
    const ready = await stage.ask('/readyz');
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready', rights: 'stale' }]);
    // One that was held up is no news.
    await beat(15_200);
    await beat(0);
    await until('changes to be taken', async () => (await answerTo('/v1/customers', change)).status !== 503);
  });

  it('is known to a gateway that starts later', async () => {
    const freshness = new Freshness();
    expect(freshness.stale()).toBe(false);
    await freshness.recall(stage.broker);
    expect([freshness.stale(), freshness.stale(Date.now() + 60_000)]).toEqual([false, true]);
  });
});
