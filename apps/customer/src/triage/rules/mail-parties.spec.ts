import { partiesOf } from './mail-parties.js';

const anna = 'anna@kontor.example';
const boris = 'boris@kontor.example';
const people = new Map([
  [anna, { id: 'anna' }],
  [boris, { id: 'boris' }],
]);
const mail = {
  senderAddress: 'ada@outside.example',
  recipients: [anna, 'eva@outside.example'],
  dropAddress: 'crm@in.kontor.example',
  authenticity: 'unknown' as const,
  spam: false,
};

test('what a stranger writes is inbound, whoever else got it', () => {
  expect(partiesOf(mail, people)).toEqual({
    direction: 'inbound',
    others: ['ada@outside.example'],
    ours: mail.dropAddress,
    sure: true,
  });
});

test('what one of us wrote is outbound, to those who are none of us', () => {
  const sent = { ...mail, senderAddress: anna, recipients: [boris, 'eva@outside.example'] };
  expect(partiesOf({ ...sent, authenticity: 'passed' }, people)).toEqual({
    direction: 'outbound',
    authorId: 'anna',
    others: ['eva@outside.example'],
    ours: anna,
    sure: true,
  });
});

test.each(['unknown', 'failed'] as const)(
  'nobody writes as one of us while the sender is %s',
  (authenticity) => {
    const parties = partiesOf({ ...mail, senderAddress: anna, authenticity }, people);
    expect(parties).toMatchObject({ direction: 'outbound', sure: false });
    expect(parties.authorId).toBeUndefined();
  },
);

test('what our mail server calls forged or spam a person looks at, of whomever it says it is', () => {
  expect(partiesOf({ ...mail, authenticity: 'failed' }, people).sure).toBe(false);
  expect(partiesOf({ ...mail, spam: true }, people).sure).toBe(false);
  const ours = { ...mail, senderAddress: anna, authenticity: 'passed' as const, spam: true };
  expect(partiesOf(ours, people).sure).toBe(false);
});

test('what names no sender has no other side', () => {
  expect(partiesOf({ ...mail, senderAddress: '' }, people).others).toEqual([]);
});
