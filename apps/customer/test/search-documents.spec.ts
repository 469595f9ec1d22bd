import { randomInt, randomUUID } from 'node:crypto';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { customerService } from '../src/definition.js';

let service: TestService;
let anna: TestPerson;

beforeAll(async () => {
  service = await testService('customer', customerService);
  anna = await service.person({ name: 'Anna' });
}, 60_000);

afterAll(() => service.dispose());

const pieces = [
  ...[
    'Nordwind',
    "O'Brien",
    '中国',
    '東海船務',
    '北 京',
    'Ромашка',
    'Ёлка-Палка',
    'Ärger',
    'café',
    'cafe\u0301',
    'é',
  ],
  ...[
    'GmbH & Co.',
    '7',
    '2026',
    '_',
    '’',
    '…',
    'Ⅳ',
    'ﬁ',
    '𠮷野',
    '한국',
    'a',
    'я',
    '店',
    'x'.repeat(70),
    '１２３',
  ],
];
const names = Array.from({ length: 300 }, () =>
  Array.from({ length: randomInt(1, 5) }, () => pieces[randomInt(pieces.length)]).join(
    ['', ' ', '  ', '-'][randomInt(4)],
  ),
);

/** Documents' tokens of a name, as ADR 14 has them, told letter by letter. */
function tokensOf(field: string, folded: string): string[] {
  const isSign = (text: string) => (text.codePointAt(0) ?? 0) >= 11904;
  const words = folded
    .split(' ')
    .filter(Boolean)
    .map((word) => [...word]);
  return [
    `${field}^${[...folded].slice(0, 2).join('')}`,
    ...words.flatMap((word) => [
      `${field}$${word.slice(-2).reverse().join('')}`,
      ...(isSign(word[0] ?? '') ? [] : [`${field}_${word.slice(0, 2).join('')}`]),
      ...word.flatMap((sign, at) => {
        const size = isSign(sign) ? 2 : 3;
        return at + size <= word.length ? [field + word.slice(at, at + size).join('')] : [];
      }),
    ]),
  ];
}

describe('search documents', () => {
  it('fold text of ASCII by the quick way as any other text', async () => {
    const texts = Array.from({ length: 500 }, () =>
      Array.from({ length: randomInt(0, 30) }, () => String.fromCharCode(randomInt(32, 127))).join(''),
    );
    const rows = await service.rows<{ quick: string; thorough: string }>(
      'SELECT search_fold(text) AS quick, search_fold_any(text) AS thorough FROM unnest($1::text[]) text',
      [[...texts, '', ' ', "'", '\t\n', 'A_b']],
    );
    expect(rows.filter(({ quick, thorough }) => quick !== thorough)).toEqual([]);
    expect(rows).toHaveLength(505);
  });

  it('of names in any script have the tokens that they are said to have', async () => {
    const rows = await service.rows<{ name: string; folded: string; tokens: string[] }>(
      `SELECT name, folded, tsvector_to_array(tokens) AS tokens FROM unnest($1::text[]) name,
         search_of_contact(jsonb_populate_record(NULL::contact, jsonb_build_object('name', name, 'id', uuidv7(),
           'phones', '[]'::jsonb, 'emails', '[]'::jsonb)), NULL)`,
      [names],
    );
    for (const { name, folded, tokens } of rows) {
      const plain = tokens.filter((token) => !token.startsWith('N='));
      expect({ name, tokens: plain.toSorted() }).toEqual({
        name,
        tokens: [...new Set(tokensOf('N', folded))].toSorted(),
      });
      expect(tokens.filter((token) => token.startsWith('N='))).toHaveLength(1);
    }
    expect(rows).toHaveLength(names.length);
  });

  it('are the same however they were made: with the customer, by a change, or anew', async () => {
    const make = (name: string) => ({
      kind: 'company',
      name,
      phones: [{ raw: `+49 30 ${randomInt(1_000_000, 9_999_999)}`, kind: 'work' }],
      emails: [`Office.${randomUUID()}@nordwind.example`],
      externalId: randomUUID(),
      source: 'erp',
    });
    const { id, etag } = await service.call<{ id: string; etag: string }>(
      anna,
      '/kontor.customer.v1.CustomerService/CreateCustomer',
      { customer: make('Nordwind 7') },
    );
    const kept = () => service.rows('SELECT * FROM search_document WHERE id = $1', [id]);
    const anew = () =>
      service.rows('SELECT f.* FROM customer c CROSS JOIN LATERAL search_of_customer(c) f WHERE c.id = $1', [
        id,
      ]);
    expect(await kept()).toEqual(await anew());
    const before = await kept();
    await service.call(anna, '/kontor.customer.v1.CustomerService/UpdateCustomer', {
      id,
      etag,
      customer: make("Ёлка 北京 O'Brien"),
      updateMask: ['name', 'phones', 'emails'],
    });
    expect(await kept()).toEqual(await anew());
    expect(await kept()).not.toEqual(before);
  });
});
