import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { until } from '@kontor/testing/until';
import { dayOf } from '../src/visit-plan/rules/periods.js';
import { countStage, zone, type CountStage } from './count-stage.js';

let stage: CountStage;

beforeAll(async () => {
  stage = await countStage();
}, 60_000);

afterAll(() => stage.service.dispose());

/** That many days ago, now. */
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

describe('metrics', () => {
  it('count by days told from today, and follow the day that it is', async () => {
    const { service, boss, rival, rows, create, addMetric, value, call } = stage;
    const person = await service.person({ name: 'Daily', managerId: boss.id });
    const rule = { field: 'lastContactTime', op: 'ge', value: 'today-90d' };
    const active = await addMetric('talked-to-lately', rule);
    expect(JSON.parse(active.filter)).toEqual(rule);
    const made = [await create(person), await create(person), await create(person)];
    for (const [at, days] of [10, 89, 91].entries()) {
      await rows('UPDATE customer SET last_contact_time = $2 WHERE id = $1', [made[at]?.id, ago(days)]);
    }
    const told = await value(boss, active.id, { personId: person.id });
    expect(told.value).toBe(2);
    const listed = await call<{ customers: { id: string }[] }>(boss, 'CustomerService/ListCustomers', {
      filter: told.drillDownFilter,
    });
    expect(listed.customers.map(({ id }) => id).sort()).toEqual([made[0]?.id, made[1]?.id].sort());
    const ofAll = await value(stage.admin, active.id, { scope: 'company' });
    expect(ofAll.value).toBeGreaterThanOrEqual(0);
    await expect(value(rival, active.id, { personId: person.id })).rejects.toMatchObject({
      reason: 'scope-out-of-reach',
    });
    for (const word of ['tomorrow', 'today-90', 'today+5m']) {
      await expect(addMetric('never', { ...rule, value: word })).rejects.toMatchObject({
        fields: [{ field: 'filter' }],
      });
    }
  }, 30_000);

  it('name a unit that is there as the one that answers for them', async () => {
    const { service, admin, addMetric, call } = stage;
    const status = { field: 'status', op: 'eq', value: 'lost' };
    const ownerUnitId = '0191e000-0000-7000-8000-000000000001';
    await expect(addMetric('unit-owned', status, { ownerUnitId })).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ field: 'ownerUnitId', reason: 'unknown-unit' }],
    });
    await service.know(async (tx) => {
      await tx.query(
        `INSERT INTO unit_copy (id, name, kind, deleted, unit_version) VALUES ($1, 'Sales', 'department', false, 1)`,
        [ownerUnitId],
      );
    });
    const metric = await addMetric('unit-owned', status, { ownerUnitId });
    expect(metric.ownerUnitId).toBe(ownerUnitId);
    const change = (id: string) =>
      call(admin, 'MetricService/UpdateMetric', {
        id: metric.id,
        metric: { ownerUnitId: id },
        updateMask: ['ownerUnitId'],
      });
    await expect(change('0191e000-0000-7000-8000-000000000002')).rejects.toMatchObject({
      fields: [{ field: 'ownerUnitId', reason: 'unknown-unit' }],
    });
    await service.know(async (tx) => {
      await tx.query('UPDATE unit_copy SET deleted = true WHERE id = $1', [ownerUnitId]);
    });
    // Another field is changed though the unit is gone by now.
    await call(admin, 'MetricService/UpdateMetric', {
      id: metric.id,
      metric: { nameEn: 'Lost ones' },
      updateMask: ['nameEn'],
    });
    await expect(stage.value(admin, metric.id, { scope: 'unit', unitId: ownerUnitId })).rejects.toMatchObject(
      { fields: [{ field: 'unitId', reason: 'unknown-unit' }] },
    );
  });

  it('count in each scope what customers:count counts there, and what it sees besides is no scope', async () => {
    const { service, admin, boss, create, counted, value, metric, call } = stage;
    const one = await service.person({ name: 'Owning', managerId: boss.id });
    const two = await service.person({ name: 'Shared with', managerId: stage.rival.id });
    const customer = await create(one);
    await create(two);
    await call(admin, 'CustomerAccessService/CreateCustomerShare', {
      customerId: customer.id,
      share: { granteeId: two.id, granteeKind: 'person', level: 'read' },
    });
    await service.running.organisation.refresh();
    const record = await metric('record');
    expect((await counted(two)).totalSize).toBe(2);
    for (const [who, scope] of [
      [two, { scope: 'own' }],
      [boss, { scope: 'own', personId: one.id }],
      [boss, { scope: 'team' }],
      [admin, { scope: 'company' }],
    ] as const) {
      const [sum, number] = await Promise.all([counted(who, scope), value(who, record.id, scope)]);
      expect([scope, sum.totalSize]).toEqual([scope, number.value]);
    }
    expect((await counted(two, { scope: 'own' })).totalSize).toBe(1);
    await expect(counted(two, { scope: 'own', personId: one.id })).rejects.toMatchObject({
      reason: 'scope-out-of-reach',
    });
  });

  it('of the company keep the number of a day that is over, whatever is counted later', async () => {
    const { admin, rows, create, anna, addMetric, value, call } = stage;
    const key = await addMetric('past-keys', { field: 'segment', op: 'eq', value: 'Past' });
    await create(anna, 'prospect', { segment: 'Past' });
    await value(admin, key.id, { scope: 'company' });
    const now = new Date().toISOString();
    const past = () => value(admin, key.id, { scope: 'company', asOf: now });
    await expect(past()).rejects.toMatchObject({ fields: [{ reason: 'metric-without-past' }] });
    await rows(
      `INSERT INTO metric_value (metric_id, day, definition_start_time, value, time, took_ms)
       SELECT metric_id, day - 1, definition_start_time, 7, time - interval '1 day', 1 FROM metric_value WHERE metric_id = $1`,
      [key.id],
    );
    const told = await past();
    expect(told.value).toBe(7);
    await rows(`UPDATE metric_value SET time = time - interval '1 hour' WHERE metric_id = $1`, [key.id]);
    await call(admin, 'MetricService/UpdateMetric', {
      id: key.id,
      metric: { nameEn: 'Keys' },
      updateMask: ['nameEn'],
    });
    expect((await past()).value).toBe(told.value);
  }, 30_000);

  it('of the company are counted in the background where they ask for more, and say when', async () => {
    const { admin, boss, anna, boris, call, rows, create, addMetric, value, trend } = stage;
    const key = await addMetric('key-accounts', { field: 'segment', op: 'eq', value: 'Key' });
    await create(anna, 'prospect', { segment: 'Key' });
    const first = await value(admin, key.id, { scope: 'company' });
    expect(Date.parse(first.asOf as string)).toBeGreaterThanOrEqual(Date.parse(key.startTime as string));
    expect([0, 1]).toContain(first.value);
    expect((await value(admin, key.id, { personId: anna.id })).value).toBe(1);
    await rows(`UPDATE metric_value SET time = time - interval '1 hour'`);
    await create(boris, 'prospect', { segment: 'Key' });
    await call(admin, 'MetricService/UpdateMetric', {
      id: key.id,
      metric: { nameEn: 'Keys' },
      updateMask: ['nameEn'],
    });
    let later = first;
    while (Date.parse(later.asOf as string) <= Date.parse(first.asOf as string))
      later = await value(admin, key.id, { scope: 'company' });
    expect(later.value).toBe(2);
    expect(await trend(admin, key.id, { scope: 'company' })).toEqual([
      { day: dayOf(later.asOf as string, zone), value: 2 },
    ]);
    await expect(value(boss, key.id, { scope: 'company' })).rejects.toMatchObject({
      reason: 'scope-out-of-reach',
    });
    await expect(trend(boss, key.id, { scope: 'team' })).rejects.toMatchObject({
      fields: [{ reason: 'metric-without-past' }],
    });
  }, 30_000);

  it('that are retired are counted no more: their last number stays, and a new definition still gets one', async () => {
    const { admin, anna, call, rows, create, addMetric, value } = stage;
    const wanted = { field: 'segment', op: 'eq', value: 'Old' };
    const [old, present] = [await addMetric('old-ones', wanted), await addMetric('present-ones', wanted)];
    const told = await value(admin, old.id, { scope: 'company' });
    const change = ({ id }: { id: string }, metric: object) =>
      call(admin, 'MetricService/UpdateMetric', { id, metric, updateMask: Object.keys(metric) });
    await change(old, { retired: true });
    await rows(`UPDATE metric_value SET time = time - interval '1 hour'`);
    await create(anna, 'prospect', { segment: 'Old' });
    await change(present, { nameEn: 'Present ones' });
    await until(
      'the other one to be counted anew',
      async () => (await value(admin, present.id, { scope: 'company' })).value === 1,
    );
    expect(await value(admin, old.id, { scope: 'company' })).toMatchObject({ value: told.value });
    await change(old, { filter: JSON.stringify({ ...wanted, value: 'Other' }) });
    expect((await value(admin, old.id, { scope: 'company' })).value).toBe(0);
  }, 30_000);

  it('that ask for stages, assignment and owners are those of the rows, at once', async () => {
    const { admin, anna, rows, create, addMetric, metric, value } = stage;
    await create(anna, 'lost');
    const nobodys = await addMetric('nobodys-prospects', {
      and: [
        { field: 'status', op: 'in', value: ['prospect', 'interested'] },
        { not: { field: 'assignmentState', op: 'eq', value: 'assigned' } },
      ],
    });
    const annas = await addMetric('annas', { field: 'ownerId', op: 'eq', value: anna.id });
    for (const [one, where] of [
      [nobodys, `status IN ('prospect', 'interested') AND owner_id IS NULL`],
      [annas, `owner_id = '${anna.id}'`],
      [await metric('record'), 'TRUE'],
      [await metric('lost-customer'), `status = 'lost'`],
    ] as const) {
      const [row] = await rows<{ count: number }>(
        `SELECT count(*)::int AS count FROM customer WHERE ${where}`,
      );
      expect([one.code, (await value(admin, one.id, { scope: 'company' })).value]).toEqual([
        one.code,
        row?.count,
      ]);
    }
  });

  it('have a past by day: what each day ended with, and the company as of the end of the day before', async () => {
    const { service, admin, boss, rival, rows, fold, create, move, metric, value, trend } = stage;
    const person = await service.person({ name: 'Trending', managerId: boss.id });
    const made = [await create(person), await create(person), await create(person)];
    // As if two of them had come the day before yesterday, and one of these had moved yesterday.
    await move((made[0] as Customer).id, 'cooperating');
    await fold();
    await rows(`UPDATE customer_flow SET day = day - 2 WHERE guardian_id = $1 AND entered = 3`, [person.id]);
    await rows(`UPDATE customer_flow SET day = day - 1 WHERE guardian_id = $1 AND status = 'cooperating'`, [
      person.id,
    ]);
    const prospects = await trend(boss, (await metric('prospect')).id, { personId: person.id });
    expect(prospects.map((point) => point.value)).toEqual([0, 2, 2, 2]);
    const active = await trend(boss, (await metric('active-customer')).id, { personId: person.id });
    expect(active.map((point) => point.value)).toEqual([0, 0, 1, 1]);
    expect(active.at(-1)?.day).toBe(dayOf(new Date().toISOString(), zone));
    await expect(trend(rival, (await metric('prospect')).id, { personId: person.id })).rejects.toMatchObject({
      reason: 'scope-out-of-reach',
    });
    const past = await value(admin, (await metric('record')).id, {
      scope: 'company',
      asOf: new Date(Date.now() - 10).toISOString(),
    });
    expect(past.value).toBe(0);
    expect(dayOf(past.asOf as string, zone)).toBe(dayOf(new Date().toISOString(), zone));
  });

  it('answer the same of a past moment before and after transfers, steps and merges', async () => {
    const { service, admin, boss, rival, rows, fold, create, move, transfer, merge, value, metric } = stage;
    const person = await service.person({ name: 'Remembered', managerId: boss.id });
    const made = [await create(person), await create(person), await create(person), await create(person)];
    await fold();
    // As if they had come five days ago.
    for (const guardian of [person.id, 'ffffffff-ffff-ffff-ffff-ffffffffffff']) {
      await rows(
        `UPDATE customer_flow f SET day = day - 5 WHERE guardian_id = $1 AND status = 'prospect'
         AND NOT EXISTS (SELECT 1 FROM customer_flow o WHERE (o.guardian_id, o.day, o.assignment_state, o.status)
           = (f.guardian_id, f.day - 5, f.assignment_state, f.status))`,
        [guardian],
      );
    }
    await rows(`UPDATE customer SET create_time = create_time - interval '5 days' WHERE owner_id = $1`, [
      person.id,
    ]);
    const codes = ['prospect', 'record', 'lost-customer'];
    const asked = [ago(6), ago(3), ago(1), new Date().toISOString()];
    const ask = async () => {
      const answers: unknown[] = [];
      for (const code of codes) {
        const { id } = await metric(code);
        for (const asOf of asked) {
          for (const [who, scope] of [
            [admin, { scope: 'company' }],
            [boss, { scope: 'team' }],
            [boss, { scope: 'own', personId: person.id }],
          ] as const) {
            const { value: number, asOf: of } = await value(who, id, { ...scope, asOf });
            answers.push([code, asOf, scope.scope, number, of]);
          }
        }
      }
      return answers;
    };
    const before = await ask();
    expect(before).toContainEqual(['prospect', asked[1], 'own', 4, expect.any(String) as unknown]);
    await transfer(made[0]?.id ?? '', rival.id);
    await move(made[1]?.id ?? '', 'lost');
    const { id: mergeId } = await merge(made[2]?.id ?? '', made[3]?.id ?? '');
    expect(await ask()).toEqual(before);
    await fold();
    expect(await ask()).toEqual(before);
    await stage.call(admin, 'MergeService/UndoMerge', { id: mergeId });
    expect(await ask()).toEqual(before);
    expect((await value(boss, (await metric('record')).id, { personId: person.id })).value).toBe(3);
  }, 60_000);
});
