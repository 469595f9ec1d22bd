import type { MergeField } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { Customer } from '../../customer/customer.entity.js';
import {
  choiceViolations,
  chosenValues,
  contactTimes,
  differingFields,
  mergedValues,
  overfullFields,
} from './merged-fields.js';
import { restoredValues } from './restored-values.js';
import { withoutChoice } from './without-choice.js';

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

const now = '2026-01-15T00:00:00.000Z';

it('the last contact is the later one, and of two next contacts the earlier one that lies ahead stands', () => {
  const past = '2026-01-01T00:00:00.000Z';
  const soon = '2026-02-01T00:00:00.000Z';
  const late = '2026-03-01T00:00:00.000Z';
  const planned = (nextContactTime?: string, id = 'ours') =>
    customer({ nextContactTime, ...(nextContactTime && { nextContactInteractionId: id }) });
  const loser = planned(soon, 'talk');
  const taken = { nextContactTime: soon, nextContactInteractionId: 'talk' };
  const times = (ours: Customer, theirs: Customer) => contactTimes(ours, theirs, [], now);
  expect(times(customer({ lastContactTime: past }), customer({ lastContactTime: soon }))).toEqual({
    lastContactTime: soon,
  });
  expect(times(customer({ lastContactTime: soon }), customer({ lastContactTime: past }))).toEqual({});
  for (const ours of [undefined, late, past]) expect(times(planned(ours), loser)).toEqual(taken);
  expect(times(planned(soon), planned(late, 'talk'))).toEqual({});
  expect(times(planned(late), planned(past, 'talk'))).toEqual({});
  expect(times(planned(soon), customer({}))).toEqual({});
});

it('what both have is never cut: what is too long together is named', () => {
  const many = (mark: string) => Array.from({ length: 11 }, (_, i) => `${mark}${i}`);
  const winner = customer({ emails: many('a'), note: 'x'.repeat(6_000) });
  const loser = customer({ emails: many('b'), note: 'y'.repeat(6_000) });
  expect(
    overfullFields(winner, loser, [from('name', 'loser'), from('emails', 'both'), from('note', 'both')]),
  ).toEqual([
    { field: 'fields[1].from', reason: 'merge-too-long', params: { field: 'emails', max: 20 } },
    { field: 'fields[2].from', reason: 'merge-too-long', params: { field: 'note', max: 10_000 } },
  ]);
  expect(overfullFields(winner, winner, [from('emails', 'both'), from('note', 'both')])).toEqual([]);
});

it('the status is the further one, unless somebody chose', () => {
  const [ours, theirs] = [customer({ status: 'prospect' }), customer({ status: 'cooperating' })];
  expect(mergedValues(ours, theirs, [], now)).toEqual({ status: 'cooperating' });
  expect(mergedValues(theirs, ours, [], now)).toEqual({});
  expect(mergedValues(ours, theirs, [from('status', 'winner')], now)).toEqual({});
});

it('an undo gives back what still has the merged value, whatever the order of keys', () => {
  const before = { note: 'a', segment: 'b', website: null, addresses: [] };
  const after = { note: 'x', segment: 'y', website: 'z', addresses: [{ city: 'Berlin', street: '' }] };
  const changed = customer({ note: 'x', segment: 'since', website: 'z' });
  Object.assign(changed, { addresses: [{ street: '', city: 'Berlin' }] });
  expect(restoredValues(changed, before, after)).toEqual({ note: 'a', website: undefined, addresses: [] });
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
  expect(contactTimes(winner, loser, [from('nextContactTime', 'winner')], now)).toEqual({});
});

it('without a choice the winner gets what it lacks, and phones, e-mails and addresses of both, each once', () => {
  const phone = (raw: string, number: string, extension?: string) => ({
    ...{ raw, number, kind: 'work' as const },
    ...(extension && { extension }),
  });
  const at = (street: string) => ({ street, city: 'Berlin', region: '', postalCode: '', country: 'DE' });
  const winner = customer({
    ...{ name: 'W', website: '', note: 'ours', channel: 'unknown', source: '', externalId: '' },
    phones: [phone('010 8888 6666', '+861088886666')],
    emails: ['Info@w.example'],
    addresses: [at('Am Tor 1')],
    custom: { industry: 'steel' },
  });
  const loser = customer({
    ...{ name: 'L', website: 'l.example', note: 'theirs', channel: 'event', source: 'erp', externalId: '7' },
    phones: [
      phone('+86 10 88886666', '+861088886666'),
      phone('+86 10 88886666-12', '+861088886666', '12'),
      phone('8888', ''),
    ],
    emails: ['info@W.example', 'l@l.example'],
    addresses: [at('am  tor 1')],
    custom: { industry: 'glass', lift: true },
  });
  const fields = withoutChoice(winner, loser, []);
  expect(chosenValues(winner, loser, fields)).toEqual({
    ...{ website: 'l.example', channel: 'event', source: 'erp', externalId: '7' },
    phones: [...winner.phones, ...loser.phones.slice(1)],
    emails: ['Info@w.example', 'l@l.example'],
    custom: { industry: 'steel', lift: true },
  });
  const choice = [from('website', 'winner'), from('emails', 'winner'), from('custom.lift', 'winner')];
  const left = withoutChoice(winner, loser, choice).map(({ field }) => field);
  expect(left.toSorted()).toEqual(['channel', 'externalId', 'phones']);
  expect(withoutChoice(loser, winner, []).map(({ field }) => field)).toEqual([]);
});

it('without a choice neither owner nor status nor the next contact is filled, nor half of what belongs together', () => {
  const loser = customer({
    ...{ ownerId: 'o', status: 'cooperating', nextContactTime: now },
    ...{ freezeUntil: now, freezeReason: 'Fair' },
  });
  expect(withoutChoice(customer({}), loser, [])).toEqual([from('freezeUntil', 'loser')]);
  expect(withoutChoice(customer({ freezeRequestedUntil: now }), loser, [])).toEqual([]);
});

it('an undo takes what the merge gave out of a list and out of custom values that were changed since', () => {
  const before = { emails: ['w'], phones: ['1'], custom: { size: '3' } };
  const after = { emails: ['w', 'l'], phones: ['2'], custom: { size: '3', lift: true } };
  const changed = customer({ emails: ['l', 'w', 'since'], custom: { size: '4', lift: true } });
  Object.assign(changed, { phones: ['2', '3'] });
  expect(restoredValues(changed, before, after)).toEqual({
    emails: ['w', 'since'],
    phones: ['1', '3'],
    custom: { size: '4' },
  });
});
