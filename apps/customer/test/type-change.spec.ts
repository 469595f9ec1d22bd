import type { ListCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { AppError } from '@kontor/errors/app-error';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { TypeChanges } from '@kontor/custom-fields/type-change/type-changes';
import { poolOf } from '@kontor/database/data-source';
import { until } from '@kontor/testing/until';
import { optionsOf, shape, typeChangeStage, type TypeChangeStage } from './type-change-stage.js';

let stage: TypeChangeStage;
beforeAll(async () => {
  stage = await typeChangeStage();
}, 60_000);
afterAll(() => stage?.dispose());

const sectors = optionsOf({
  steel: ['钢铁', 'Сталь', 'Steel'],
  paper: ['造纸', 'Бумага', 'Paper'],
  other: ['其他', 'Прочее', 'Other'],
});
const choice = shape('choice', { options: sectors });
const filter = (key: string, value: string) => JSON.stringify({ field: `custom.${key}`, op: 'eq', value });
const found = async (key: string, value: string, person = stage.seller) => {
  const { customers } = await stage.call<ListCustomersResponse>(
    'ListCustomers',
    { filter: filter(key, value), orderBy: 'createTime' },
    person,
  );
  return customers.map(({ id }) => id);
};

it('a check says what converts and what does not, how often, and changes nothing', async () => {
  const field = await stage.field('checked', shape('text'));
  const values = ['钢铁', 'сталь', 'Gold', 'Gold', 'Бумага', '纸'.repeat(1000)];
  const made: Customer[] = [];
  for (const value of values) made.push(await stage.create({ checked: value }));
  await stage.create({ checked: { unknown: true } });
  await stage.create({});
  const mappings = [{ value: 'gold', becomes: 'Прочее', unknown: false }];
  const [plain, mapped] = [stage.begin(field, choice), stage.begin(field, choice, { mappings })];
  expect(await stage.check(plain)).toEqual({
    ...{ values: '7', converted: '3', mapped: '0', unknown: '1', cleared: '0', unfit: '3' },
    unfitValues: [
      { value: 'Gold', becomes: '', count: '2' },
      { value: '纸'.repeat(200), becomes: '', count: '1' },
    ],
    examples: expect.arrayContaining([
      { value: '钢铁', becomes: 'Steel', count: '0' },
      { value: 'сталь', becomes: 'Steel', count: '0' },
    ]),
  });
  expect(await stage.check(mapped)).toMatchObject({ converted: '3', mapped: '2', unfit: '1' });
  for (const [i, { id }] of made.entries()) expect(await stage.valueOf(id, 'checked')).toBe(values[i]);
});

it('while people write, no record ever has a value of another type than its field, and filters say that they wait', async () => {
  const field = await stage.field('raced', shape('text', { searchable: true }));
  const made: Customer[] = [];
  for (let i = 0; i < 40; i++) made.push(await stage.create({ raced: ['Сталь', '造纸', 'nonsense'][i % 3] }));
  const change = stage.begin(field, { ...choice, searchable: true }, { otherwise: 'clear' });
  await stage.check(change);

  let over = false;
  const answers = new Set<string>();
  const heard = async (work: Promise<unknown>) => answers.add(await work.then(() => 'done', reasonOf));
  const writing = [0, 1, 2].map(async (writer) => {
    for (let i = writer; !over; i += 3)
      await heard(stage.change(made[i % made.length]?.id ?? '', { raced: i % 2 ? 'steel' : 'Сталь' }));
  });
  const creating = (async () => {
    while (!over) await heard(stage.create({ raced: 'Бумага' }));
  })();
  const asked = new Set<string>();
  const asking = (async () => {
    while (!over) asked.add(await found('raced', 'steel').then(() => 'answered', reasonOf));
  })();
  const misfits: unknown[] = [];
  let looks = 0;
  const looking = (async () => {
    for (; !over; looks++) misfits.push(...(await stage.misfits('raced')));
  })();
  await stage.run(change, field);
  over = true;
  await Promise.all([...writing, creating, asking, looking]);

  expect(misfits).toEqual([]);
  expect(looks).toBeGreaterThan(0);
  expect(answers).toContain('custom-field-changing');
  for (const answer of answers)
    expect(['done', 'custom-field-changing', 'not-a-word', 'unavailable', 'record-changed']).toContain(
      answer,
    );
  expect(asked).toContain('custom-field-changing');
  for (const answer of asked)
    expect(['answered', 'custom-field-changing', 'filter-value-word']).toContain(answer);
  const { rows } = await stage.admin.query<{ value: string }>(
    `SELECT DISTINCT custom ->> 'raced' AS value FROM customer WHERE custom ? 'raced' ORDER BY 1`,
  );
  expect(rows.every(({ value }) => ['paper', 'steel'].includes(value))).toBe(true);
  await until('the column of the new type', async () => {
    const found = await stage.admin.query(
      `SELECT FROM search_column WHERE key = 'raced' AND state = 'ready'`,
    );
    return found.rowCount === 1;
  });
  const steel = await stage.admin.query(`SELECT FROM customer WHERE custom ->> 'raced' = 'steel'`);
  await until('lists to use it', async () => (await found('raced', 'steel')).length > 0);
  expect((await found('raced', 'steel')).length).toBe(Math.min(50, steel.rowCount ?? 0));
  expect(await found('raced', 'steel', stage.stranger)).toEqual([]);
}, 120_000);

it('one change is done by any number of replicas, once', async () => {
  const field = await stage.field('shared', shape('text'));
  const made = [];
  for (let i = 0; i < 10; i++) made.push(await stage.create({ shared: `${i},5` }));
  const { unitOfWork } = stage.service.running;
  const fields = new CustomFields(poolOf(unitOfWork.dataSource), () => undefined);
  await fields.start();
  const other = new TypeChanges({
    ...{ service: 'customer', work: unitOfWork, dataSource: unitOfWork.dataSource, fields },
    ...{ ownerUrl: stage.service.database.ownerUrl, onError: () => undefined },
  });
  other.start();
  const change = stage.begin(field, shape('number'));
  await stage.check(change);
  await stage.run(change, field);
  await other.stop();
  await fields.stop();
  for (const [i, { id, etag }] of made.entries()) {
    expect(await stage.valueOf(id, 'shared')).toBe(`${i}.5`);
    const { rows } = await stage.admin.query<{ version: number }>(
      'SELECT version FROM customer WHERE id = $1',
      [id],
    );
    expect(rows[0]?.version).toBe(Number(etag) + 2);
  }
  const told = await stage.service.events('kontor.identity.v1.TypeChangeStepDone');
  expect(told.filter(({ typeChangeId }) => typeChangeId === change.id).map(({ state }) => state)).toEqual([
    ...['checking', 'closing', 'emptying', 'filling'],
  ]);
}, 60_000);

describe('a change that is done', () => {
  let ids: Record<'kept' | 'written' | 'emptied' | 'gold' | 'later', string>;

  it('is taken back: values are as before, but for those that somebody wrote since', async () => {
    const field = await stage.field('undone', shape('text'));
    const value = (undone: string) => stage.create({ undone }).then(({ id }) => id);
    ids = {
      kept: await value('  ｓｔｅｅｌ'),
      written: await value('сталь'),
      emptied: await value('Сталь'),
      gold: await value('gold'),
      later: '',
    };
    const there = stage.begin(field, choice, { otherwise: 'clear' });
    const now = await stage.run(there, field);
    expect(await stage.valueOf(ids.kept, 'undone')).toBe('steel');
    expect(await stage.valueOf(ids.gold, 'undone')).toBeUndefined();
    await stage.change(ids.written, { undone: 'paper' });
    await stage.change(ids.emptied, { undone: null });
    ids.later = await value('other');

    const back = stage.begin(now, there.from ?? shape('text'), { undoOf: there.id, language: 'ru' });
    expect(await stage.check(back)).toMatchObject({ values: '4', converted: '4', unfit: '0' });
    await stage.run(back, now);
    const values = await Promise.all(Object.values(ids).map((id) => stage.valueOf(id, 'undone')));
    expect(values).toEqual(['ｓｔｅｅｌ', 'Бумага', undefined, 'gold', 'Прочее']);
  }, 90_000);

  it('makes of what comes back from before what it made of such values, and keeps the rest aside', async () => {
    const field = await stage.field('restored', shape('text'));
    const [one, two] = [await stage.create({ restored: '钢铁' }), await stage.create({})];
    const change = stage.begin(field, choice);
    await stage.run(change, field);
    const restore = (id: string, value: string) =>
      stage.admin.query('UPDATE customer SET custom = $2 WHERE id = $1', [id, { restored: value }]);
    await restore(one.id, '钢铁');
    expect(await stage.valueOf(one.id, 'restored')).toBe('steel');
    await restore(two.id, '钢铁');
    expect(await stage.valueOf(two.id, 'restored')).toBe('steel');
    await restore(two.id, 'gold');
    expect(await stage.valueOf(two.id, 'restored')).toBeUndefined();
    const { rows } = await stage.admin.query(
      'SELECT before, after FROM kept_value WHERE change_id = $1 AND record_id = $2',
      [change.id, two.id],
    );
    expect(rows).toEqual([{ before: 'gold', after: null }]);
    await restore(two.id, 'paper');
    expect(await stage.valueOf(two.id, 'restored')).toBe('paper');
  }, 60_000);
});

it('a process that does not know of the change yet writes nothing, and one that began before is waited for', async () => {
  const field = await stage.field('stale', shape('text'));
  const [late, early] = [await stage.create({ stale: '12' }), await stage.create({ stale: '7' })];
  const change = stage.begin(field, shape('number'), { etag: '10' });
  // Began before, and is not over yet.
  await stage.admin.query('BEGIN');
  await stage.admin.query(`UPDATE customer SET custom = '{"stale": "8"}' WHERE id = $1`, [early.id]);
  await stage.field('stale', shape('text'), { ...field, changing: true, etag: '2' });
  const closing = await stage.tell(change, 'closing');
  const guarded = () =>
    stage.service.ownerQuery<{ guarded: boolean }>('SELECT guarded FROM type_change WHERE id = $1', [
      change.id,
    ]);
  expect(await guarded()).toEqual([{ guarded: false }]);
  await stage.admin.query('COMMIT');
  await until('the guard', async () => (await guarded())[0]?.guarded);
  const write = stage.admin.query(`UPDATE customer SET custom = '{"stale": "x"}' WHERE id = $1`, [late.id]);
  await expect(write).rejects.toMatchObject({ code: '40001' });
  // What leaves the field alone is not kept waiting.
  await stage.change(late.id, {});
  await stage.admin.query(`UPDATE customer SET note = 'called' WHERE id = $1`, [late.id]);
  await stage.done(change, 'closing');
  await stage.tell(closing, 'refused');
  await stage.field('stale', shape('text'), { ...field, etag: '3' });
  expect(await stage.valueOf(early.id, 'stale')).toBe('8');
  await stage.change(late.id, { stale: 'x' });
}, 60_000);

it('an older state that comes late changes nothing', async () => {
  const field = await stage.field('ordered', shape('text'));
  const change = stage.begin(field, shape('number'));
  const closing = await stage.tell({ ...change, etag: '4' }, 'refused');
  await stage.tell({ ...change, etag: '2' }, 'checking');
  const rows = await stage.service.ownerQuery('SELECT state, work_done FROM type_change WHERE id = $1', [
    closing.id,
  ]);
  expect(rows).toEqual([{ state: 'refused', work_done: true }]);
});

function reasonOf(error: unknown): string {
  if (!(error instanceof AppError)) throw error;
  return error.fields[0]?.reason ?? error.reason;
}
