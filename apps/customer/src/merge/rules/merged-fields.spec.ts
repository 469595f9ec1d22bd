import type { MergeField } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { Customer } from '../../customer/customer.entity.js';
import {
  choiceViolations,
  chosenValues,
  contactTimes,
  differingFields,
  restoredValues,
} from './merged-fields.js';

const customer = (more: Partial<Customer>): Customer =>
  ({ emails: [], phones: [], addresses: [], note: '', ...more }) as unknown as Customer;
const from = (field: string, side: MergeField['from']): MergeField => ({ field, from: side });

it('the winner keeps what nobody chose, gets what is the loser’s, and lists may be joined without doubles', () => {
  const winner = customer({ name: 'W', note: 'ours', emails: ['a', 'b'], addresses: [] });
  const loser = customer({
    name: 'L',
    note: 'theirs',
    emails: ['b', 'c'],
    addresses: [{ street: '', city: 'Berlin', region: '', postalCode: '', country: 'DE' }],
  });
  const choice = [
    from('name', 'winner'),
    from('note', 'both'),
    from('emails', 'both'),
    from('addresses', 'loser'),
  ];
  expect(chosenValues(winner, loser, choice)).toEqual({
    note: 'ours\ntheirs',
    emails: ['a', 'b', 'c'],
    addresses: loser.addresses,
    city: 'Berlin',
  });
});

it.each([
  ['an unknown field', [from('shoeSize', 'loser')], 'merge-field'],
  ['the number', [from('number', 'loser')], 'merge-field'],
  ['both owners', [from('ownerId', 'both')], 'merge-both'],
  ['both values of a custom field', [from('custom.industry', 'both')], 'merge-both'],
  ['a field twice', [from('note', 'both'), from('note', 'loser')], 'merge-field'],
  ['both of a single value', [from('website', 'both')], 'merge-both'],
])('%s cannot be chosen', (_, choice, reason) => {
  expect(choiceViolations(choice)).toMatchObject([{ reason }]);
});

it('the last contact is the later one; a next contact is taken over only where the winner has none', () => {
  const early = '2026-01-01T00:00:00.000Z';
  const late = '2026-02-01T00:00:00.000Z';
  const loser = customer({ lastContactTime: late, nextContactTime: late, nextContactInteractionId: 'talk' });
  expect(contactTimes(customer({ lastContactTime: early }), loser)).toEqual({
    lastContactTime: late,
    nextContactTime: late,
    nextContactInteractionId: 'talk',
  });
  expect(contactTimes(customer({ lastContactTime: late, nextContactTime: early }), loser)).toEqual({});
  expect(contactTimes(customer({}), customer({}))).toEqual({});
});

it('an undo gives back what still has the merged value, whatever the order of keys', () => {
  const before = { note: 'a', segment: 'b', website: null, addresses: [] };
  const after = { note: 'x', segment: 'y', website: 'z', addresses: [{ city: 'Berlin', street: '' }] };
  const now = customer({ note: 'x', segment: 'since', website: 'z' });
  Object.assign(now, { addresses: [{ street: '', city: 'Berlin' }] });
  expect(restoredValues(now, before, after)).toEqual({ note: 'a', website: undefined, addresses: [] });
});

it('custom values are chosen one by one, and one that the chosen side has not is cleared', () => {
  const winner = customer({ custom: { industry: 'steel', size: '3' } });
  const loser = customer({ custom: { industry: 'glass', lift: true } });
  const choice = [
    from('custom.industry', 'loser'),
    from('custom.size', 'loser'),
    from('custom.lift', 'winner'),
  ];
  expect(chosenValues(winner, loser, choice)).toEqual({ custom: { industry: 'glass' } });
  expect(chosenValues(winner, customer({}), [from('custom.industry', 'loser')])).toEqual({
    custom: { size: '3' },
  });
  expect(differingFields(winner, loser)).toEqual(['custom.industry', 'custom.lift', 'custom.size']);
});

it('what belongs together is chosen together, and a chosen next contact is no more guessed', () => {
  const winner = customer({ source: 'crm', externalId: '1' });
  const loser = customer({
    source: 'erp',
    externalId: '2',
    freezeUntil: '2027-01-01T00:00:00.000Z',
    freezeReason: 'Fair',
    nextContactTime: '2027-01-02T00:00:00.000Z',
    nextContactInteractionId: 'talk',
  });
  const choice = [from('externalId', 'loser'), from('freezeUntil', 'loser'), from('ownerId', 'loser')];
  expect(chosenValues(winner, loser, choice)).toEqual({
    source: 'erp',
    externalId: '2',
    freezeUntil: '2027-01-01T00:00:00.000Z',
    freezeReason: 'Fair',
    freezeRequestedUntil: undefined,
  });
  expect(contactTimes(winner, loser, [from('nextContactTime', 'winner')])).toEqual({});
});
