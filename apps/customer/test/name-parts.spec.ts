import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ListCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import { dice } from '@kontor/testing/dice';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../src/definition.js';
import { keysVersion } from '../src/duplicate/rules/match-keys.js';

let service: TestService;
let admin: TestPerson;
/** Leads so many that their customers are not looked through one by one. */
let boss: TestPerson;
let team: TestPerson[];
/** Of another line. */
let clara: TestPerson;

const crowd = 600;

const roll = dice(7);
const oneOf = <T>(all: readonly T[]): T => all[roll(all.length)] as T;

/** What names are made of: three scripts, look-alikes, signs of LIKE, marks that stand alone, pairs that fold to one. */
const pieces = [
  ...['заво', 'д', 'Орион', 'ё', 'Й', 'и\u0306', 'ООО', 'Ст', 'сер', 'и'],
  ...['Ori', 'on', 'É', 'e\u0301', 'ab', 'K', '\u212a', 'İ', 'ŉ', 'ß', 'ﬁ', "O'Neil"],
  ...['中', '国', '東方', '东', '公司', '有限', '（', '豈', '李 伟'],
  ...['%', '_', '\\', '🚀', '👩‍🚀', ' ', ' ', '-', '.', '7', '07', '&', "'", 'が', 'か\u3099', '가'],
];
const randomName = () =>
  Array.from({ length: 1 + roll(7) }, () => oneOf(pieces))
    .join('')
    .trim() || 'x';

let names: string[];

beforeAll(async () => {
  service = await testService('customer', customerService);
  admin = await service.person({ name: 'Administrator', roles: ['administrator'] });
  boss = await service.person({ name: '王经理', roles: ['manager'] });
  clara = await service.person({ name: 'Clara' });
  team = await Promise.all(Array.from({ length: 11 }, () => service.person({ managerId: boss.id })));
  names = Array.from({ length: crowd }, randomName);
  const first = team[0] as TestPerson;
  const { id } = await service.call<Customer>(first, '/kontor.customer.v1.CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: 'Завод «Орион»' },
  });
  const [{ columns = '' } = {}] = await service.rows<{ columns: string }>(
    `SELECT string_agg(column_name, ', ') AS columns FROM information_schema.columns
     WHERE table_name = 'customer' AND is_generated = 'NEVER'`,
  );
  await service.rows(
    `INSERT INTO customer (${columns}) SELECT ${columns} FROM (
       SELECT (jsonb_populate_record(c, jsonb_build_object('id', uuidv7(), 'name', n.name, 'number', 'X-2026-' || n.at,
         'owner_id', ($3::uuid[])[1 + n.at % cardinality($3::uuid[])]))).*
       FROM customer c, unnest($2::text[]) WITH ORDINALITY n (name, at) WHERE c.id = $1) copies`,
    [id, names, [...team, clara].map((person) => person.id)],
  );
  await service.ownerQuery('ANALYZE search_document');
  await until('documents to be as they are made now', async () => {
    const [made] = await service.rows('SELECT FROM remake WHERE done AND version = $1', [keysVersion]);
    return made !== undefined;
  });
}, 120_000);

afterAll(() => service.dispose());

const list = (person: TestPerson, filter: object, more: object = {}) =>
  service.call<ListCustomersResponse>(person, '/kontor.customer.v1.CustomerService/ListCustomers', {
    filter: JSON.stringify(filter),
    orderBy: 'name, createTime',
    ...more,
  });

/** Ids by the plain statement, in the order of the list. */
const plain = async (part: string, op: 'contains' | 'startsWith', guardians: string[] | null) =>
  (
    await service.rows<{ id: string }>(
      `SELECT id FROM customer
       WHERE CASE $2 WHEN 'contains' THEN strpos(lower(name COLLATE "pg_c_utf8"), lower($1 COLLATE "pg_c_utf8")) > 0
           ELSE starts_with(lower(name COLLATE "pg_c_utf8"), lower($1 COLLATE "pg_c_utf8")) END
         AND ($3::uuid[] IS NULL OR guardian_id = ANY ($3)) ORDER BY name, create_time, id`,
      [part, op, guardians],
    )
  ).map(({ id }) => id);

/** Parts of names and texts that no name may have, of one to six letters, in either case. */
const randomPart = () => {
  const letters = [...(roll(4) > 0 ? oneOf(names) : `${oneOf(pieces)}${oneOf(pieces)}`)];
  const at = roll(letters.length);
  const part = letters.slice(at, at + 1 + roll(6)).join('');
  return oneOf([part, part.toUpperCase(), part.toLowerCase()]);
};

it('the index gives every customer whose name has a text, whatever it is made of', async () => {
  const found: { part: string; asked: boolean; missed: string[] | null }[] = [];
  for (let turn = 0; turn < 10; turn++) {
    const parts = Array.from({ length: 200 }, randomPart);
    found.push(
      ...(await service.rows<(typeof found)[number]>(
        `WITH found AS MATERIALIZED (
           SELECT part, search_names(ARRAY[part], NULL, 100000) AS ids FROM unnest($1::text[]) part)
         SELECT part, ids IS NOT NULL AS asked, (SELECT array_agg(c.name) FROM customer c WHERE NOT c.id = ANY (ids)
           AND strpos(lower(c.name COLLATE "pg_c_utf8"), lower(part COLLATE "pg_c_utf8")) > 0) AS missed FROM found`,
        [parts],
      )),
    );
  }
  expect(found.filter(({ missed }) => missed)).toEqual([]);
  expect(found.filter(({ asked }) => asked).length).toBeGreaterThan(900);
}, 120_000);

