import { placesOf, type Place } from './columns.js';
import { isFault, judgeRow } from './row-faults.js';
import type { RowContent } from './row-customer.js';

const headings = [
  'name',
  'kind',
  'phone',
  'mobile',
  'email',
  'web',
  'street',
  'country',
  'note',
  'id',
  'owner',
];
const fields = [
  'name',
  'kind',
  'phone',
  'phone',
  'email',
  'website',
  'street',
  'country',
  'note',
  'externalId',
  'ownerEmail',
];
const places = placesOf(
  headings,
  headings.map((column, i) => ({ column, field: fields[i] ?? '' })),
) as Place[];
const context = { places, width: headings.length, source: 's', country: 'CN' };

const row = (values: Record<string, string>) => headings.map((heading) => values[heading] ?? '');
const contentOf = (values: Record<string, string>) =>
  judgeRow(row({ name: 'A', ...values }), context) as RowContent;
const faultOf = (values: Record<string, string>) => {
  const judged = judgeRow(row({ name: 'A', ...values }), context);
  return isFault(judged) ? [judged.column, judged.reason] : undefined;
};

it('a name alone makes a company, a prospect, that came by import', () => {
  expect(contentOf({}).customer).toMatchObject({
    name: 'A',
    kind: 'company',
    status: 'prospect',
    channel: 'import',
    phones: [],
    emails: [],
    addresses: [],
    externalId: expect.stringMatching(/^row-/),
  });
});

it('words count in any case, countries by code or name', () => {
  expect(contentOf({ kind: 'PERSON' }).customer.kind).toBe('person');
  const countries = ['cn', '中国', 'Россия', 'united states'].map(
    (country) => contentOf({ country }).customer.addresses[0]?.country,
  );
  expect(countries).toEqual(['CN', 'CN', 'RU', 'US']);
});

it('a phone without a country code is one of the country of the address, else of the import', () => {
  expect(contentOf({ phone: '010-8888 6666' }).customer.phones).toMatchObject([{ number: '+861088886666' }]);
  expect(contentOf({ phone: '8 (495) 123-45-67', country: 'RU' }).customer.phones).toMatchObject([
    { number: '+74951234567' },
  ]);
});

it('a fault names the very column, also among several phones', () => {
  expect(faultOf({ phone: '010-8888 6666;010-8888 7777', mobile: '12' })).toEqual(['mobile', 'not-a-phone']);
  expect(faultOf({ phone: '010-8888 6666;12' })).toEqual(['phone', 'not-a-phone']);
  expect(faultOf({ email: 'a@x.example;b' })).toEqual(['email', 'not-an-email']);
  expect(faultOf({ street: 'x'.repeat(501) })).toEqual(['street', 'too-long']);
  expect(faultOf({ country: 'Atlantis' })).toEqual(['country', 'not-a-country']);
  expect(faultOf({ name: ' ' })).toEqual(['name', 'blank']);
  expect(faultOf({ id: 'x'.repeat(201) })).toEqual(['id', 'too-long']);
  expect(faultOf({ note: 'a\u0007' })).toEqual(['note', 'control-character']);
  expect(faultOf({ web: 'javascript:alert(1)' })).toEqual(['web', 'not-a-url']);
});

it('a row has as many cells as the header; empty ones behind do not count', () => {
  expect(judgeRow(['A'], context)).toMatchObject({
    reason: 'row-column-count',
    params: { expected: 11, found: 1 },
  });
  expect(judgeRow([...row({ name: 'A' }), '', ' '], context)).toHaveProperty('customer');
  expect(judgeRow([...row({ name: 'A' }), 'x'], context)).toMatchObject({ reason: 'row-column-count' });
});

it('the owner is told by e-mail in any case', () => {
  expect(contentOf({ owner: ' Anna@Kontor.local' })).toMatchObject({
    ownerEmail: 'anna@kontor.local',
    ownerColumn: 'owner',
  });
});
