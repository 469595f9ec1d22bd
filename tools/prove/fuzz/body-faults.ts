import type { Random } from '../random.ts';
import type { Draft, Spoiled } from './draft.ts';
import type { Schema } from './operations.ts';
import { sample, typeOf } from './samples.ts';

/** One place in a body: where it stands, and what may stand there. */
interface Place {
  parent: Record<string, unknown> | unknown[];
  key: string | number;
  schema: Schema;
}

/** Ways to spoil a body. Each gives undefined where the draft offers no occasion. */
export const bodyFaults: Record<
  string,
  (draft: Draft, random: Random) => Omit<Spoiled, 'fault'> | undefined
> = {
  'wrong-type': (draft, random) =>
    replaced(
      draft,
      random,
      () => true,
      ({ schema }) => random.pick(misfits(schema)),
    ),
  'missing-field': (draft, random) => {
    const required = draft.operation.body?.required ?? [];
    if (required.length === 0 || !isObject(draft.body)) return undefined;
    const missing = random.pick(required);
    return refused({
      ...draft,
      body: Object.fromEntries(Object.entries(draft.body).filter(([name]) => name !== missing)),
    });
  },
  'unknown-field': (draft, random) => {
    const name = random.pick([
      'nmae',
      'isAdmin',
      'version',
      'constructor',
      'toString',
      'поле',
      '',
      'a.b',
      'x'.repeat(5_000),
    ]);
    return isObject(draft.body) ? refused({ ...draft, body: { ...draft.body, [name]: 'x' } }) : undefined;
  },
  'prototype-key': (draft, random) => {
    const key = random.pick([
      '"__proto__":{"roles":["administrator"]}',
      '"__proto__":1',
      '"constructor":{"prototype":{"x":1}}',
    ]);
    const text = JSON.stringify(draft.body ?? {});
    return refused({ ...draft, raw: Buffer.from(text === '{}' ? `{${key}}` : `{${key},${text.slice(1)}`) });
  },
  'over-long': (draft, random) =>
    replaced(
      draft,
      random,
      isText(({ maxLength }) => maxLength !== undefined),
      ({ schema }) => 'y'.repeat((schema.maxLength ?? 0) + random.pick([1, 1, 100, 20_000])),
    ),
  'empty-text': (draft, random) =>
    replaced(
      draft,
      random,
      isText(({ minLength = 0 }) => minLength > 0),
      () => random.pick(['', '   ', '\t']),
    ),
  'control-character': (draft, random) =>
    replaced(
      draft,
      random,
      isText(({ pattern }) => pattern?.includes('\\u0000') === true),
      () => `a${random.pick(['\u0000', '\u0007', '\u001b[31m', '\u202e', '\u0085'])}b`,
    ),
  'lone-surrogate': (draft, random) => {
    const spoiled = replaced(
      draft,
      random,
      isText(() => true),
      () => 'LONE',
    );
    if (!spoiled) return undefined;
    const text = JSON.stringify(spoiled.draft.body).replace(
      'LONE',
      random.pick(['\\ud800', 'a\\udfffb', '\\ud83d\\u0041']),
    );
    return refused({ ...draft, raw: Buffer.from(text) });
  },
  'huge-number': (draft, random) => {
    const spoiled = replaced(
      draft,
      random,
      () => true,
      () => 'HUGE',
    );
    if (!spoiled) return undefined;
    const number = random.pick([
      '1e400',
      '-1e400',
      '9007199254740993',
      '1e-7',
      '123456789012345678901234567890',
      '-1',
    ]);
    return refused({
      ...draft,
      raw: Buffer.from(JSON.stringify(spoiled.draft.body).replace('"HUGE"', number)),
    });
  },
  'wrong-word': (draft, random) =>
    replaced(
      draft,
      random,
      ({ schema }) => schema.enum !== undefined,
      ({ schema }) => {
        const word = String(schema.enum?.[0]);
        return random.pick([
          'nonsense',
          word.toUpperCase(),
          ` ${word}`,
          `KIND_${word.toUpperCase()}`,
          '0',
          '__proto__',
        ]);
      },
    ),
  'wrong-format': (draft, random) =>
    replaced(
      draft,
      random,
      isText(({ format }) => format !== undefined),
      () =>
        random.pick([
          'no',
          'anna@',
          '2026-13-45T99:99',
          '+++',
          'javascript:alert(1)',
          'Mars/Olympus',
          "' or 1=1 --",
        ]),
    ),
  'broken-json': (draft, random) => {
    const text = JSON.stringify(draft.body ?? { x: 1 });
    const broken = random.pick([
      text.slice(0, -1),
      `${text}}`,
      `${text},`,
      text.replaceAll('"', "'"),
      '{',
      'NaN',
      '{"a":01}',
    ]);
    return draft.body === undefined || text === broken
      ? undefined
      : refused({ ...draft, raw: Buffer.from(broken) });
  },
  'broken-utf8': (draft, random) => {
    const bytes = random.pick([[0xff], [0xc3, 0x28], [0xe2, 0x82], [0xf0, 0x9f, 0x98], [0xed, 0xa0, 0x80]]);
    const raw = Buffer.concat([Buffer.from('{"name":"'), Buffer.from(bytes), Buffer.from('"}')]);
    return refused({ ...draft, raw });
  },
  'not-an-object': (draft, random) =>
    refused({ ...draft, raw: Buffer.from(random.pick(['[]', '"x"', '5', 'true', '[{}]'])) }),
  'too-deep': (draft, random) => {
    const depth = random.pick([200, 5_000, 50_000]);
    const raw = Buffer.from(`{"name":${'['.repeat(depth)}${']'.repeat(depth)}}`);
    // Some doors take a few kilobytes only: there the deepest are too large before they are too deep.
    return { draft: { ...draft, raw }, refusal: depth > 5_000 ? [400, 413] : [400] };
  },
  'too-large': (draft, random) => ({
    draft: { ...draft, raw: Buffer.from(`{"name":"${'z'.repeat(1024 * 1024 + random.whole(0, 1_000))}"}`) },
    refusal: [413],
  }),
  'wrong-content-type': (draft, random) => {
    const type = random.pick([
      'text/plain',
      'application/xml',
      'multipart/form-data',
      'x',
      '',
      'application/x-www-form-urlencoded',
    ]);
    return { draft: { ...draft, headers: { ...draft.headers, 'content-type': type } }, refusal: [415, 400] };
  },
};

