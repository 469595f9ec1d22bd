import { sortBatch } from './batch-sorting.js';
import type { RowContent, RowCustomer } from './row-customer.js';

const row = (line: number, externalId: string, ownerEmail = '') => ({
  line,
  cells: [externalId],
  judged: {
    customer: { externalId } as RowCustomer,
    ownerEmail,
    ownerColumn: 'owner',
    contacts: [],
  } satisfies RowContent,
});

it('what is known or came before in the batch is skipped; the first wins', () => {
  const { created, skipped } = sortBatch(
    [row(2, 'a'), row(3, 'b'), row(4, 'b')],
    new Set(['a']),
    new Map(),
    'me',
  );
  expect(created.map(({ customer, ownerId }) => [customer.externalId, ownerId])).toEqual([['b', 'me']]);
  expect(skipped).toBe(2);
});

it('the named owner owns the customer; a row with an owner out of reach is refused and claims no id', () => {
  const owners = new Map([['anna@kontor.local', 'anna']]);
  const rows = [row(2, 'a', 'nobody@kontor.local'), row(3, 'a', 'anna@kontor.local')];
  const { created, refused } = sortBatch(rows, new Set(), owners, 'me');
  expect(created.map(({ ownerId }) => ownerId)).toEqual(['anna']);
  expect(refused).toMatchObject([{ line: 2, fault: { column: 'owner', reason: 'import-owner-unknown' } }]);
});

it('a faulty row is refused with its fault', () => {
  const fault = { column: 'name', reason: 'blank', params: {} };
  expect(sortBatch([{ line: 2, cells: [''], judged: fault }], new Set(), new Map(), 'me').refused).toEqual([
    { line: 2, cells: [''], fault },
  ]);
});
