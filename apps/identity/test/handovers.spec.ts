import { serviceCall } from '@kontor/access/call';
import type { Handover } from '@kontor/contracts/gen/kontor/identity/v1/handover';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { Transaction } from '@kontor/database/transaction';
import { markNextLeft } from '../src/employment/last-day.js';
import { HandoverConsumer } from '../src/handover/handover.consumer.js';
import { participants } from '../src/handover/participants.js';
import {
  by,
  byAdministrator,
  byNobody,
  identityOnDatabase,
  password,
  together,
  type Identity,
} from './identity-fixture.js';

let identity: Identity;
let director: Person;
let boss: Person;
let ann: Person;
let ben: Person;
let outsider: Person;
beforeAll(async () => {
  identity = await identityOnDatabase();
  await identity.person({ roles: ['administrator'] });
  director = await identity.person({ roles: ['manager'] });
  boss = await identity.person({ roles: ['manager'], managerId: director.id });
  ann = await identity.person({ managerId: boss.id });
  ben = await identity.person({ managerId: boss.id });
  outsider = await identity.person({ roles: ['manager'] });
});
afterAll(() => identity?.close());

const consumer = new HandoverConsumer();
const asService = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
  identity.unitOfWork.write(serviceCall('identity', 'test'), work);
const plan = (who: Person, handover: Partial<Handover>) =>
  identity.handovers.create({ handover: handover as Handover }, by(who));
const start = (who: Person, id: string, more: object = {}) =>
  identity.handovers.start({ id, ...more } as never, by(who));
const look = (id: string, who = director) => identity.handovers.get(id, by(who));
const leave = (id: string) => identity.employment.leave({ id }, byAdministrator());
const left = (id: string, more: object = {}) =>
  identity.employment.markLeft({ id, ...more } as never, byAdministrator());
const of = async (personId: string): Promise<Handover[]> =>
  (
    await identity.handovers.list(
      { filter: JSON.stringify({ field: 'personId', op: 'eq', value: personId }), orderBy: 'createTime' },
      byAdministrator({ method: '/kontor.identity.v1.HandoverService/ListHandovers' }),
    )
  ).handovers;
/** Each is told twice: the broker may. */
async function listed(handoverId: string, revision = 1, open = 3): Promise<void> {
  const event = {
    handoverId,
    service: 'customer',
    revision,
    counts: [{ object: 'customer', open, closed: 1 }],
  };
  for (let i = 0; i < 2; i++) await asService((tx) => consumer.listed(event, { tx, event: {} as never }));
}
async function progressed(
  handoverId: string,
  revision: number,
  moved: number,
  remaining: number,
): Promise<void> {
  const event = { handoverId, service: 'customer', revision, moved, remaining, finished: remaining === 0 };
  for (let i = 0; i < 2; i++) await asService((tx) => consumer.progressed(event, { tx, event: {} as never }));
}
const orphans = (personId: string) =>
  asService((tx) =>
    consumer.orphansFound(
      { service: 'customer', orphans: [{ personId, object: 'customer', count: 2 }] },
      { tx, event: {} as never },
    ),
  );
const told = (id: string) =>
  identity.rows<{ type: string }>(`SELECT type FROM outbox WHERE aggregate_id = $1 ORDER BY position`, [id]);

