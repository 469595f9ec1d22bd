import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { serviceCall, type Call } from '@kontor/access/call';
import { Organisation } from '@kontor/access/organisation';
import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { copyPerson } from '@kontor/people/person-copy';
import { fieldsByName } from '@kontor/query/fields';
import { listQuery } from '@kontor/query/list';
import { copyCustomField } from '../src/custom-field-copy.js';
import type { CustomFields } from '../src/custom-fields.js';
import type { CustomValues } from '../src/rules/custom-changes.js';
import { SearchColumns } from '../src/search-columns.js';
import { Parcel, parcels, type Parcels } from './parcels.js';

const boss = randomUUID();
const rows = 200_000;
const text = { zh: 'x', ru: 'x', en: 'x' };
const field = (key: string, type: CustomField['type'], words: string[] = []): CustomField => ({
  ...{
    id: randomUUID(),
    object: 'customer',
    key,
    type,
    label: text,
    referenceObject: '',
    requiredStages: [],
  },
  ...{ options: words.map((word) => ({ key: word, label: text, retired: false })), unknownAllowed: true },
  ...{ minimum: '', maximum: '', defaultValue: '', position: 0, searchable: true, retired: false, etag: '1' },
  ...{ createTime: '2026-01-01T00:00:00.000Z', updateTime: '2026-01-01T00:00:00.000Z' },
});
const fields = [
  field('code', 'text'),
  field('weight', 'number'),
  field('due', 'date'),
  field('kind', 'choice', ['rare', 'common']),
];

let set: Parcels;
let work: UnitOfWork;
let custom: CustomFields;
let admin: pg.Client;
beforeAll(async () => {
  set = await parcels(new Organisation([{ id: boss, roles: ['administrator'] }]));
  ({ work, custom, admin } = set);
  await admin.query(
    `INSERT INTO parcel SELECT gen_random_uuid(), gen_random_uuid(),
       CASE WHEN n % 10 = 0 THEN jsonb_build_object('code', 'c' || n, 'weight', n::text, 'due',
         to_char(date '2000-01-01' + n / 10, 'YYYY-MM-DD'), 'kind',
         CASE WHEN n % 20000 = 0 THEN 'rare' ELSE 'common' END)
       WHEN n % 100 = 3 THEN '{"code": {"unknown": true}, "weight": {"unknown": true}}' END
     FROM generate_series(1, ${rows}) n`,
  );
  await admin.query('ANALYZE parcel');
  await work.write(serviceCall('customer', 'test'), async (tx) => {
    for (const one of fields) await copyCustomField(tx, one);
    await copyPerson(tx, {
      ...{ id: boss, name: 'Boss', email: 'boss@kontor.local', roles: ['administrator'], status: 'active' },
      ...{ language: 'en', timeZone: 'UTC', etag: '1' },
    });
  });
  await custom.refresh();
}, 60_000);
afterAll(() => set?.dispose());

const call: Call = {
  ...serviceCall('customer', '/kontor.customer.v1.CustomerService/ListCustomers'),
  caller: {
    kind: 'person',
    personId: boss,
    sessionId: '',
    roles: ['administrator'],
    language: 'en',
    timeZone: 'UTC',
  },
};
const plan = (filter: object | undefined, orderBy = 'id') =>
  listQuery(
    { pageSize: 20, orderBy, ...(filter && { filter: JSON.stringify(filter) }) },
    {
      fields: custom.queryFields(
        'customer',
        fieldsByName([
          { name: 'id', column: 'id', type: 'uuid', nullable: false, filterable: true, sortable: true },
        ]),
      ),
      defaultOrder: 'id',
      method: call.method,
      secret: 'a secret of the test run',
      alias: 'r',
    },
  );
const weights = (filter: object, orderBy?: string) =>
  work.read(call, async (tx) => {
    const { where, params, tail } = plan(filter, orderBy);
    const found = await tx.select(Parcel, where, params, tail);
    return found.map((row) => Number(row.custom?.['weight'] ?? 0));
  });
