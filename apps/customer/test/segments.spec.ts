import type { Segment, SegmentSnapshot } from '@kontor/contracts/gen/kontor/customer/v1/segment';
import type {
  ListSegmentMembersResponse,
  ListSegmentsResponse,
  PreviewSegmentResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/segment_service';
import { copyRole } from '@kontor/people/role-copy';
import { fieldRights, roleOf } from '@kontor/testing/identity-records';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { foldStep } from '../src/count/fold.js';
import { customerService } from '../src/definition.js';
import { groupIs, segmentCalls } from './segment-calls.js';

let service: TestService;
let boss: TestPerson;
let anna: TestPerson;
let boris: TestPerson;
let stranger: TestPerson;
let { call, create, segment, byRule, get, members, count, add, history, ready, share, rows } =
  {} as ReturnType<typeof segmentCalls>;

beforeAll(async () => {
  service = await testService('customer', customerService);
  ({ call, create, segment, byRule, get, members, count, add, history, ready, share, rows } =
    segmentCalls(service));
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  anna = await service.person({ name: 'Anna', managerId: boss.id });
  boris = await service.person({ name: 'Борис', managerId: boss.id });
  stranger = await service.person({ name: 'Stranger' });
}, 60_000);

afterAll(() => service.dispose());

describe('a static segment', () => {
  it('takes customers by id and by filter, those within reach only, and notes who came and went', async () => {
    const [mine, other] = [
      await create(anna, { name: 'Mine' }),
      await create(stranger, { name: 'Not hers' }),
    ];
    await create(anna, { name: 'Fair 1', segment: 'fair' });
    await create(anna, { name: 'Fair 2', segment: 'fair' });
    const { id } = await segment(anna, { kind: 'static' });
    expect(await add(anna, id, { customerIds: [mine.id, other.id] })).toEqual({ changed: 1, more: false });
    expect(await add(anna, id, { filter: JSON.stringify(groupIs('fair')) })).toEqual({
      changed: 2,
      more: false,
    });
    expect(await add(anna, id, { customerIds: [mine.id] })).toEqual({ changed: 0, more: false });
    expect(await members(anna, id)).toEqual(['Fair 1', 'Fair 2', 'Mine']);
    expect(await members(anna, id, { pageSize: 1, orderBy: 'name desc' })).toEqual(['Mine']);
    await call(anna, 'SegmentService/RemoveSegmentMembers', { segmentId: id, customerIds: [mine.id] });
    expect(await members(anna, id)).toEqual(['Fair 1', 'Fair 2']);
    expect(await history(anna, mine.id)).toMatchObject([
      { segmentId: id, segmentName: 'Segment', entered: false, actorId: anna.id },
      { segmentId: id, entered: true, actorId: anna.id },
    ]);
    // Kept counts and the rows are the same, folded or not, also once a customer is gone with all its rows.
    const admin = await service.person({ roles: ['administrator'] });
    await share(anna, id, [admin], 'read');
    expect(await count(admin, id)).toEqual({ own: 0, reached: 2 });
    await foldStep(service.running.unitOfWork, 'UTC');
    expect(await count(admin, id)).toEqual({ own: 0, reached: 2 });
    await rows(
      'DELETE FROM segment_member WHERE segment_id = $1 AND customer_id IN (SELECT id FROM customer WHERE name = $2)',
      [...[id, 'Fair 1']],
    );
    expect(await count(admin, id)).toEqual({ own: 0, reached: 1 });
    await add(anna, id, { filter: JSON.stringify(groupIs('fair')) });
    expect(await count(admin, id)).toEqual({ own: 0, reached: 2 });
    for (const picked of [{}, { customerIds: [mine.id], filter: JSON.stringify(groupIs('fair')) }])
      await expect(add(anna, id, picked)).rejects.toMatchObject({
        fields: [{ reason: 'segment-ids-or-filter' }],
      });
  });

  it('is hidden from who does not reach its owner', async () => {
    const { id } = await segment(anna, { kind: 'static' });
    expect((await get(boss, id)).ownerId).toBe(anna.id);
    for (const person of [boris, stranger]) {
      await expect(get(person, id)).rejects.toMatchObject({ reason: 'segment-not-found' });
      await expect(members(person, id)).rejects.toMatchObject({ reason: 'segment-not-found' });
      await expect(count(person, id)).rejects.toMatchObject({ reason: 'segment-not-found' });
      const { segments } = await call<ListSegmentsResponse>(person, 'SegmentService/ListSegments', {});
      expect(segments.map((one) => one.id)).not.toContain(id);
    }
  });
});

describe('a segment that is shared', () => {
  it('shows and counts to each reader the customers whom the reader reaches anyway', async () => {
    await create(anna, { name: 'Shared A', segment: 'shared' });
    await create(boris, { name: 'Shared B', segment: 'shared' });
    const { id } = await byRule(boss, groupIs('shared'));
    await ready(boss, id);
    await share(boss, id, [anna, stranger], 'read');
    expect(await members(boss, id)).toEqual(['Shared A', 'Shared B']);
    expect(await members(anna, id)).toEqual(['Shared A']);
    expect(await members(stranger, id)).toEqual([]);
    expect(await count(boss, id)).toEqual({ own: 0, reached: 2 });
    expect(await count(anna, id)).toEqual({ own: 1, reached: 1 });
    expect(await count(stranger, id)).toEqual({ own: 0, reached: 0 });
    const { id: customerId } = await create(anna, { name: 'Shared C', segment: 'shared' });
    await until('it to enter', async () => (await count(boss, id)).reached === 3);
    await call(boss, 'CustomerAccessService/CreateCustomerShare', {
      customerId,
      share: { granteeKind: 'person', granteeId: stranger.id, level: 'read' },
    });
    await service.running.organisation.refresh();
    expect(await count(stranger, id)).toEqual({ own: 0, reached: 1 });
    expect(await members(stranger, id)).toEqual(['Shared C']);
    await call(boss, 'CustomerService/TransferCustomer', {
      id: customerId,
      ownerId: boris.id,
      reason: 'Nearer',
    });
    await until('the count to follow the owner', async () => (await count(anna, id)).reached === 1);
    await expect(
      call(anna, 'SegmentService/UpdateSegment', { id, segment: { name: 'X' }, updateMask: ['name'] }),
    ).rejects.toMatchObject({ reason: 'shared-for-reading' });
  });
});

describe('a dynamic segment', () => {
  it('goes through all customers, then follows each of them by its events', async () => {
    const rule = { and: [groupIs('follow'), { field: 'status', op: 'eq', value: 'interested' }] };
    const early = await create(anna, { name: 'Early', segment: 'follow', status: 'interested' });
    const { id, state } = await byRule(anna, rule);
    expect(state).toBe('evaluating');
    await ready(anna, id);
    expect(await members(anna, id)).toEqual(['Early']);
    const late = await create(anna, { name: 'Late', segment: 'follow' });
    await call(anna, 'CustomerService/UpdateCustomer', {
      id: late.id,
      customer: { status: 'interested' },
      updateMask: ['status'],
    });
    await until('the late one to enter', async () => (await members(anna, id)).includes('Late'));
    await call(anna, 'CustomerService/UpdateCustomer', {
      id: early.id,
      customer: { segment: '' },
      updateMask: ['segment'],
    });
    await until('the early one to leave', async () => !(await members(anna, id)).includes('Early'));
    const changes = await history(anna, early.id);
    expect(changes.map(({ entered }) => entered)).toEqual([false, true]);
    expect(changes.every((change) => change.actorId === undefined)).toBe(true);
    await expect(add(anna, id, { customerIds: [early.id] })).rejects.toMatchObject({
      reason: 'segment-by-rule',
    });
  });

  it('has the members of its new rule after a change', async () => {
    await create(anna, { name: 'Old rule', segment: 'old-rule' });
    await create(anna, { name: 'New rule', segment: 'new-rule' });
    const { id } = await byRule(anna, groupIs('old-rule'));
    await ready(anna, id);
    await call(anna, 'SegmentService/UpdateSegment', {
      id,
      segment: { rule: JSON.stringify(groupIs('new-rule')) },
      updateMask: ['rule'],
    });
    await ready(anna, id);
    expect(await members(anna, id)).toEqual(['New rule']);
  });

  it('is gone through again when a day has passed of which its rule speaks', async () => {
    const { id } = await create(anna, { name: 'Daily', segment: 'daily' });
    const made = await byRule(anna, {
      and: [groupIs('daily'), { field: 'createTime', op: 'ge', value: 'today-1d' }],
    });
    await ready(anna, made.id);
    expect(await members(anna, made.id)).toEqual(['Daily']);
    await rows(`UPDATE customer SET create_time = now() - interval '3 days' WHERE id = $1`, [id]);
    expect(await members(anna, made.id)).toEqual(['Daily']);
    await rows(`UPDATE segment_evaluation SET day = day - 1 WHERE segment_id = $1`, [made.id]);
    await until('the day to be noticed', async () => (await members(anna, made.id)).length === 0);
  });

  it('says before it is saved how many of the caller’s customers it would take', async () => {
    await create(anna, { name: 'Preview A', segment: 'preview' });
    await create(boris, { name: 'Preview B', segment: 'preview' });
    const preview = (person: TestPerson) =>
      call<PreviewSegmentResponse>(person, 'SegmentService/PreviewSegment', {
        rule: JSON.stringify(groupIs('preview')),
      });
    expect(await preview(boss)).toEqual({ count: 2, more: false });
    expect(await preview(anna)).toEqual({ count: 1, more: false });
    expect(await preview(stranger)).toEqual({ count: 0, more: false });
  });

  it('needs a rule that can be read', async () => {
    await expect(segment(anna, { kind: 'dynamic' })).rejects.toMatchObject({
      fields: [{ field: 'rule', reason: 'segment-rule-needed' }],
    });
    await expect(byRule(anna, { field: 'secret', op: 'eq', value: 1 })).rejects.toMatchObject({
      fields: [{ field: 'rule', reason: 'filter-field-unknown' }],
    });
    await expect(segment(anna, { kind: 'static', rule: '{}' })).rejects.toMatchObject({
      fields: [{ field: 'rule', reason: 'segment-static-rule' }],
    });
  });
});

describe('a rule by a field that somebody does not see', () => {
  let blind: TestPerson;
  beforeAll(async () => {
    const role = roleOf('blind', {
      permissions: ['customer.read', 'segment.read', 'segment.write'],
      fields: fieldRights('customer', { city: 'none' }),
    });
    await service.know((tx) => copyRole(tx, role));
    blind = await service.person({ roles: ['blind'], managerId: boss.id });
  });
  const rule = { field: 'city', op: 'eq', value: 'Gorky-17' };

  it('is refused to that person, in a preview too', async () => {
    const refusal = { code: 'forbidden', reason: 'field-hidden' };
    await expect(byRule(blind, rule)).rejects.toMatchObject(refusal);
    await expect(
      call(blind, 'SegmentService/PreviewSegment', { rule: JSON.stringify(rule) }),
    ).rejects.toMatchObject(refusal);
    const { id } = await segment(blind, { kind: 'static' });
    await expect(add(blind, id, { filter: JSON.stringify(rule) })).rejects.toMatchObject(refusal);
  });

  it('shows that person neither its value nor its members, where somebody else made it', async () => {
    const { id } = await byRule(boss, rule);
    await ready(boss, id);
    await share(boss, id, [blind], 'write');
    const shown = await get(blind, id);
    expect(shown).toMatchObject({ rule: '', ruleHidden: true });
    expect(JSON.stringify(shown)).not.toContain('Gorky');
    const renamed = await call<Segment>(blind, 'SegmentService/UpdateSegment', {
      id,
      segment: { name: 'Renamed' },
      updateMask: ['name'],
    });
    expect(renamed).toMatchObject({ name: 'Renamed', rule: '', ruleHidden: true });
    expect((await get(boss, id)).rule).toContain('Gorky');
    const refusal = { reason: 'segment-by-hidden-field' };
    await expect(members(blind, id)).rejects.toMatchObject(refusal);
    await expect(count(blind, id)).rejects.toMatchObject(refusal);
    await expect(call(blind, 'SegmentService/FreezeSegment', { id })).rejects.toMatchObject(refusal);
  });
});

describe('a frozen segment', () => {
  it('keeps the customers whom its maker reached then, whatever becomes of the segment', async () => {
    const one = await create(anna, { name: 'Frozen A', segment: 'frozen' });
    await create(boris, { name: 'Frozen B', segment: 'frozen' });
    const { id } = await byRule(boss, groupIs('frozen'));
    await ready(boss, id);
    const frozen = await call<SegmentSnapshot>(boss, 'SegmentService/FreezeSegment', { id });
    expect(frozen).toMatchObject({ segmentId: id, ownerId: boss.id, memberCount: 2, name: 'Segment' });
    await call(anna, 'CustomerService/UpdateCustomer', {
      id: one.id,
      customer: { segment: '' },
      updateMask: ['segment'],
    });
    await until('it to leave', async () => (await members(boss, id)).length === 1);
    const list = (person: TestPerson) =>
      call<ListSegmentMembersResponse>(person, 'SegmentService/ListSnapshotMembers', {
        snapshotId: frozen.id,
        orderBy: 'name',
      });
    expect((await list(boss)).members.map(({ customer }) => customer?.name)).toEqual([
      'Frozen A',
      'Frozen B',
    ]);
    await expect(list(anna)).rejects.toMatchObject({ reason: 'segment-snapshot-not-found' });
    await expect(rows('DELETE FROM segment_snapshot_member')).rejects.toThrow();
  });
});
