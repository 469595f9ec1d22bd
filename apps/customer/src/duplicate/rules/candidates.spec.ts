import { candidatesOf, type CandidateRow } from './candidates.js';
import type { MatchKey } from './match-keys.js';

const row = (kind: CandidateRow['kind'], id: string | null): CandidateRow => ({
  kind,
  key: 'k',
  claimed: id !== null,
  customerId: id,
  contactId: null,
  number: id && `C-${id}`,
  name: id && `Name ${id}`,
  ownerName: id && 'Anna',
});
const keys: MatchKey[] = [
  { kind: 'tax', key: 'k', strength: 'hard' },
  { kind: 'name', key: 'k', strength: 'soft' },
  { kind: 'phone', key: 'k', strength: 'soft' },
];

it('each record comes once with all that it has in common: hard ones first, then those with more', () => {
  const rows = [
    row('name', 'a'),
    row('phone', 'b'),
    row('name', 'b'),
    row('tax', 'c'),
    row('name', null),
    row('name', 'b'),
  ];
  expect(
    candidatesOf(rows, keys).map(({ customerId, matched, hard }) => [customerId, matched, hard]),
  ).toEqual([
    ['c', ['tax'], true],
    ['b', ['phone', 'name'], false],
    ['a', ['name'], false],
  ]);
});

it('a record whose owner nobody knows is told without one', () => {
  expect(candidatesOf([{ ...row('name', 'a'), ownerName: null }], keys)).toMatchObject([{ ownerName: '' }]);
});

it('says by which keys, and whose they are', () => {
  const rows = [row('phone', 'a'), { ...row('phone', 'a'), contactId: 'k' }];
  expect(candidatesOf(rows, keys)).toMatchObject([
    {
      matched: ['phone'],
      by: [
        { kind: 'phone', of: 'customer' },
        { kind: 'phone', of: 'contact' },
      ],
    },
  ]);
});
