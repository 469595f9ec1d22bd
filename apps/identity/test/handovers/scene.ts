import { serviceCall } from '@kontor/access/call';
import type { Handover } from '@kontor/contracts/gen/kontor/identity/v1/handover';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { Transaction } from '@kontor/database/transaction';
import { HandoverConsumer } from '../../src/handover/handover.consumer.js';
import { by, byAdministrator, identityOnDatabase, type Identity } from '../identity-fixture.js';

export let identity: Identity;
export let director: Person;
export let boss: Person;
export let ann: Person;
export let ben: Person;
export let outsider: Person;
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

export const consumer = new HandoverConsumer();
export const asService = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
  identity.unitOfWork.write(serviceCall('identity', 'test'), work);
export const plan = (who: Person, handover: Partial<Handover>) =>
  identity.handovers.create({ handover: handover as Handover }, by(who));
export const start = (who: Person, id: string, more: object = {}) =>
  identity.handovers.start({ id, ...more } as never, by(who));
export const look = (id: string, who = director) => identity.handovers.get(id, by(who));
export const leave = (id: string) => identity.employment.leave({ id }, byAdministrator());
export const left = (id: string, more: object = {}) =>
  identity.employment.markLeft({ id, ...more } as never, byAdministrator());
export const of = async (personId: string): Promise<Handover[]> =>
  (
    await identity.handovers.list(
      { filter: JSON.stringify({ field: 'personId', op: 'eq', value: personId }), orderBy: 'createTime' },
      byAdministrator({ method: '/kontor.identity.v1.HandoverService/ListHandovers' }),
    )
  ).handovers;
/** Each is told twice: the broker may. */
export async function listed(handoverId: string, revision = 1, open = 3): Promise<void> {
  const event = {
    handoverId,
    service: 'customer',
    revision,
    counts: [{ object: 'customer', open, closed: 1 }],
  };
  for (let i = 0; i < 2; i++) await asService((tx) => consumer.listed(event, { tx, event: {} as never }));
}
export async function progressed(
  handoverId: string,
  revision: number,
  moved: number,
  remaining: number,
): Promise<void> {
  const event = { handoverId, service: 'customer', revision, moved, remaining, finished: remaining === 0 };
  for (let i = 0; i < 2; i++) await asService((tx) => consumer.progressed(event, { tx, event: {} as never }));
}
export const orphans = (personId: string) =>
  asService((tx) =>
    consumer.orphansFound(
      { service: 'customer', orphans: [{ personId, object: 'customer', count: 2 }] },
      { tx, event: {} as never },
    ),
  );
export const told = (id: string) =>
  identity.rows<{ type: string }>(`SELECT type FROM outbox WHERE aggregate_id = $1 ORDER BY position`, [id]);