function refused(draft: Draft): Omit<Spoiled, 'fault'> {
  return { draft, refusal: [400] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(suits: (schema: Schema) => boolean): (place: Place) => boolean {
  return ({ schema }) => typeOf(schema) === 'string' && !schema.enum && suits(schema);
}

/** Values of every type but the schema's own. */
function misfits(schema: Schema): unknown[] {
  const all: Record<string, unknown> = {
    string: '12x',
    integer: 12,
    boolean: true,
    array: [[]],
    object: { a: 1 },
  };
  const own = typeOf(schema) === 'number' ? 'integer' : typeOf(schema);
  return Object.entries(all).flatMap(([type, value]) => (type === own ? [] : [value]));
}

/** The draft with another value at one place that suits; adds the field where the body has none such. */
function replaced(
  draft: Draft,
  random: Random,
  suits: (place: Place) => boolean,
  value: (place: Place) => unknown,
): Omit<Spoiled, 'fault'> | undefined {
  const schema = draft.operation.body;
  if (!schema || !isObject(draft.body)) return undefined;
  const body = structuredClone(draft.body);
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    const there = { parent: body, key: name, schema: inner };
    if (!(name in body) && suits(there)) body[name] = sample(inner, random, name, new Map());
  }
  const places = placesIn(body, schema).filter(suits);
  if (places.length === 0) return undefined;
  const place = random.pick(places);
  (place.parent as Record<string | number, unknown>)[place.key] = value(place);
  return refused({ ...draft, body });
}

function placesIn(value: unknown, schema: Schema): Place[] {
  if (Array.isArray(value)) {
    const inner = schema.items ?? {};
    return value.flatMap((item, key) => [{ parent: value, key, schema: inner }, ...placesIn(item, inner)]);
  }
  if (!isObject(value)) return [];
  return Object.keys(value).flatMap((key) => {
    const inner = schema.properties?.[key];
    return inner ? [{ parent: value, key, schema: inner }, ...placesIn(value[key], inner)] : [];
  });
}
