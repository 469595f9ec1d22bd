import { decodeJwt } from 'jose';
import { v7 as uuidv7 } from 'uuid';
import { serviceCall } from '@kontor/access/call';
import type { EventTypes } from '@kontor/contracts/gen/events';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { smallStream } from '@kontor/events/config';
import { connectBroker } from '@kontor/events/connection';
import { subjectOf } from '@kontor/events/names';
import { headersOf } from '@kontor/events/outbox-message';
import { ensureStream } from '@kontor/events/streams';
import { copyPerson } from '@kontor/people/person-copy';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';

const calls = '/kontor.customer.v1.CustomerService';

let service: TestService;
beforeAll(async () => (service = await testService('customer', customerService)), 60_000);
afterAll(() => service?.dispose());

/** What an event of identity says of a person later; nobody tells this process to look, it must find out itself. */
const change = ({ id, name }: TestPerson, version: number, facts: Partial<Person>) =>
  service.running.unitOfWork.write(serviceCall('test', 'change'), (tx) =>
    copyPerson(tx, {
      id,
      name,
      email: `${id}@kontor.local`,
      roles: ['salesperson'],
      language: 'en',
      timeZone: 'UTC',
      status: 'active',
      etag: String(version),
      ...facts,
    }),
  );
const create = (person: TestPerson) =>
  service.call<Customer>(person, `${calls}/CreateCustomer`, {
    customer: { kind: 'company', name: uuidv7() },
  });
const get = (person: TestPerson, id: string) =>
  service.call<Customer>(person, `${calls}/GetCustomer`, { id });
/** The problem with which a call is refused, once it is. */
const refusal = (what: string, call: () => Promise<unknown>) =>
  until(what, () =>
    call().then(
      () => undefined,
      (error: { problem?: object }) => error.problem,
    ),
  );

describe('a token that says what no longer holds', () => {
  it('shows what the roles of now show, once one was taken and once it is given back', async () => {
    const owner = await service.person();
    const administrator = await service.person({ roles: ['administrator'] });
    const { id } = await create(owner);
    expect((await get(administrator, id)).id).toBe(id);
    await change(administrator, 2, { roles: ['salesperson'] });
    expect(await refusal('the role to be gone', () => get(administrator, id))).toMatchObject({
      code: 'not_found',
    });
    await change(administrator, 3, { roles: ['administrator'] });
    await until('the role to be back', () => get(administrator, id));
  });

  it('opens a call that needs the role only while the role is held', async () => {
    const manager = await service.person({ roles: ['manager'] });
    const transfer = async () =>
      service.call(manager, `${calls}/TransferCustomer`, {
        id: (await create(manager)).id,
        ownerId: manager.id,
      });
    await transfer();
    await change(manager, 2, {});
    expect(await refusal('the role to be gone', transfer)).toMatchObject({ code: 'forbidden' });
  });

  it('opens nothing for who left, and still everything of theirs for who is leaving', async () => {
    const person = await service.person();
    const boss = await service.person({ roles: ['administrator'] });
    const { id } = await create(person);
    const given = await create(boss);
    const give = () => service.call(boss, `${calls}/TransferCustomer`, { id: given.id, ownerId: person.id });
    await change(person, 2, { status: 'leaving' });
    expect(await refusal('new records to be refused', give)).toMatchObject({
      fields: [expect.objectContaining({ field: 'ownerId', reason: 'owner-leaving' })],
    });
    expect((await get(person, id)).id).toBe(id);
    await change(person, 3, { status: 'left' });
    expect(await refusal('the person to be signed out', () => get(person, id))).toMatchObject({
      code: 'unauthenticated',
      reason: 'signed-out',
    });
  });
});

describe('news of identity', () => {
  /** Puts an event on identity's stream, as its relay does. */
  async function tell<K extends keyof EventTypes>(type: K, payload: EventTypes[K]): Promise<void> {
    const entry = {
      position: '1',
      id: uuidv7(),
      partition: 0,
      subject: subjectOf('identity', type),
      type,
      aggregateId: uuidv7(),
      version: 1,
      personId: '',
      requestId: 'r',
      trace: null,
      payload: JSON.stringify(payload),
      time: new Date().toISOString(),
    };
    const broker = await connectBroker({
      url: service.settings.natsUrl,
      name: 'test',
      onLost: () => undefined,
    });
    await ensureStream(await broker.manager(), 'identity', smallStream, 'owner');
    await broker.jetstream.publish(entry.subject, entry.payload, { headers: headersOf(entry, 'identity') });
    await broker.close();
  }
  const beat = (age: number) =>
    tell('kontor.identity.v1.OrganisationBeat', { time: new Date(Date.now() - age).toISOString() });
  it('ends a session here as well, for its tokens and no others', async () => {
    const [person, other] = [await service.person(), await service.person()];
    const { id } = await create(person);
    const mine = await create(other);
    const sessionId = String(decodeJwt(person.token)['sid']);
    await tell('kontor.identity.v1.SessionEnded', { sessionId, personId: person.id });
    expect(await refusal('the session to end', () => get(person, id))).toMatchObject({
      code: 'unauthenticated',
      reason: 'signed-out',
    });
    expect((await get(other, mine.id)).id).toBe(mine.id);
  });

  it('that stop coming stop changes, not reading; held-up news change nothing, fresh ones everything', async () => {
    const person = await service.person();
    const { id } = await create(person);
    await beat(15_300);
    expect(await refusal('changes to be refused', () => create(person))).toMatchObject({
      code: 'unavailable',
      reason: 'rights-stale',
      retryAfterSeconds: 3,
    });
    expect((await get(person, id)).id).toBe(id);
    await beat(15_100);
    await beat(0);
    await until('changes to be taken', () => create(person));
    // Whoever is done with a beat forgets it: there are too many to keep.
    const kept =
      "SELECT (SELECT count(*) FROM beat_heard)::int AS heard, (SELECT count(*) FROM inbox WHERE consumer LIKE '%-from-identity-%')::int AS inbox";
    const [before] = await service.ownerQuery<{ heard: number; inbox: number }>(kept);
    expect(before?.heard).toBe(0);
    // An old one is heard before the end of a session that is told after it.
    await beat(60_000);
    const last = await service.person();
    const sessionId = String(decodeJwt(last.token)['sid']);
    await tell('kontor.identity.v1.SessionEnded', { sessionId, personId: last.id });
    await refusal('the session to end', () => get(last, id));
    await create(person);
    const [after] = await service.ownerQuery<{ inbox: number }>(kept);
    expect((after?.inbox ?? 0) - (before?.inbox ?? 0)).toBeLessThanOrEqual(2);
  });
});
