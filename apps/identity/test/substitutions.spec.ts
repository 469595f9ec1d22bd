import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { Substitution } from '@kontor/contracts/gen/kontor/identity/v1/substitution';
import { SubstitutionService } from '../src/substitution/substitution.service.js';
import { by, byAdministrator, identityOnDatabase, together, type Identity } from './identity-fixture.js';

const hour = 3600_000;
const day = 24 * hour;

let identity: Identity;
let substitutions: SubstitutionService;
/** Boss above Ann and Bob; a stranger beside them. */
let boss: Person;
let ann: Person;
let bob: Person;
let stranger: Person;

beforeAll(async () => {
  identity = await identityOnDatabase();
  substitutions = new SubstitutionService(identity.unitOfWork, { secret: 'a secret of the tests' } as never);
}, 60_000);
afterAll(() => identity?.close());

beforeEach(async () => {
  boss = await identity.person({ roles: ['manager'] });
  ann = await identity.person({ managerId: boss.id });
  bob = await identity.person({ managerId: boss.id });
  stranger = await identity.person({ roles: ['manager'] });
});

const from = (offset: number) => new Date(Date.now() + offset).toISOString();
const standsIn = (substitute: Person, changes: object = {}, call = by(ann)): Promise<Substitution> =>
  substitutions.create(
    {
      substitution: {
        substituteId: substitute.id,
        endTime: from(day),
        objects: [],
        reason: '',
        ...changes,
      } as never,
    },
    call,
  );
const listed = async (call: ReturnType<typeof by>) =>
  (await substitutions.list({}, call)).substitutions.map(({ id }) => id);
const update = (id: string, substitution: object, call = by(ann), etag?: string) =>
  substitutions.update(
    { id, substitution: substitution as never, updateMask: Object.keys(substitution), etag },
    call,
  );
const markLeft = ({ id }: Person) => identity.markLeft(id);
const told = async (id: string) =>
  (
    await identity.rows<{ payload: string }>(
      `SELECT payload FROM outbox WHERE type = 'kontor.identity.v1.SubstitutionChanged' AND aggregate_id = $1
       ORDER BY position`,
      [id],
    )
  ).map(({ payload }) => JSON.parse(payload) as Record<string, unknown>);

