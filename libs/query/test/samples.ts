import fc from 'fast-check';
import pg from 'pg';
import { testServers } from '@kontor/testing/servers';
import { fieldsByName, type QueryField } from '../src/fields.js';
import type { Filter } from '../src/filter.js';
import { operatorsOf } from '../src/operators.js';

/** A record of the table `sample`, as JSON has it: absent properties are null. */
export type Sample = { id: string } & Record<string, unknown>;

const both = { filterable: true, sortable: true };

/** A field of every type, each once without and once with null. */
export const sampleFields = fieldsByName([
  { name: 'id', column: 'id', type: 'uuid', nullable: false, ...both },
  ...pair({ name: 'name', column: 'name', type: 'text', nullable: false, ...both }),
  ...pair({
    name: 'kind',
    column: 'kind',
    type: 'word',
    words: ['company', 'person'],
    nullable: false,
    ...both,
  }),
  ...pair({ name: 'score', column: 'score', type: 'number', nullable: false, ...both }),
  ...pair({ name: 'size', column: 'size', type: 'number', integer: true, nullable: false, ...both }),
  ...pair({ name: 'price', column: 'price', type: 'decimal', nullable: false, ...both }),
  ...pair({ name: 'active', column: 'active', type: 'boolean', nullable: false, ...both }),
  ...pair({ name: 'createTime', column: 'create_time', type: 'time', nullable: false, ...both }),
  ...pair({ name: 'birthday', column: 'birthday', type: 'date', nullable: false, ...both }),
  ...pair({ name: 'ownerId', column: 'owner_id', type: 'uuid', nullable: false, ...both }),
]);

const columns: Record<string, string> = {
  text: 'text COLLATE "C"',
  word: 'text COLLATE "C"',
  number: 'double precision',
  decimal: 'numeric',
  boolean: 'boolean',
  time: 'timestamptz(3)',
  date: 'date',
  uuid: 'uuid',
};

/** Few values, so that random filters hit: letters of several scripts and cases, and all that LIKE finds special. */
const pools: Record<string, readonly unknown[]> = {
  text: [
    '',
    'a',
    'A',
    'ab',
    'a%b',
    'a_b',
    'a\\b',
    "O'Neil",
    'Ёлка',
    'ёлка',
    'ИП Ёлкин',
    '北京',
    '北京A',
    'ΟΔΟΣ',
    'οδος',
    'οδοσ',
    'İ',
    'i',
    'ß',
    'ẞ',
    'SS',
    '%',
    '_',
    '\\',
    '$1',
    '😀',
    '😀a',
    'é',
    'e\u0301',
  ],
  word: ['company', 'person'],
  number: [0, -0, 1, 0.1, 0.30000000000000004, -2.5, 1e300, 5e-324, -1e21],
  integer: [
    0,
    1,
    -7,
    2147483648,
    9007199254740991,
    '9007199254740993',
    '-9223372036854775808',
    '9223372036854775807',
  ],
  decimal: [
    '0',
    '-0.00',
    '0.1',
    '0.10',
    0.3,
    '0.300001',
    '-2.5',
    7,
    '999999999999999.999999',
    '999999999999999.999998',
    '900719925474099.3',
    '-999999999999999.999999',
  ],
  boolean: [true, false],
  time: [
    '0001-01-01T00:00:00.000Z',
    '1969-12-31T23:59:59.999Z',
    '2026-11-21T09:00:00.000Z',
    '2026-11-21T09:00:00.001Z',
    '9999-12-31T23:59:59.999Z',
  ],
  date: ['0001-01-01', '2024-02-29', '2026-11-21', '2026-11-22', '9999-12-31'],
  uuid: [
    '00000000-0000-0000-0000-000000000000',
    '019aa000-0000-7000-8000-00000000000a',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
  ],
};

/** A connection to the tests' Postgres with the empty table `sample`, which only it sees. Tuned to no locale. */
export async function connectWithSamples(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: testServers().postgresUrl });
  await client.connect();
  await client.query(`SET TimeZone = 'Asia/Shanghai'`);
  const definitions = [...sampleFields.values()].map(
    (field) => `${field.column} ${columnType(field)} ${field.nullable ? 'NULL' : 'NOT NULL'}`,
  );
  await client.query(`CREATE TEMP TABLE sample (${definitions.join(', ')}, PRIMARY KEY (id))`);
  return client;
}

/** Stores records in the table `sample`. */
export async function insertSamples(client: pg.Client, records: readonly Sample[]): Promise<void> {
  const rows = records.map((record) =>
    Object.fromEntries([...sampleFields.values()].map(({ name, column }) => [column, record[name] ?? null])),
  );
  await client.query('INSERT INTO sample SELECT * FROM jsonb_populate_recordset(NULL::sample, $1)', [
    JSON.stringify(rows),
  ]);
}

/** Records with random values; nullable fields are now and then absent. */
export const samples = (size: { minLength?: number; maxLength: number }): fc.Arbitrary<Sample[]> =>
  fc.uniqueArray(sample(), { ...size, selector: ({ id }) => id });

/** Filters of any shape over the sample fields. */
export const filters: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', maxDepth: 5, withCrossShrink: true },
    condition(),
    fc.record({ and: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ or: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('filter') }),
  ),
})).filter;

function pair(field: QueryField): QueryField[] {
  return [field, { ...field, name: `${field.name}OrNot`, column: `${field.column}_or_not`, nullable: true }];
}

function columnType(field: QueryField): string {
  return field.integer === true ? 'bigint' : (columns[field.type] ?? '');
}

function valueOf(field: QueryField): fc.Arbitrary<unknown> {
  const pool = pools[field.integer === true ? 'integer' : field.type] ?? [];
  if (field.type !== 'text') return fc.constantFrom(...pool);
  const free = fc.string({ unit: 'grapheme', maxLength: 4 }).filter((text) => !text.includes('\0'));
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...pool) }, { weight: 1, arbitrary: free });
}

function sample(): fc.Arbitrary<Sample> {
  const properties = [...sampleFields.values()].map((field) => [
    field.name,
    field.nullable ? fc.option(valueOf(field), { nil: undefined, freq: 3 }) : valueOf(field),
  ]);
  return fc.record({ ...Object.fromEntries(properties), id: fc.uuid() }) as fc.Arbitrary<Sample>;
}

function condition(): fc.Arbitrary<Filter> {
  const choices = [...sampleFields.values()].flatMap((field) =>
    operatorsOf[field.type].map((op) => ({ field, op })),
  );
  return fc.constantFrom(...choices).chain(({ field, op }) => {
    const value: fc.Arbitrary<unknown> =
      op === 'isNull'
        ? fc.boolean()
        : op === 'in' || op === 'notIn'
          ? fc.array(valueOf(field), { minLength: 1, maxLength: 4 })
          : valueOf(field);
    return value.map((chosen) => ({ field: field.name, op, value: chosen }) as Filter);
  });
}
