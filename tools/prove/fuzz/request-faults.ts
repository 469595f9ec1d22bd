import type { Random } from '../random.ts';
import { asIs, type Draft, type Spoiled } from './draft.ts';

/** What faults draw on beside the draft. */
export interface Arsenal {
  /** Ids of records that the caller may not see: noun of the path → ids. */
  foreign: ReadonlyMap<string, readonly string[]>;
  /** Page tokens that the API gave to this caller, for some list. */
  pageTokens: readonly string[];
}

/** Operations that answer 409 alike for what is not there, not seen and not to be had, so that nobody can tell them apart. */
const evasiveOperations: ReadonlySet<string> = new Set(['claimCustomer']);
const evasive = ({ operation }: Draft): number[] => (evasiveOperations.has(operation.id) ? [409] : []);

type Fault = (draft: Draft, random: Random, arsenal: Arsenal) => Omit<Spoiled, 'fault'> | undefined;

/** Ways to spoil path, query and headers. Each gives undefined where the draft offers no occasion. */
export const requestFaults: Record<string, Fault> = {
  'unknown-parameter': (draft, random) =>
    takesQuery(draft, [random.pick(['nonsense', '__proto__', 'pagesize', 'filter[x]', 'поле']), 'x']),
  'repeated-parameter': (draft, random) => {
    const single = draft.operation.parameters.filter(
      (one) => one.in === 'query' && one.schema.type !== 'array',
    );
    if (single.length === 0) return undefined;
    const { name } = random.pick(single);
    return withQuery(draft, [name, name === 'pageSize' ? '5' : 'x'], [name, name === 'pageSize' ? '5' : 'x']);
  },
  'page-size': (draft, random) => {
    const { maximum = 0 } = draft.operation.parameters.find(({ name }) => name === 'pageSize')?.schema ?? {};
    const sizes = ['0', '-1', String(maximum + 1), '1e2', '5.5', 'x', '', '99999999999999999999', '0x10'];
    return replacing(draft, 'pageSize', random.pick(sizes));
  },
  'page-token': (draft, random, { pageTokens }) => {
    const token = pageTokens.length > 0 ? random.pick(pageTokens) : 'AAAA';
    const at = random.whole(0, token.length - 1);
    const other = token[at] === 'A' ? 'B' : 'A';
    const tampered = [
      `${token.slice(0, at)}${other}${token.slice(at + 1)}`,
      token.slice(1),
      `${token}A`,
      `${token}=`,
      'x',
      '[]',
    ];
    const made = Buffer.concat([Buffer.alloc(32), Buffer.from('{"id":"x"}')]).toString('base64url');
    return replacing(draft, 'pageToken', random.pick([...tampered, made, 'z'.repeat(7_999)]));
  },
  'filter-field': (draft, random) => {
    const field = random.pick([
      'version',
      'password',
      'note',
      'hash',
      '__proto__',
      'constructor',
      'owner.name',
      "name'--",
      '',
    ]);
    return replacing(draft, 'filter', JSON.stringify({ field, op: 'eq', value: 'x' }));
  },
  'filter-too-deep': (draft, random) => {
    const depth = random.pick([10, 100, 400]);
    const condition = '{"field":"createTime","op":"isNull","value":false}';
    return replacing(draft, 'filter', `${'{"not":'.repeat(depth)}${condition}${'}'.repeat(depth)}`);
  },
  'filter-broken': (draft, random) =>
    replacing(
      draft,
      'filter',
      random.pick([
        ...[
          '{',
          '[]',
          'null',
          '5',
          '"x"',
          '{}',
          '{"and":[]}',
          '{"and":{}}',
          '{"not":[]}',
          '{"field":"createTime"}',
        ],
        '{"field":"createTime","op":"like","value":"x"}',
        '{"field":"createTime","op":"eq","value":{"$ne":1}}',
        '{"field":"createTime","op":"eq","value":"yesterday"}',
        '{"field":"createTime","op":"in","value":[]}',
        '{"field":"createTime","op":"eq","value":"2026-01-01T00:00:00Z","x":1}',
        // The id of a role is a word.
        ...(draft.operation.id === 'listRoles' ? [] : ['{"field":"id","op":"eq","value":"x"}']),
        '{"field":"id","op":"eq","value":null}',
        '{"field":["id"],"op":"eq","value":"x"}',
        `{"or":[${'{"field":"id","op":"isNull","value":true},'.repeat(60)}{"field":"id","op":"isNull","value":true}]}`,
      ]),
    ),
  'order-by': (draft, random) =>
    replacing(
      draft,
      'orderBy',
      random.pick([
        'nonsense',
        'createTime;drop table x',
        'createTime desc desc',
        ',',
        'version',
        '__proto__',
        "createTime'",
        'createTime up',
      ]),
    ),
  'broken-escape': (draft, random) => {
    const names = draft.operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name);
    if (names.length === 0) return undefined;
    return withQuery(draft, [
      random.pick(names),
      asIs(random.pick(['%', '%zz', '%ff', '%c3%28', '%ed%a0%80', '%00'])),
    ]);
  },
  'id-of-no-form': (draft, random) => {
    const id = random.pick([
      '1',
      'me',
      'x',
      '%20',
      "1'or'1'='1",
      '00000000-0000-0000-0000-00000000000g',
      '%E4%BD%A0',
      '__proto__',
      '%00',
    ]);
    return withId(draft, random, () => id, [400, 404]);
  },
  'id-of-nobody': (draft, random) =>
    withId(draft, random, () => random.uuid(), [404, 400, 403, ...evasive(draft)]),
  'id-of-others': (draft, random, { foreign }) =>
    withId(
      draft,
      random,
      (noun) => {
        // People are known to everybody.
        const ids = noun === 'people' ? [] : (foreign.get(noun) ?? []);
        return ids.length > 0 ? random.pick(ids) : undefined;
      },
      [404, 400, 403, ...evasive(draft)],
    ),
  'reference-to-others': (draft, random, { foreign }) => {
    const references = { contactId: 'contacts', ownerId: 'ownerId' } as const;
    const names = Object.keys(draft.operation.body?.properties ?? {}).filter((name) => name in references);
    if (names.length === 0) return undefined;
    const name = random.pick(names) as keyof typeof references;
    const ids = foreign.get(references[name]) ?? [];
    if (ids.length === 0) return undefined;
    const body = { ...(draft.body as object), [name]: random.pick(ids) };
    return { draft: { ...draft, body }, refusal: [400, 403, 404, 409] };
  },
  'path-traversal': (draft, random) => {
    const up = random.pick([
      '..',
      '%2e%2e',
      '..%2f..%2f',
      '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      '%252e%252e',
      '..%5c',
      '%c0%ae%c0%ae',
      '.%00.',
    ]);
    const target = random.pick([
      `/v1/${up}/admin`,
      `/v1/customers/${up}`,
      `/v1/customers/${up}/people`,
      `/docs/${up}/package.json`,
      `/${up}/etc/passwd`,
    ]);
    return { draft: { ...draft, target }, refusal: [400, 403, 404, 405], astray: true };
  },
  'wrong-verb': (draft, random) => {
    const verb = random.pick(['PUT', 'TRACE', 'PROPFIND', 'DELETE', 'OPTIONS', 'LINK']);
    if (verb === draft.operation.verb || draft.operation.id === 'deleteCurrentSession') return undefined;
    // Strangers' pages ask with it before they show and send a web form.
    if (verb === 'OPTIONS' && draft.operation.path.startsWith('/v1/webForms/{id}')) return undefined;
    return {
      draft: { ...draft, operation: { ...draft.operation, verb } },
      refusal: [400, 404, 405],
      astray: true,
    };
  },
  'long-path': (draft, random) => ({
    draft: {
      ...draft,
      target: `${draft.operation.path.split('{', 1)[0]}/${'a'.repeat(random.pick([1_001, 20_000, 120_000]))}`,
    },
    refusal: [400, 404, 405, 414, 431],
    astray: true,
  }),
  'if-match': (draft, random) =>
    withHeader(
      draft,
      'If-Match',
      random.pick([
        '3',
        '"',
        '""',
        '"1","2"',
        '"é"',
        `"${'1'.repeat(60)}"`,
        '"-1"',
        '"0"',
        '"99999999999999999999"',
      ]),
      [400, 404, 412, 403],
    ),
  'idempotency-key': (draft, random) =>
    withHeader(draft, 'Idempotency-Key', random.pick(['', ' ', 'a b', 'k'.repeat(256), 'é']), [400]),
  'odd-headers': (draft, random) => {
    const odd = random.pick<Record<string, string>>([
      { 'accept-language': 'x'.repeat(5_000) },
      { 'accept-language': '*;q=0, zh-CN;q=nan, ru;;;' },
      { accept: 'application/xml' },
      { 'x-forwarded-for': "' or 1=1" },
      { traceparent: '00-zz-zz-zz' },
      { 'x-request-id': '\t<script>' },
      { 'if-none-match': '"'.repeat(500) },
      { 'accept-encoding': 'zstd, *;q=0' },
      { expect: '100-continue' },
      { 'x-http-method-override': 'DELETE' },
    ]);
    // Who announces a body sends one, in pieces: a fault of another kind where the operation takes none.
    if (odd.expect && !draft.operation.body) return undefined;
    return { draft: { ...draft, headers: { ...draft.headers, ...odd } } };
  },
};