describe('a hand-over', () => {
  it('asks every service that owns records, counts, runs at :start, and is done when all are', async () => {
    expect(participants).toEqual(['customer']);
    const leaver = await identity.person({ managerId: boss.id });
    const planned = await plan(boss, {
      personId: leaver.id,
      personIds: [ann.id, ben.id],
      reason: ' To the north ',
    });
    expect(planned).toMatchObject({
      target: 'spread',
      state: 'listing',
      cause: 'request',
      reason: 'To the north',
      actorId: boss.id,
      parts: [{ service: 'customer', state: 'waiting' }],
    });
    await listed(planned.id);
    expect(await look(planned.id)).toMatchObject({
      state: 'ready',
      parts: [{ state: 'listed', remaining: 4, counts: [{ object: 'customer', open: 3, closed: 1 }] }],
    });
    expect((await start(boss, planned.id)).state).toBe('running');
    await progressed(planned.id, 3, 3, 1);
    await progressed(planned.id, 2, 1, 3);
    expect(await look(planned.id)).toMatchObject({ state: 'running', parts: [{ moved: 3, remaining: 1 }] });
    await progressed(planned.id, 4, 4, 0);
    const done = await look(planned.id);
    expect(done).toMatchObject({ state: 'done', parts: [{ state: 'finished', moved: 4, remaining: 0 }] });
    expect(done.endTime).toBeDefined();
    expect((await told(planned.id)).map(({ type }) => type.split('.').at(-1))).toEqual([
      'HandoverPlanned',
      'HandoverStarted',
      'HandoverEnded',
    ]);
  });

  it('may start while a service is down, which counts and moves when it comes back', async () => {
    const person = await identity.person({ managerId: boss.id });
    const { id } = await plan(boss, { personId: person.id });
    expect(await start(boss, id)).toMatchObject({
      target: 'manager',
      personIds: [boss.id],
      state: 'running',
    });
    await listed(id);
    await progressed(id, 2, 4, 0);
    expect((await look(id)).state).toBe('done');
  });

  it('is refused for targets who are leaving, left, invited, strangers or the person, naming the field', async () => {
    const person = await identity.person({ managerId: boss.id });
    const leaving = await identity.person({ managerId: boss.id });
    await leave(leaving.id);
    const gone = await identity.person({ managerId: boss.id });
    await left(gone.id);
    const invited = await identity.person({ managerId: boss.id, password: undefined });
    const wrong: [string, string][] = [
      [leaving.id, 'target-leaving'],
      [gone.id, 'person-left'],
      [invited.id, 'target-invited'],
      [outsider.id, 'target-out-of-line'],
      [person.id, 'target-itself'],
    ];
    for (const [id, reason] of wrong) {
      await expect(plan(boss, { personId: person.id, personIds: [id] })).rejects.toMatchObject({
        code: 'invalid',
        fields: [{ field: 'handover.personIds[0]', reason }],
      });
    }
    expect(await of(person.id)).toEqual([]);
  });

  it('is for everyone above the person and administrators; for others it is not there', async () => {
    const person = await identity.person({ managerId: boss.id });
    await expect(plan(outsider, { personId: person.id, personIds: [outsider.id] })).rejects.toMatchObject({
      fields: [{ field: 'handover.personId', reason: 'target-out-of-line' }],
    });
    const { id } = await plan(boss, { personId: person.id });
    expect((await look(id, director)).id).toBe(id);
    for (const attempt of [
      () => look(id, outsider),
      () => start(outsider, id),
      () => identity.handovers.cancel(id, by(outsider)),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'not_found', reason: 'handover-not-found' });
    }
    const method = '/kontor.identity.v1.HandoverService/ListHandovers';
    const seen = async (who: Person) =>
      (await identity.handovers.list({}, { ...by(who), method })).handovers.some((one) => one.id === id);
    expect([await seen(director), await seen(outsider)]).toEqual([true, false]);
  });

  it('is one at a time for a person, and can be called off before it starts only', async () => {
    const person = await identity.person({ managerId: boss.id });
    const { done, errors } = await together([1, 2, 3].map(() => plan(boss, { personId: person.id })));
    expect([done.length, errors]).toEqual([1, ['handover-open', 'handover-open']]);
    const id = done[0]?.id ?? '';
    expect((await identity.handovers.cancel(id, by(boss))).state).toBe('cancelled');
    await expect(start(boss, id)).rejects.toMatchObject({ reason: 'handover-not-startable' });
    const again = await plan(boss, { personId: person.id });
    await start(boss, again.id);
    await expect(identity.handovers.cancel(again.id, by(boss))).rejects.toMatchObject({
      reason: 'handover-not-cancellable',
    });
  });

  it('goes to the others when a target leaves, then to the manager of the last, else it stops and can go on', async () => {
    const [one, two] = [
      await identity.person({ managerId: boss.id }),
      await identity.person({ managerId: boss.id }),
    ];
    const person = await identity.person({ managerId: boss.id });
    const { id } = await plan(boss, { personId: person.id, personIds: [one.id, two.id] });
    await start(boss, id);
    await leave(one.id);
    expect((await look(id)).personIds).toEqual([two.id]);
    await left(two.id);
    expect((await look(id)).personIds).toEqual([boss.id]);
    const alone = await identity.person();
    const another = await identity.person({ managerId: boss.id });
    const call = byAdministrator();
    const stopping = await identity.handovers.create(
      { handover: { personId: another.id, personIds: [alone.id] } as unknown as Handover },
      call,
    );
    await identity.handovers.start({ id: stopping.id, personIds: [] }, call);
    await leave(alone.id);
    expect(await look(stopping.id)).toMatchObject({ state: 'stopped', stopReason: 'target-gone' });
    const goesOn = await start(boss, stopping.id, { personIds: [ann.id] });
    expect(goesOn).toMatchObject({ state: 'running', personIds: [ann.id] });
    expect(goesOn.stopReason).toBeUndefined();
  });
});

