import type { DryRunStrategiesResponse } from '@kontor/contracts/gen/kontor/customer/v1/strategy_service';
import type { StrategySetting } from '@kontor/contracts/gen/kontor/customer/v1/strategy';
import type { TestPerson } from '@kontor/testing/service';
import { day, strategyStage, type StrategyStage } from './strategy-stage.js';

let stage: StrategyStage;
beforeAll(async () => {
  stage = await strategyStage();
}, 120_000);
afterAll(() => stage.service.dispose());

/** A manager, and somebody below whom no other test meets. */
async function team(): Promise<[TestPerson, TestPerson]> {
  const manager = await stage.service.person({ roles: ['manager'] });
  return [manager, await stage.rep({ managerId: manager.id })];
}
const later = (days: number) => new Date(Date.now() + days * day).toISOString();
const run = (person: TestPerson, request: { settings?: Partial<StrategySetting>[]; days?: number }) =>
  stage.call<DryRunStrategiesResponse>(person, 'StrategyService/DryRunStrategies', request);
const daysAhead = (time: string | undefined) => Math.round((Date.parse(time ?? '') - Date.now()) / day);
const idle = { idleReclaim: true, idleReclaimDays: 10, warnDaysBefore: 3 };

it('a setting that begins within the days is foreseen, from then on and with its warning', async () => {
  const [manager, owner] = await team();
  const { id } = await stage.create(owner);
  await stage.assignedAgo(id, 50);
  await stage.set(owner, idle, { startTime: later(5) });
  const of = async (days: number) =>
    (await run(manager, { days })).losses.map(({ reclaimTime }) => daysAhead(reclaimTime));
  expect(await of(7)).toEqual([]);
  expect(await of(9)).toEqual([8]);
});

it('what is set to end within the days still takes what is due before', async () => {
  const [manager, owner] = await team();
  const [soon, late] = [await stage.create(owner), await stage.create(owner)];
  await stage.assignedAgo(soon.id, 6);
  await stage.assignedAgo(late.id, 1);
  await stage.set(owner, idle);
  await stage.set(owner, { idleReclaim: false }, { startTime: later(7) });
  const { losses, totalSize, people } = await run(manager, { days: 30 });
  expect(losses.map(({ customer }) => customer?.id)).toEqual([soon.id]);
  expect(totalSize).toBe(1);
  expect(people).toEqual([{ ownerId: owner.id, count: 1 }]);
});

it('each prospect is counted once, also where settings begin one after another', async () => {
  const [manager, owner] = await team();
  const made = await Promise.all(
    Array.from({ length: 5 }, () => stage.create(owner, { productLine: 'pumps' })),
  );
  for (const { id } of made) await stage.assignedAgo(id, 50);
  await stage.set(owner, idle);
  for (const begins of [2, 4, 6]) {
    await stage.set(owner, { ...idle, idleReclaimDays: 10 + begins }, { startTime: later(begins) });
  }
  const line = { scope: 'product_line', scopeId: 'pumps', values: { idleReclaimDays: 9 } } as const;
  const { totalSize, people } = await run(manager, { days: 30, settings: [line] });
  expect({ totalSize, people }).toEqual({ totalSize: 5, people: [{ ownerId: owner.id, count: 5 }] });
});

it('the soonest two hundred are shown one by one, and all are counted, of whom the caller sees', async () => {
  const [[manager, owner], [stranger]] = [await team(), await team()];
  const { id } = await stage.create(owner);
  const columns = await stage.service.ownerQuery<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_name = 'customer' AND is_generated = 'NEVER' ORDER BY ordinal_position`,
  );
  const names = columns.map(({ name }) => name);
  const values: Record<string, string> = {
    id: 'gen_random_uuid()',
    number: `'F' || i`,
    name: `'Foreseen ' || i`,
    assign_time: `now() - make_interval(days => 9, mins => i)`,
  };
  await stage.rows(
    `INSERT INTO customer (${names.join(', ')}) SELECT ${names.map((name) => values[name] ?? `t.${name}`).join(', ')}
     FROM generate_series(1, 299) i CROSS JOIN (SELECT * FROM customer WHERE id = $1) t`,
    [id],
  );
  const settings = [{ scope: 'person', scopeId: owner.id, values: { ...idle, warnDaysBefore: 0 } }] as const;
  const foreseen = await run(manager, { days: 14, settings: [...settings] });
  expect(foreseen).toMatchObject({ totalSize: 300, people: [{ ownerId: owner.id, count: 300 }] });
  expect(foreseen.losses).toHaveLength(200);
  const times = foreseen.losses.map(({ reclaimTime }) => reclaimTime);
  expect(times).toEqual([...times].sort());
  expect(foreseen.losses[0]?.customer?.name).toBe('Foreseen 299');
  expect((await run(stranger, { days: 14, settings: [...settings] })).totalSize).toBe(0);
});