function takesQuery(draft: Draft, parameter: [string, string]): Omit<Spoiled, 'fault'> | undefined {
  return draft.operation.form || draft.operation.anyRefusal ? undefined : withQuery(draft, parameter);
}

function withQuery(draft: Draft, ...parameters: [string, string][]): Omit<Spoiled, 'fault'> {
  return { draft: { ...draft, query: [...draft.query, ...parameters] }, refusal: [400] };
}

function replacing(draft: Draft, name: string, value: string): Omit<Spoiled, 'fault'> | undefined {
  if (!draft.operation.parameters.some((one) => one.in === 'query' && one.name === name)) return undefined;
  const query = draft.query.filter(([other]) => other !== name);
  return { draft: { ...draft, query: [...query, [name, value]] }, refusal: [400] };
}

function withHeader(
  draft: Draft,
  name: string,
  value: string,
  refusal: number[],
): Omit<Spoiled, 'fault'> | undefined {
  if (!draft.operation.parameters.some((one) => one.in === 'header' && one.name === name)) return undefined;
  if (draft.operation.form) return undefined;
  return { draft: { ...draft, headers: { ...draft.headers, [name.toLowerCase()]: value } }, refusal };
}

function withId(
  draft: Draft,
  random: Random,
  idFor: (noun: string) => string | undefined,
  refusal: number[],
): Omit<Spoiled, 'fault'> | undefined {
  const names = Object.keys(draft.path);
  if (names.length === 0) return undefined;
  const name = random.pick(names);
  const noun = new RegExp(`/([A-Za-z-]+)/\\{${name}\\}`).exec(draft.operation.path)?.[1] ?? name;
  const id = idFor(noun);
  if (id === undefined) return undefined;
  return { draft: { ...draft, path: { ...draft.path, [name]: id } }, refusal };
}