describe('somebody who left', () => {
  it('hands over to the manager without further words, or to the nearest one above who works here', async () => {
    const middle = await identity.person({ managerId: director.id });
    const person = await identity.person({ managerId: middle.id });
    await leave(middle.id);
    await left(person.id);
    expect(await of(person.id)).toMatchObject([
      { cause: 'leaving', state: 'running', target: 'manager', personIds: [director.id] },
    ]);
  });

  it('hands over as planned, or as the farewell says, which calls the plan off', async () => {
    const first = await identity.person({ managerId: boss.id });
    await plan(boss, { personId: first.id, personIds: [ben.id] });
    await left(first.id);
    expect(await of(first.id)).toMatchObject([{ cause: 'leaving', state: 'running', personIds: [ben.id] }]);
    const second = await identity.person({ managerId: boss.id });
    await plan(boss, { personId: second.id, personIds: [ben.id] });
    await left(second.id, { personIds: [ann.id] });
    expect(await of(second.id)).toMatchObject([
      { state: 'cancelled' },
      { cause: 'leaving', state: 'running', personIds: [ann.id] },
    ]);
  });

  it('needs somebody to hand over to: without manager and target the farewell is refused, and nothing is written', async () => {
    const person = await identity.person();
    await expect(left(person.id)).rejects.toMatchObject({
      code: 'conflict',
      reason: 'handover-target-needed',
    });
    expect(await identity.people.get(person.id, byAdministrator())).toMatchObject({
      status: 'active',
      etag: '1',
    });
    expect((await left(person.id, { personIds: [ann.id] })).status).toBe('left');
    await expect(left(ann.id, { personIds: [person.id] })).rejects.toMatchObject({
      fields: [{ field: 'personIds[0]', reason: 'person-left' }],
    });
  });

  it('keeps the rest when coming back', async () => {
    const person = await identity.person({ managerId: boss.id });
    await left(person.id);
    await identity.employment.return(person.id, byAdministrator());
    expect(await of(person.id)).toMatchObject([{ state: 'cancelled' }]);
  });

  it('has records that turn up handed over, once, to the manager; without one administrators are told', async () => {
    const person = await identity.person({ managerId: boss.id });
    await left(person.id);
    const [first] = await of(person.id);
    await orphans(person.id);
    expect(await of(person.id)).toHaveLength(1);
    await listed(first?.id ?? '');
    await progressed(first?.id ?? '', 2, 4, 0);
    await orphans(person.id);
    await orphans(person.id);
    expect(await of(person.id)).toMatchObject([
      { state: 'done' },
      { cause: 'orphans', state: 'running', personIds: [boss.id] },
    ]);
    const alone = await identity.person();
    await left(alone.id, { personIds: [ann.id] });
    const [own] = await of(alone.id);
    await listed(own?.id ?? '');
    await progressed(own?.id ?? '', 2, 4, 0);
    await orphans(alone.id);
    await orphans(alone.id);
    const [, stopped] = await of(alone.id);
    expect(stopped).toMatchObject({ cause: 'orphans', state: 'stopped', stopReason: 'target-needed' });
    const notices = await identity.rows<{ about: string }>(
      `SELECT payload::json ->> 'about' AS about FROM outbox WHERE payload::json ->> 'template' = 'handover-target-needed'`,
    );
    expect(new Set(notices.map(({ about }) => about))).toEqual(new Set([`handovers/${stopped?.id}`]));
    await orphans(boss.id);
    expect(await of(boss.id)).toEqual([]);
  });
});

describe('the last day', () => {
  it('over in the zone of the person’s calendar, marks a leaving person left once over all replicas', async () => {
    const calendar = await identity.calendars.create(
      {
        calendar: {
          name: 'Far east',
          timeZone: 'Pacific/Kiritimati',
          weekdays: [{ weekday: 'monday', hours: ['09:00-10:00'] }],
          exceptions: [],
        } as never,
      },
      byAdministrator(),
    );
    const person = await identity.person({ managerId: boss.id, calendarId: calendar.id });
    const stays = await identity.person({ managerId: boss.id });
    const alone = await identity.person();
    const today = (zone: string) => new Date().toLocaleDateString('sv', { timeZone: zone });
    for (const { id } of [person, stays, alone]) await leave(id);
    const end = (id: string, day: string) =>
      identity.rows('UPDATE person SET last_day = $2 WHERE id = $1', [id, day]);
    await end(person.id, today('Pacific/Kiritimati'));
    await end(stays.id, '2099-12-31');
    await end(alone.id, '2020-01-01');
    const other = await identity.replica();
    const mark = async () => {
      while (await markNextLeft(identity.unitOfWork));
    };
    await Promise.all([mark(), markNextLeft(other.unitOfWork), markNextLeft(other.unitOfWork)]);
    const status = async (id: string) => (await identity.people.get(id, byAdministrator())).status;
    expect([await status(person.id), await status(stays.id), await status(alone.id)]).toEqual([
      'leaving',
      'leaving',
      'left',
    ]);
    expect(await of(alone.id)).toMatchObject([{ state: 'stopped', stopReason: 'target-needed' }]);
    // A day ago there, whatever day it is elsewhere.
    const yesterday = new Date(Date.parse(today('Pacific/Kiritimati')) - 24 * 3_600_000)
      .toISOString()
      .slice(0, 10);
    await end(person.id, yesterday);
    await Promise.all([mark(), markNextLeft(other.unitOfWork)]);
    expect(await status(person.id)).toBe('left');
    expect(await of(person.id)).toMatchObject([{ cause: 'leaving', state: 'running', personIds: [boss.id] }]);
    await expect(identity.signIns.create({ email: person.email, password }, byNobody())).rejects.toThrow();
  });
});
