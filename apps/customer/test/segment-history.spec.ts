import { v7 as uuidv7 } from 'uuid';
import type { Segment, SegmentSnapshot } from '@kontor/contracts/gen/kontor/customer/v1/segment';
import type {
  ListMembershipChangesResponse,
  ListSegmentMembersResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/segment_service';
import { copyRole } from '@kontor/people/role-copy';
import { fieldRights, reachesAll, roleOf } from '@kontor/testing/identity-records';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';
import { freezeStep } from '../src/segment/freeze.js';
import { groupIs, segmentCalls } from './segment-calls.js';

let service: TestService;
let boss: TestPerson;
/** Reaches everything, and does not see tax numbers. */
let blind: TestPerson;
let anna: TestPerson;
let boris: TestPerson;
let { call, create, byRule, segment, add, members, ready, history, rows } = {} as ReturnType<
  typeof segmentCalls
>;

beforeAll(async () => {
  service = await testService('customer', customerService);
  ({ call, create, byRule, segment, add, members, ready, history, rows } = segmentCalls(service));
  const role = roleOf('blind', {
    permissions: ['customer.read', 'segment.read', 'segment.write'],
    reaches: reachesAll('customer', 'segment', 'segment-snapshot'),
    fields: fieldRights('customer', { taxNumber: 'none' }),
  });
  await service.know((tx) => copyRole(tx, role));
  blind = await service.person({ roles: ['blind'] });
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  boris = await service.person({ name: 'Борис', managerId: boss.id });
}, 60_000);

afterAll(() => service.dispose());

const freeze = (person: TestPerson, id: string) =>
  call<SegmentSnapshot>(person, 'SegmentService/FreezeSegment', { id });
const frozen = async (person: TestPerson, { id: snapshotId }: SegmentSnapshot) =>
  (
    await call<ListSegmentMembersResponse>(person, 'SegmentService/ListSnapshotMembers', { snapshotId })
  ).members.map(({ customer }) => customer?.id);
const setRule = (person: TestPerson, id: string, rule: object) =>
  call<Segment>(person, 'SegmentService/UpdateSegment', {
    id,
    segment: { rule: JSON.stringify(rule) },
    updateMask: ['rule'],
  });
const changes = async (person: TestPerson, segmentId: string, filter?: object) => {
  const request = { segmentId, ...(filter && { filter: JSON.stringify(filter) }) };
  const path = 'SegmentService/ListMembershipChanges';
  return (await call<ListMembershipChangesResponse>(person, path, request)).changes.map(
    ({ customerId, entered }) => `${entered ? 'in' : 'out'} ${customerId}`,
  );
};
const evaluation = (id: string, change: string) =>
  rows(`UPDATE segment_evaluation SET ${change} WHERE segment_id = $1`, [id]);

/** The customers whom events tell of a segment, once there are so many. */
const told = (
  type: 'kontor.customer.v1.SegmentEntered' | 'kontor.customer.v1.SegmentLeft',
  id: string,
  many: number,
): Promise<string[]> =>
  until('the events', async () => {
    const events = await service.events(type);
    const ids = events.filter(({ segmentId }) => segmentId === id).flatMap(({ customerIds }) => customerIds);
    return ids.length >= many ? ids : undefined;
  });

describe('what a rule by a hidden field tells', () => {
  const taxNumber = '914403001922038216';
  const byTax = { field: 'taxNumber', op: 'eq', value: taxNumber };
  const refusal = { code: 'forbidden', reason: 'segment-by-hidden-field' };

  it('is told neither by what was frozen nor by the history, whatever becomes of rule and segment', async () => {
    const group = uuidv7();
    const { id: customerId } = await create(anna, { name: uuidv7(), taxNumber, segment: group });
    const { id } = await byRule(boss, byTax);
    await ready(boss, id);
    const snapshot = await freeze(boss, id);
    expect(await frozen(boss, snapshot)).toEqual([customerId]);
    await expect(frozen(blind, snapshot)).rejects.toMatchObject(refusal);
    expect(await changes(blind, id)).toEqual([]);

    await setRule(boss, id, groupIs(group));
    await ready(boss, id);
    expect(await members(blind, id)).toHaveLength(1);
    expect(await changes(boss, id)).toEqual([`in ${customerId}`]);
    for (const told of [await changes(blind, id), await history(blind, customerId)]) expect(told).toEqual([]);
    await expect(frozen(blind, snapshot)).rejects.toMatchObject(refusal);

    await setRule(boss, id, byTax);
    await ready(boss, id);
    await setRule(boss, id, groupIs(uuidv7()));
    await ready(boss, id);
    expect(await changes(boss, id)).toEqual([`out ${customerId}`, `in ${customerId}`]);
    // Who left told that the old rule had taken it.
    expect(await changes(blind, id)).toEqual([]);

    await call(boss, 'SegmentService/DeleteSegment', { id });
    await expect(frozen(blind, snapshot)).rejects.toMatchObject(refusal);
    expect(await frozen(boss, snapshot)).toEqual([customerId]);
  });

  it('is not told by members who are still in by the rule before', async () => {
    const { id } = await byRule(boss, byTax);
    await ready(boss, id);
    const all = { field: 'status', op: 'eq', value: 'prospect' };
    await setRule(boss, id, all);
    await ready(boss, id);
    await evaluation(id, `state = 'failed', rule_fields = '{status,taxNumber}'`);
    await expect(members(blind, id)).rejects.toMatchObject(refusal);
    await expect(freeze(blind, id)).rejects.toMatchObject(refusal);
  });
});

describe('a segment is not frozen', () => {
  it('where its rule no longer works, and the refusal names it', async () => {
    const { id, name } = await byRule(boss, groupIs(uuidv7()));
    await ready(boss, id);
    await evaluation(id, `state = 'failed'`);
    await expect(freeze(boss, id)).rejects.toMatchObject({
      code: 'conflict',
      reason: 'segment-failed',
      problem: { detail: expect.stringContaining(name) as string },
    });
  });

  it('where its members are of another day', async () => {
    const { id } = await byRule(boss, { field: 'createTime', op: 'ge', value: 'today-7d' });
    await ready(boss, id);
    expect((await freeze(boss, id)).segmentId).toBe(id);
    // As it is just after midnight, while all replicas are busy: the segment before it is gone through first.
    await evaluation(id, `day = day - 1, state = 'removed-for-the-test'`);
    await expect(freeze(boss, id)).rejects.toMatchObject({ reason: 'segment-evaluating' });
  });
});

describe('who came into a segment and who left', () => {
  it('is listed for a period, of the customers that the caller reaches, and told by events', async () => {
    const group = uuidv7();
    const [annas, boriss] = [
      await create(anna, { name: uuidv7(), segment: group }),
      await create(boris, { name: uuidv7(), segment: group }),
    ];
    const { id } = await byRule(boss, groupIs(group));
    await ready(boss, id);
    const start = new Date().toISOString();
    await call(boris, 'CustomerService/UpdateCustomer', {
      id: boriss.id,
      customer: { segment: '' },
      updateMask: ['segment'],
    });
    await until('the customer to leave', async () => (await changes(boss, id)).length === 3);
    expect((await changes(boss, id)).toSorted()).toEqual(
      [`in ${annas.id}`, `in ${boriss.id}`, `out ${boriss.id}`].toSorted(),
    );
    expect(await changes(boss, id, { field: 'time', op: 'ge', value: start })).toEqual([`out ${boriss.id}`]);
    await call(boss, 'SegmentService/CreateSegmentShare', {
      segmentId: id,
      share: { granteeKind: 'person', granteeId: anna.id, level: 'read' },
    });
    await service.running.organisation.refresh();
    expect(await changes(anna, id)).toEqual([`in ${annas.id}`]);
    await expect(changes(boris, id)).rejects.toMatchObject({ code: 'not_found' });

    const entered = await told('kontor.customer.v1.SegmentEntered', id, 2);
    expect(entered.toSorted()).toEqual([annas.id, boriss.id].toSorted());
    expect(await told('kontor.customer.v1.SegmentLeft', id, 1)).toEqual([boriss.id]);
  });

  it('is told of lists kept by hand, too', async () => {
    const { id: customerId } = await create(anna, { name: uuidv7() });
    const { id } = await segment(anna, { kind: 'static' });
    await add(anna, id, { customerIds: [customerId] });
    expect(await changes(anna, id)).toEqual([`in ${customerId}`]);
    expect(await told('kontor.customer.v1.SegmentEntered', id, 1)).toEqual([customerId]);
  });
});

describe('a big segment', () => {
  it('is frozen behind the request, as it was when that came, of whom its maker reached', async () => {
    const group = uuidv7();
    const customers = [];
    for (let i = 0; i < 5; i++) customers.push(await create(anna, { name: uuidv7(), segment: group }));
    const [first, , , , last] = customers;
    await create(boris, { name: uuidv7(), segment: group });
    const { id } = await byRule(anna, groupIs(group));
    await ready(anna, id);
    // As one of a million stands the moment it was asked for.
    const snapshotId = uuidv7();
    await rows(
      `INSERT INTO segment_snapshot (id, segment_id, name, owner_id, member_count, freeze_time, rule_fields, state,
         members_total, members_done) VALUES ($1, $2, 'Big', $3, 0, now(), '["segment"]', 'being-tested', 6, 0)`,
      [snapshotId, id, anna.id],
    );
    await expect(frozen(anna, { id: snapshotId } as SegmentSnapshot)).rejects.toMatchObject({
      reason: 'segment-freezing',
    });
    for (const gone of [first, last])
      await call(anna, 'CustomerService/UpdateCustomer', {
        id: gone?.id,
        customer: { segment: '' },
        updateMask: ['segment'],
      });
    await create(anna, { name: uuidv7(), segment: group });
    await until('the changes', async () => (await changes(anna, id)).length === 8);
    await rows(`UPDATE segment_snapshot SET state = 'freezing' WHERE id = $1`, [snapshotId]);
    const { unitOfWork } = service.running;
    await until('it to be whole', async () => {
      await freezeStep(unitOfWork, 2);
      const { state } = await call<SegmentSnapshot>(anna, 'SegmentService/GetSegmentSnapshot', {
        id: snapshotId,
      });
      return state === 'ready';
    });
    const taken = await frozen(anna, { id: snapshotId } as SegmentSnapshot);
    expect(taken.toSorted()).toEqual(customers.map(({ id: one }) => one).toSorted());
    const whole = await call<SegmentSnapshot>(anna, 'SegmentService/GetSegmentSnapshot', { id: snapshotId });
    expect(whole).toMatchObject({ state: 'ready', memberCount: 5 });
    await expect(call(boris, 'SegmentService/GetSegmentSnapshot', { id: snapshotId })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
