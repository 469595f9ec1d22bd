import { byAdministrator } from '../identity-fixture.js';
import {
  ann,
  ben,
  boss,
  director,
  identity,
  leave,
  left,
  listed,
  of,
  orphans,
  plan,
  progressed,
} from './scene.js';

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