describe('who stands in for whom', () => {
  it('everybody decides for themselves, superiors for those below, and nobody else', async () => {
    const own = await standsIn(bob);
    expect(own).toMatchObject({ personId: ann.id, substituteId: bob.id, status: 'active', objects: [] });
    await expect(standsIn(ann, { personId: bob.id }, by(stranger))).rejects.toMatchObject({
      code: 'forbidden',
      reason: 'not-a-superior',
    });
    await expect(standsIn(ann, { personId: boss.id }, by(ann))).rejects.toMatchObject({
      reason: 'not-a-superior',
    });
    const later = { startTime: from(2 * day), endTime: from(3 * day) };
    const planned = await standsIn(boss, { personId: ann.id, ...later }, by(boss));
    expect(planned.status).toBe('planned');
    const byAdmin = await standsIn(stranger, { personId: bob.id, ...later }, byAdministrator());
    expect(byAdmin).toMatchObject({ personId: bob.id, status: 'planned' });
  });

  it('is told to every service whole, with each change', async () => {
    const { id, startTime, endTime } = await standsIn(bob, { objects: ['customer', 'customer'] });
    await substitutions.cancel(id, by(ann));
    const facts = {
      id,
      personId: ann.id,
      substituteId: bob.id,
      startTime,
      objects: ['customer'],
      unapproved: true,
    };
    const { cancelTime } = await substitutions.get(id, by(ann));
    expect(await told(id)).toEqual([
      { ...facts, endTime, cancelled: false, etag: '1' },
      { ...facts, endTime: cancelTime, cancelled: false, etag: '2' },
    ]);
    expect(Date.parse(cancelTime ?? '')).toBeLessThan(Date.parse(String(endTime)));
  });

  it('that is called off before it begins never held, and its period stays', async () => {
    const later = { startTime: from(2 * day), endTime: from(3 * day) };
    const { id } = await standsIn(bob, later);
    await substitutions.cancel(id, by(ann));
    expect((await told(id)).at(-1)).toMatchObject({ ...later, cancelled: true });
  });

  it('is told to both but for who decided it, when it is made and when it is called off', async () => {
    const { id } = await standsIn(bob, { personId: ann.id }, by(boss));
    await substitutions.cancel(id, by(ann));
    const notices = await identity.rows<{ payload: string }>(
      `SELECT payload FROM outbox WHERE type = 'kontor.notification.v1.NoticeRequested' ORDER BY position`,
    );
    const about = notices
      .map(({ payload }) => JSON.parse(payload) as { about: string; personId: string; values: object })
      .filter((notice) => notice.about === `substitutions/${id}`);
    expect(about).toMatchObject([
      { personId: ann.id, values: { absentName: ann.name, substituteName: bob.name, cancelled: '' } },
      { personId: bob.id, values: { cancelled: '' } },
      { personId: bob.id, values: { cancelled: 'yes' } },
    ]);
  });

  it('is shown to both, to everyone above and to who manages people, and to nobody else', async () => {
    const { id } = await standsIn(bob);
    for (const call of [by(ann), by(bob), by(boss), byAdministrator()]) {
      expect(await listed(call)).toContain(id);
      expect(await substitutions.get(id, call)).toMatchObject({ id, status: 'active' });
    }
    expect(await listed(by(stranger))).toEqual([]);
    for (const call of [substitutions.get, substitutions.cancel]) {
      await expect(call.call(substitutions, id, by(stranger))).rejects.toMatchObject({
        code: 'not_found',
        reason: 'substitution-not-found',
      });
    }
    await expect(substitutions.cancel(id, by(bob))).rejects.toMatchObject({ reason: 'not-a-superior' });
  });

  it.each([
    ['an end before the start', () => ({ startTime: from(day), endTime: from(hour) }), 'end-before-start'],
    ['an end that has passed', () => ({ startTime: from(-day), endTime: from(-hour) }), 'time-in-past'],
    ['more than a year', () => ({ endTime: from(367 * day) }), 'substitution-too-long'],
    ['an object that there is not', () => ({ objects: ['unicorn'] }), 'unknown-object'],
    ['the person as the substitute', () => ({ substituteId: ann.id }), 'substitute-is-absent'],
    ['nobody', () => ({ substituteId: '01900000-0000-7000-8000-00000000dead' }), 'unknown-person'],
  ])('refuses %s', async (_, changes, reason) => {
    await expect(standsIn(bob, changes())).rejects.toMatchObject({ code: 'invalid', fields: [{ reason }] });
    expect(await listed(by(ann))).toEqual([]);
  });

  it('needs a substitute who works here and goes on doing so', async () => {
    const invited = await identity.person({ password: undefined });
    await identity.employment.leave({ id: bob.id }, byAdministrator());
    await markLeft(stranger);
    for (const substitute of [invited, bob, stranger]) {
      await expect(standsIn(substitute)).rejects.toMatchObject({
        fields: [{ reason: 'substitute-not-active' }],
      });
    }
  });

  it('is one person for the same time and records, and may be several for others', async () => {
    await standsIn(bob, { objects: ['customer'] });
    await expect(standsIn(stranger)).rejects.toMatchObject({
      code: 'conflict',
      reason: 'substitution-overlaps',
    });
    await standsIn(stranger, { objects: ['product'] });
    await standsIn(stranger, { startTime: from(day + hour), endTime: from(2 * day) });
    expect(await listed(by(ann))).toHaveLength(3);
  });

  it('may go on over a chain, and never in a circle', async () => {
    await standsIn(bob);
    await standsIn(stranger, {}, by(bob));
    await expect(standsIn(ann, {}, by(stranger))).rejects.toMatchObject({
      code: 'conflict',
      reason: 'substitution-loop',
    });
    await standsIn(ann, { startTime: from(day + hour), endTime: from(2 * day) }, by(stranger));
  });

  it('closes no circle when all its parts are asked for at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const people = await Promise.all([identity.person(), identity.person(), identity.person()]);
      const { done, errors } = await together(
        people.map((person, i) => standsIn(people[(i + 1) % people.length]!, {}, by(person))),
      );
      expect(done).toHaveLength(2);
      expect(errors).toEqual(['substitution-loop']);
    }
  });
});