it.each([
  ...[
    'завод',
    'ОРИОН',
    'ор',
    'о',
    'ио',
    'ООО',
    'ori',
    'ab',
    'k',
    '中',
    '中国',
    '有限公司',
    '東',
    '东',
    '李 伟',
    '李',
  ],
  ...[
    '%',
    '_',
    '\\',
    '%%',
    '\\_',
    '🚀',
    '👩‍🚀',
    'é',
    'É',
    'и',
    'сери',
    "o'n",
    'o’n',
    'が',
    '가',
    'ﬁ',
    ' ',
    '-',
    '7',
    '07',
    'nobody is called so',
  ],
])('a list by a part of the name has what the plain statement has: %s', async (part) => {
  const people: [TestPerson, string[] | null][] = [
    [admin, null],
    [boss, [boss, ...team].map(({ id }) => id)],
    [clara, [clara.id]],
  ];
  for (const [person, guardians] of people) {
    for (const op of ['contains', 'startsWith'] as const) {
      const condition = { field: 'name', op, value: part };
      const expected = await plain(part, op, guardians);
      const { customers, totalSize } = await list(person, condition, { pageSize: 200, withTotal: true });
      expect(customers.map(({ id }) => id)).toEqual(expected.slice(0, 200));
      expect(totalSize).toBe(expected.length);
    }
  }
});

it('pages of such a list have each customer once, in its order, with other conditions beside', async () => {
  const both = {
    and: [
      { field: 'name', op: 'contains', value: 'ор' },
      { field: 'name', op: 'contains', value: 'o' },
    ],
  };
  const ids: string[] = [];
  for (const filter of [{ field: 'name', op: 'contains', value: '公司' }, both, { not: both }]) {
    ids.length = 0;
    let pageToken: string | undefined;
    do {
      const page = await list(boss, filter, { pageSize: 7, ...(pageToken && { pageToken }) });
      ids.push(...page.customers.map(({ id }) => id));
      pageToken = page.nextPageToken;
    } while (pageToken);
    const all = await list(boss, filter, { pageSize: 200, withTotal: true });
    expect(ids).toHaveLength(all.totalSize as number);
    expect(ids.slice(0, 200)).toEqual(all.customers.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  }
});

it('what is shared with somebody is found beside the own', async () => {
  const [own, shared] = await Promise.all(
    [boss, clara].map((person) =>
      service.call<Customer>(person, '/kontor.customer.v1.CustomerService/CreateCustomer', {
        customer: { kind: 'company', name: `Общий Янтарь ${person.id}` },
      }),
    ),
  );
  const filter = { field: 'name', op: 'contains', value: 'янтарь' };
  const ids = async (orderBy: string) =>
    (await list(boss, filter, { orderBy })).customers.map(({ id }) => id).sort();
  for (const orderBy of ['name', 'createTime desc']) expect(await ids(orderBy)).toEqual([own?.id]);
  await service.call(admin, '/kontor.customer.v1.CustomerAccessService/CreateCustomerShare', {
    customerId: shared?.id,
    share: { granteeKind: 'person', granteeId: boss.id, level: 'read' },
  });
  await service.running.organisation.refresh();
  for (const orderBy of ['name', 'createTime desc'])
    expect(await ids(orderBy)).toEqual([own?.id, shared?.id].sort());
});

it('more names than are asked for by their ids are not given', async () => {
  const few = (most: number) =>
    service.rows<{ ids: string[] | null }>(
      `SELECT search_names('{公司}', array_agg(DISTINCT guardian_id), $1) AS ids FROM search_document`,
      [most],
    );
  const [{ ids } = { ids: null }] = await few(100_000);
  expect(ids?.length).toBeGreaterThan(10);
  expect((await few((ids as string[]).length - 1))[0]?.ids).toBeNull();
  expect((await few((ids as string[]).length))[0]?.ids).toHaveLength((ids as string[]).length);
});

it('a word that the statistics do not know is taken for a rare one, however many records they tell of', async () => {
  const expected = async (wanted: string) =>
    (await service.rows<{ records: number }>('SELECT search_expected($1) AS records', [wanted]))[0]?.records;
  const known = await service.call<Customer>(clara, '/kontor.customer.v1.CustomerService/CreateCustomer', {
    customer: { kind: 'company', name: 'Qvarzovyx' },
  });
  await service.ownerQuery(
    `SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', 'search_document', 'relpages', 1,
       'reltuples', 1000000::real)`,
  );
  const [plan] = await service.rows<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `EXPLAIN (FORMAT JSON) SELECT FROM search_document WHERE tokens @@ 'nqva'::tsquery`,
  );
  // That much Postgres expects of whatever it does not know.
  expect(plan?.['QUERY PLAN'][0].Plan['Plan Rows']).toBeGreaterThan(5_000);
  for (const unknown of [`'nqva'`, `'nqva' | 'Nqva'`, `('nqva' & 'nvyx') | ('Nqva' & 'Nvyx')`])
    expect(await expected(unknown)).toBe(0);
  expect(await expected(`'n公司'`)).toBeGreaterThan(5_000);
  expect(await service.rows(`SELECT search_counted('nqva & nvyx')::int AS records`)).toEqual([
    { records: 1 },
  ]);
  const filter = { field: 'name', op: 'contains', value: 'VARZOV' };
  for (const [person, ids] of [
    [admin, [known.id]],
    [clara, [known.id]],
    [boss, []],
  ] as const) {
    const { customers } = await list(person, filter, { orderBy: 'createTime desc' });
    expect(customers.map(({ id }) => id)).toEqual(ids);
  }
  await service.ownerQuery('ANALYZE search_document');
});
