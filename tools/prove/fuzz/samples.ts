import type { Random } from '../random.ts';
import type { Draft } from './draft.ts';
import type { Operation, Parameter, Schema } from './operations.ts';

/** Ids that a caller may know: name of a path parameter or field → ids. */
export type KnownIds = ReadonlyMap<string, readonly string[]>;

const words = [
  'anna',
  'Отдел продаж',
  '采购部',
  'Müller & Söhne',
  "O'Neil",
  '100 %',
  '<b>x</b>',
  '=1+1',
  '🚚',
  '-- x',
];

const byFormat: Record<string, (random: Random) => string> = {
  uuid: (random) => random.uuid(),
  email: (random) => `fuzz-${random.uuid()}@prove.example`,
  uri: () => 'https://example.com/seite?x=1',
  'date-time': (random) => new Date(Date.now() - random.whole(0, 10 ** 9)).toISOString(),
  'local-time': (random) => `2027-0${random.whole(1, 9)}-1${random.whole(0, 9)}T09:30`,
  'time-zone': (random) => random.pick(['Asia/Shanghai', 'Europe/Moscow', 'Etc/UTC']),
  language: (random) => random.pick(['zh-CN', 'ru', 'en']),
  country: (random) => random.pick(['DE', 'CN', 'RU']),
  phone: (random) => `+49 30 90182${random.whole(100, 999)}`,
  digits: (random) => String(random.whole(0, 99_999)),
  filter: () => '{"field":"createTime","op":"ge","value":"2026-01-01T00:00:00Z"}',
};

/** A value that the schema takes. */
export function sample(schema: Schema, random: Random, name: string, ids: KnownIds): unknown {
  if (schema.enum) return random.pick(schema.enum);
  switch (typeOf(schema)) {
    case 'object':
      return sampleObject(schema, random, ids);
    case 'array': {
      const most = Math.min(schema.maxItems ?? 3, 3);
      const items = Array.from({ length: random.whole(0, most) }, () =>
        sample(schema.items ?? {}, random, name, ids),
      );
      return items;
    }
    case 'boolean':
      return random.chance(0.5);
    case 'integer':
    case 'number':
      return random.whole(schema.minimum ?? 0, Math.min(schema.maximum ?? 1_000, 1_000));
    default:
      return sampleText(schema, random, name, ids);
  }
}

function sampleObject(schema: Schema, random: Random, ids: KnownIds): object {
  const properties = Object.entries(schema.properties ?? {});
  const chosen = properties.filter(([name]) => schema.required?.includes(name) || random.chance(0.4));
  return Object.fromEntries(chosen.map(([name, value]) => [name, sample(value, random, name, ids)]));
}

function sampleText(schema: Schema, random: Random, name: string, ids: KnownIds): string {
  const known = ids.get(name);
  if (schema.format === 'uuid' && known && random.chance(0.8)) return random.pick(known);
  if (schema.format && byFormat[schema.format])
    return (byFormat[schema.format] as (r: Random) => string)(random);
  const least = schema.minLength ?? 0;
  const most = schema.maxLength ?? 100;
  if (random.chance(0.05)) return 'x'.repeat(most);
  // Characters outside the basic plane count as one or as two, by whom one asks: kept away from the limits.
  const text = `${random.pick(words)} ${random.uuid()}`;
  return most < text.length ? 'x'.repeat(Math.max(least, Math.min(most, 3))) : text;
}

/** The kind of value that a schema asks for. */
export function typeOf({ type, properties, items }: Schema): string {
  if (properties) return 'object';
  if (items) return 'array';
  return [type].flat().find((one) => one !== 'null') ?? 'string';
}

/** A request that nothing is wrong with, though a rule of the business may refuse it. */
export function validDraft(operation: Operation, random: Random, ids: KnownIds): Draft {
  const of = (place: Parameter['in']): Parameter[] => operation.parameters.filter((one) => one.in === place);
  const path = of('path').map(({ name, schema }) => {
    // `id` means another thing in each path: the noun before it tells which.
    const noun = new RegExp(`/([A-Za-z-]+)/\\{${name}\\}`).exec(operation.path)?.[1] ?? name;
    return [name, String(sample({ ...schema, format: 'uuid' }, random, noun, ids))];
  });
  const query = of('query')
    .filter(({ required, name }) => name !== 'pageToken' && (required || random.chance(0.3)))
    .map(({ name, schema }): [string, string] => {
      return [name, name === 'orderBy' ? 'createTime desc' : String(sample(schema, random, name, ids))];
    });
  const draft: Draft = {
    operation,
    path: Object.fromEntries(path) as Record<string, string>,
    query,
    headers: {},
  };
  if (operation.body) {
    draft.body = sample(operation.body, random, '', ids);
    draft.headers['content-type'] = 'application/json';
  }
  if (operation.verb === 'POST') draft.headers['idempotency-key'] = random.uuid();
  return draft;
}