describe('a substitution that holds', () => {
  it('is agreed on by who is above, who hears of it; until then every service knows that nobody did', async () => {
    const own = await standsIn(bob, { startTime: from(-2 * day), endTime: from(2 * day) });
    expect(own.approverId).toBeUndefined();
    expect((await told(own.id)).map(({ unapproved }) => unapproved)).toEqual([true]);
    const heard = async () => {
      const rows = await identity.rows<{ payload: string }>(
        `SELECT payload FROM outbox WHERE type = 'kontor.notification.v1.NoticeRequested' AND payload::text LIKE $1`,
        [`%${own.id}%`],
      );
      return rows.map(({ payload }) => (JSON.parse(payload) as { personId: string }).personId).sort();
    };
    expect(await heard()).toEqual([bob.id, boss.id].sort());
    for (const [call, reason] of [
      [by(ann), 'not-own-absence'],
      [by(bob), 'not-a-superior'],
      [by(stranger), 'substitution-not-found'],
    ] as const)
      await expect(substitutions.approve(own.id, call)).rejects.toMatchObject({ reason });
    expect(await substitutions.approve(own.id, by(boss))).toMatchObject({ approverId: boss.id, etag: '2' });
    expect(await substitutions.approve(own.id, by(boss))).toMatchObject({ etag: '2' });
    expect(await update(own.id, { endTime: from(day) })).toMatchObject({ approverId: boss.id });
    expect((await update(own.id, { endTime: from(9 * day) })).approverId).toBeUndefined();
    expect(await heard()).toEqual([bob.id, boss.id, boss.id].sort());
    expect((await told(own.id)).map(({ unapproved }) => unapproved)).toEqual([true, false, false, true]);
    const later = { startTime: from(20 * day), endTime: from(21 * day), personId: ann.id };
    expect(await standsIn(bob, later, by(boss))).toMatchObject({ approverId: boss.id });
    expect(await standsIn(ann, {}, by(boss))).toMatchObject({ personId: boss.id, approverId: boss.id });
  });

  it('ends earlier or later, and does not begin at another time', async () => {
    const { id, etag } = await standsIn(bob);
    const later = from(2 * day);
    expect(await update(id, { endTime: later, reason: 'Still ill' }, by(boss), etag)).toMatchObject({
      endTime: later,
      reason: 'Still ill',
      etag: '2',
    });
    await expect(update(id, { endTime: from(hour) }, by(ann), etag)).rejects.toMatchObject({ code: 'stale' });
    expect(await update(id, { endTime: from(hour) })).toMatchObject({ status: 'active' });
    for (const [changes, reason] of [
      [{ endTime: from(-hour) }, 'end-before-start'],
      [{ startTime: from(hour / 2) }, 'time-in-past'],
      [{ substituteId: stranger.id }, 'substitution-fixed'],
    ] as const) {
      await expect(update(id, changes)).rejects.toMatchObject({ fields: [{ reason }] });
    }
  });

  it('is not made longer into another one', async () => {
    const { id } = await standsIn(bob);
    await standsIn(stranger, { startTime: from(2 * day), endTime: from(3 * day) });
    await expect(update(id, { endTime: from(3 * day) })).rejects.toMatchObject({
      reason: 'substitution-overlaps',
    });
  });

  it('is over when it was called off, and leaves room for another', async () => {
    const { id } = await standsIn(bob);
    expect(await substitutions.cancel(id, by(boss))).toMatchObject({ status: 'cancelled' });
    await expect(substitutions.cancel(id, by(ann))).rejects.toMatchObject({ reason: 'substitution-over' });
    await expect(update(id, { reason: 'x' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await standsIn(stranger)).toMatchObject({ status: 'active' });
  });

  it('ends with the substitute who leaves; what the leaver had planned is called off', async () => {
    const { id } = await standsIn(bob);
    const planned = await standsIn(bob, { startTime: from(2 * day), endTime: from(3 * day) });
    await markLeft(bob);
    expect(await substitutions.get(id, by(ann))).toMatchObject({ status: 'ended' });
    expect(await substitutions.get(planned.id, by(ann))).toMatchObject({ status: 'cancelled' });
    expect((await told(id)).at(-1)).toMatchObject({ cancelled: false, etag: '2' });
    expect((await told(planned.id)).at(-1)).toMatchObject({ cancelled: true, etag: '2' });
  });
});
