import type { CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { StageMovement } from '@kontor/contracts/gen/kontor/customer/v1/stage_history';
import type {
  GetStageMovementResponse,
  GetStageMovementSeriesResponse,
  ListStageStepsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/stage_history_service';
import type { TestPerson } from '@kontor/testing/service';
import { stepsSql } from '../src/stage-history/steps-sql.js';
import { dayOf } from '../src/visit-plan/rules/periods.js';
import { countStage, zone, type CountStage } from './count-stage.js';

let stage: CountStage;

beforeAll(async () => {
  stage = await countStage();
}, 60_000);

afterAll(() => stage.service.dispose());

/** That many days ago, now. */
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

describe('the movements of a period', () => {
  it('come by days, weeks or months, whose sums are those of the whole', async () => {
    const { service, boss, boris, call, rows, mendAll, fold, create, move } = stage;
    const person = await service.person({ name: 'In parts', managerId: boss.id });
    await move((await create(person)).id, 'lost');
    await create(person);
    await fold();
    await rows(`UPDATE customer_flow SET day = day - 40 WHERE guardian_id = $1 AND status = 'lost'`, [
      person.id,
    ]);
    await mendAll();
    const request = { personId: person.id, startTime: ago(60) };
    const ask = <T>(by: TestPerson, path: string, more: object = {}) =>
      call<T>(by, `StageHistoryService/${path}`, { ...request, ...more });
    const series = async (by: TestPerson, bucket: string) =>
      (await ask<GetStageMovementSeriesResponse>(by, 'GetStageMovementSeries', { bucket })).parts;
    const whole = await ask<GetStageMovementResponse>(boss, 'GetStageMovement');
    const entered = (status: CustomerStatus, parts: readonly { movements: StageMovement[] }[]) =>
      parts.flatMap(({ movements }) =>
        movements.filter((one) => one.status === status).map((one) => one.entered),
      );
    for (const [bucket, most] of [
      ['day', 61],
      ['week', 10],
      ['month', 4],
    ] as const) {
      const parts = await series(boss, bucket);
      expect(parts.length).toBeLessThanOrEqual(most);
      expect([entered('lost', parts), entered('prospect', parts)]).toEqual([[1], [2]]);
      expect(entered('lost', [whole])).toEqual([1]);
      expect(
        parts.findIndex(({ movements }) => movements.some(({ status }) => status === 'lost')),
      ).toBeLessThan(
        parts.findIndex(({ movements }) => movements.some(({ status }) => status === 'prospect')),
      );
      for (const [at, part] of parts.entries())
        if (at > 0)
          expect(Date.parse(part.firstDay) - Date.parse(parts[at - 1]?.lastDay ?? '')).toBe(86_400_000);
    }
    const prospects = (await series(boss, 'month')).flatMap(({ movements }) => movements);
    expect(prospects.find(({ left }) => left > 0)).toMatchObject({ status: 'prospect', left: 1 });
    await expect(series(boris, 'month')).rejects.toMatchObject({ reason: 'scope-out-of-reach' });
  });

  it('are drilled into: the steps of whoever had the customer then, as far as the reader reaches it now', async () => {
    const { service, admin, boss, rival, call, create, move, transfer } = stage;
    const from = await service.person({ name: 'Had it', managerId: boss.id });
    const [kept, given] = [await create(from), await create(from)];
    await move(kept.id, 'interested');
    await move(kept.id, 'lost');
    await move(given.id, 'interested');
    await transfer(given.id, rival.id);
    await move(given.id, 'negotiating');
    const startTime = ago(1);
    const steps = (by: TestPerson, request: object = {}) =>
      call<ListStageStepsResponse>(by, 'StageHistoryService/ListStageSteps', {
        ...{ personId: from.id, startTime, withTotal: true, ...request },
      });
    const seen = async (by: TestPerson, request: object = {}) =>
      (await steps(by, request)).stageChanges.map(({ customerId, toStatus }) => [customerId, toStatus]);
    // Who gave it away reaches it no more; the administrator reaches both.
    expect(await seen(boss)).toEqual([
      [kept.id, 'lost'],
      [kept.id, 'interested'],
    ]);
    expect(await seen(admin)).toEqual([
      [given.id, 'interested'],
      [kept.id, 'lost'],
      [kept.id, 'interested'],
    ]);
    expect(await seen(rival, { personId: rival.id })).toEqual([[given.id, 'negotiating']]);
    await expect(seen(rival)).rejects.toMatchObject({ reason: 'scope-out-of-reach' });
    await expect(seen(boss, { scope: 'company' })).rejects.toMatchObject({ reason: 'scope-out-of-reach' });
    const lost = JSON.stringify({ field: 'toStatus', op: 'eq', value: 'lost' });
    expect(await seen(admin, { filter: lost })).toEqual([[kept.id, 'lost']]);
    const interested = JSON.stringify({ field: 'toStatus', op: 'eq', value: 'interested' });
    expect(await seen(admin, { filter: interested, orderBy: 'time' })).toEqual([
      [kept.id, 'interested'],
      [given.id, 'interested'],
    ]);
    const first = await steps(admin, { pageSize: 2 });
    expect(first.totalSize).toBe(3);
    const second = await steps(admin, { pageSize: 2, pageToken: first.nextPageToken });
    expect(second.stageChanges.map(({ id }) => id)).toHaveLength(1);
    const whole = await steps(admin, { scope: 'company', personId: undefined, filter: lost });
    expect(whole.stageChanges.map(({ customerId }) => customerId)).toEqual(expect.arrayContaining([kept.id]));
    const before = { startTime: '2020-01-01T00:00:00Z', endTime: '2020-02-01T00:00:00Z' };
    expect(await seen(admin, before)).toEqual([]);
  });

  it('find the steps of a team, of a stage and of all by an index, in their order', async () => {
    const { service, anna, boris, rows } = stage;
    const today = dayOf(ago(0), zone);
    const days = { first: dayOf(ago(300), zone), last: today, timeZone: zone };
    await rows(
      `INSERT INTO stage_change (id, customer_id, from_status, to_status, entered_time, time, guardian_id)
       SELECT uuidv7(), uuidv7(), 'prospect', CASE i % 50 WHEN 0 THEN 'lost' ELSE 'interested' END, now(),
         now() - make_interval(mins => i * 20), uuidv7() FROM generate_series(1, 20000) i`,
    );
    await service.ownerQuery('ANALYZE stage_change');
    const plan = async (owners: string[] | null, more = '') => {
      const params: unknown[] = [];
      const where = stepsSql(days, owners, params);
      const lines = await rows(
        `EXPLAIN SELECT r.id FROM stage_change r WHERE ${where}${more} ORDER BY r.time DESC, r.id DESC LIMIT 51`,
        params,
      );
      return JSON.stringify(lines);
    };
    const plans = [
      await plan([anna.id, boris.id]),
      await plan(null, ` AND r.to_status = 'lost'`),
      await plan(null),
    ];
    expect(plans[0]).toContain('stage_change_guardian');
    expect(plans[1]).toContain('stage_change_to');
    expect(plans[2]).toContain('stage_change_time');
    for (const plan of plans) expect(plan).not.toContain('Seq Scan');
  });
});
