import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { serviceCall } from '@kontor/access/call';
import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { FieldShape, TypeChange } from '@kontor/contracts/gen/kontor/identity/v1/type_change';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { copyCustomField } from '../src/custom-field-copy.js';
import type { CustomFields } from '../src/custom-fields.js';
import { dropKept } from '../src/type-change/kept-values.js';
import { copyTypeChange } from '../src/type-change/type-change-copy.js';
import { TypeChanges } from '../src/type-change/type-changes.js';
import { parcels, type Parcels } from './parcels.js';

const rows = 20_000;
const text = { zh: 'x', ru: 'x', en: 'x' };
const shape = (type: FieldShape['type']): FieldShape => ({
  ...{
    type,
    options: [],
    unknownAllowed: true,
    minimum: '',
    maximum: '',
    defaultValue: '',
    searchable: false,
  },
});
const field: CustomField = {
  ...{
    id: randomUUID(),
    object: 'customer',
    key: 'weight',
    label: text,
    referenceObject: '',
    requiredStages: [],
  },
  ...{ ...shape('text'), position: 0, retired: false, etag: '1' },
  ...{ createTime: '2026-01-01T00:00:00.000Z', updateTime: '2026-01-01T00:00:00.000Z' },
};
const change: TypeChange = {
  ...{ id: randomUUID(), fieldId: field.id, object: 'customer', key: 'weight', from: shape('text') },
  ...{
    to: shape('number'),
    mappings: [],
    otherwise: 'clear',
    currency: '',
    language: 'en',
    state: 'checking',
  },
  ...{ values: '0', converted: '0', mapped: '0', unknown: '0', cleared: '0', unfit: '0', unfitValues: [] },
  ...{ examples: [], usedBy: [], forms: [], refusedReason: '', personId: randomUUID(), etag: '1' },
  ...{ createTime: '2026-01-01T00:00:00.000Z', updateTime: '2026-01-01T00:00:00.000Z' },
};

let set: Parcels;
let work: UnitOfWork;
let custom: CustomFields;
let admin: pg.Client;
beforeAll(async () => {
  set = await parcels();
  ({ work, custom, admin } = set);
  await admin.query(
    `INSERT INTO parcel SELECT gen_random_uuid(), gen_random_uuid(), CASE n % 4
       WHEN 0 THEN jsonb_build_object('weight', n || ',5', 'other', n) WHEN 1 THEN '{"weight": "тяжёлый"}'
       WHEN 2 THEN '{"weight": {"unknown": true}}' END, 1 FROM generate_series(1, ${rows}) n`,
  );
}, 60_000);
afterAll(() => set?.dispose());

const tell = async (of: CustomField, state: TypeChange['state'], version: number) => {
  await work.write(serviceCall('customer', 'test'), async (tx) => {
    await copyCustomField(tx, of);
    await copyTypeChange(tx, { ...change, state, etag: String(version) });
  });
};
const told = async () => {
  const { rows: events } = await admin.query<{ payload: string }>(
    `SELECT payload FROM outbox WHERE type = 'kontor.identity.v1.TypeChangeStepDone' ORDER BY position`,
  );
  return events.map(({ payload }) => JSON.parse(payload) as { state: string; figures?: object });
};

it('loses and doubles nothing, though its connections die in every state', async () => {
  let deaths = 0;
  /** Works until a state is done, while every connection of the process is ended over and over. */
  const workThrough = async (state: string) => {
    for (let calm = 0; !(await told()).some((one) => one.state === state); calm++) {
      const job = new TypeChanges({
        ...{ service: 'customer', work, dataSource: work.dataSource, fields: custom },
        ...{ ownerUrl: set.database.ownerUrl, onError: () => undefined },
      });
      let running = true;
      const run = custom
        .refresh()
        .then(() => job.run())
        .catch(() => undefined)
        .finally(() => (running = false));
      while (running) {
        await new Promise((resolve) => setTimeout(resolve, 15 + calm * 5));
        const { rowCount } = await admin.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`,
        );
        deaths += rowCount ?? 0;
      }
      await run;
    }
  };
  await tell(field, 'checking', 1);
  await workThrough('checking');
  const closed = { ...field, changing: true, etag: '2' };
  await tell(closed, 'closing', 2);
  await workThrough('closing');
  await tell(closed, 'emptying', 3);
  await workThrough('emptying');
  const empty = await admin.query(`SELECT FROM parcel WHERE custom ? 'weight'`);
  expect(empty.rowCount).toBe(0);
  await tell({ ...closed, ...shape('number'), etag: '3' }, 'filling', 4);
  await workThrough('filling');
  expect(deaths).toBeGreaterThan(4);

  const quarter = String(rows / 4);
  const figures = {
    converted: quarter,
    unknown: quarter,
    cleared: quarter,
    unfit: '0',
    values: String((rows / 4) * 3),
  };
  expect(await told()).toMatchObject([
    { state: 'checking', figures: { ...figures, unfitValues: [{ value: 'тяжёлый', count: quarter }] } },
    { state: 'closing', figures },
    { state: 'emptying', figures },
    { state: 'filling' },
  ]);
  const { rows: after } = await admin.query(
    `SELECT count(*) FILTER (WHERE custom ->> 'weight' = custom ->> 'other' || '.5' AND version = 3) AS numbers,
       count(*) FILTER (WHERE custom -> 'weight' = '{"unknown": true}' AND version = 3) AS unknown,
       count(*) FILTER (WHERE custom IS NULL AND version = 2) AS cleared,
       count(*) FILTER (WHERE custom IS NULL AND version = 1) AS untouched FROM parcel`,
  );
  expect(after).toEqual([{ numbers: quarter, unknown: quarter, cleared: quarter, untouched: quarter }]);
}, 120_000);

it('a record whose value is taken out is not removed until it is put back', async () => {
  const { rows: kept } = await admin.query<{ record_id: string }>('SELECT record_id FROM kept_value LIMIT 1');
  const remove = () => admin.query('DELETE FROM parcel WHERE id = $1', [kept[0]?.record_id]);
  await admin.query(`UPDATE type_change SET work_done = false`);
  await expect(remove()).rejects.toMatchObject({ code: '40001' });
  await admin.query(`UPDATE type_change SET work_done = true`);
  expect((await remove()).rowCount).toBe(1);
});

it('keeps values as they were until the change can no longer be taken back', async () => {
  const kept = async () => (await admin.query('SELECT FROM kept_value')).rowCount;
  const until = (time: number) =>
    admin.query(
      `UPDATE type_change SET state = 'done', change = change || jsonb_build_object('undoUntil', $1::text)`,
      [new Date(time).toISOString()],
    );
  await until(Date.now() + 60_000);
  await dropKept(work, 'customer');
  expect(await kept()).toBe((rows / 4) * 3);
  await until(Date.now() - 60_000);
  await dropKept(work, 'customer');
  expect(await kept()).toBe(0);
});