const explained = (filter: object | undefined, orderBy?: string) =>
  work.read(call, async (tx) => {
    const { where, params, tail } = plan(filter, orderBy);
    const lines = await tx.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT r.id FROM parcel r WHERE ${where} ${tail}`,
      params,
    );
    return lines.map((line) => line['QUERY PLAN']).join('\n');
  });

const cases: [object, string, number[]][] = [
  [{ field: 'custom.code', op: 'eq', value: 'c4000' }, 'id', [4000]],
  [{ field: 'custom.weight', op: 'gt', value: '199997.5' }, 'custom.weight', [200000]],
  [
    {
      and: [
        { field: 'custom.due', op: 'ge', value: '2000-01-02' },
        { field: 'custom.due', op: 'lt', value: '2000-01-03' },
      ],
    },
    'custom.weight',
    [10],
  ],
];

/** As another process has it: it knows nothing but what the database says. */
const columns = () =>
  new SearchColumns({
    ownerUrl: set.database.ownerUrl,
    fields: custom,
    tableOf: (object) => (object === 'customer' ? 'parcel' : undefined),
    onError: (error) => {
      throw error;
    },
  });

describe('a searchable field', () => {
  it('finds the same before its index is there, with it, and after a run that was killed half way', async () => {
    for (const [filter, order, found] of cases) expect(await weights(filter, order)).toEqual(found);
    expect(await explained(cases[0]?.[0])).toMatch(/Seq Scan|parcel_pkey/);
    // As a kill leaves it: the column and some of the values there, the index begun and not valid.
    await admin.query(
      `INSERT INTO search_column (object, key, state, filled_to) VALUES ('customer', 'code', 'filling', NULL)`,
    );
    await columns().run();
    await custom.refresh();
    for (const [filter, order, found] of cases) expect(await weights(filter, order)).toEqual(found);
  }, 60_000);

  it.each([
    ['a text', { field: 'custom.code', op: 'eq', value: 'c4000' }, 'id', 'custom.parcel.code'],
    ['a day', { field: 'custom.due', op: 'lt', value: '2000-01-03' }, 'id', 'custom.parcel.due'],
    ['the order', undefined, 'custom.weight desc', 'custom.parcel.weight'],
    ['a number', { field: 'custom.weight', op: 'eq', value: '5000' }, 'id', 'custom.parcel.weight'],
    ['a choice', { field: 'custom.kind', op: 'eq', value: 'rare' }, 'id', 'custom.parcel.kind'],
  ])(
    'serves %s by its index, behind row-level security, among 200,000 rows',
    async (_, filter, order, index) => {
      expect(await explained(filter, order)).toContain(index);
    },
  );

  it('gets its index again where a kill left one that is not valid', async () => {
    const index = `'"custom.parcel.code"'::regclass`;
    await admin.query(`UPDATE pg_index SET indisvalid = false WHERE indexrelid = ${index}`);
    await admin.query(`UPDATE search_column SET state = 'filling', filled_to = NULL WHERE key = 'code'`);
    await Promise.all([columns().run(), columns().run()]);
    const { rows } = await admin.query(`SELECT indisvalid FROM pg_index WHERE indexrelid = ${index}`);
    expect(rows).toEqual([{ indisvalid: true }]);
    expect(await explained(cases[0]?.[0])).toContain('custom.parcel.code');
  }, 60_000);

  it('is filled by every later write', async () => {
    const id = randomUUID();
    const write = (values: CustomValues | undefined) =>
      admin.query('UPDATE parcel SET custom = $1 WHERE id = $2', [values && JSON.stringify(values), id]);
    await admin.query('INSERT INTO parcel VALUES ($1, $2)', [id, boss]);
    const found = () => weights({ field: 'custom.code', op: 'eq', value: 'fresh' });
    await write({ code: 'fresh', weight: '1' });
    expect(await found()).toEqual([1]);
    await write(undefined);
    expect(await found()).toEqual([]);
  });
});
