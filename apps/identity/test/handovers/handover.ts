import type { Handover } from '@kontor/contracts/gen/kontor/identity/v1/handover';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { participants } from '../../src/handover/participants.js';
import { by, byAdministrator, together } from '../identity-fixture.js';
import {
  ann,
  ben,
  boss,
  director,
  identity,
  leave,
  left,
  listed,
  look,
  of,
  outsider,
  plan,
  progressed,
  start,
  told,
} from './scene.js';

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
