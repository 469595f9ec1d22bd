import type { OutboxEntry } from './outbox-message.js';
import { ParkedAggregates } from './parked-aggregates.js';

const refused = (aggregateId: string, partition = 1): { entry: OutboxEntry; error: Error } => ({
  entry: {
    aggregateId,
    partition,
    id: `event-of-${aggregateId}`,
    type: 'kontor.customer.v1.CustomerCreated',
  } as OutboxEntry,
  error: new Error('too large'),
});

test('a refused aggregate rests, longer each time but never beyond five seconds', () => {
  const parked = new ParkedAggregates();
  parked.refuse(refused('a'), 0);
  expect(parked.notYet(199)).toEqual(['a']);
  expect(parked.notYet(200)).toEqual([]);
  for (let i = 0; i < 30; i++) parked.refuse(refused('a'), 0);
  expect(parked.notYet(4_999)).toEqual(['a']);
  expect(parked.notYet(5_000)).toEqual([]);
});

test('refusals are counted until the aggregate goes through', () => {
  const parked = new ParkedAggregates();
  expect(parked.refuse(refused('a'), 0)).toBe(1);
  expect(parked.refuse(refused('a'), 0)).toBe(2);
  parked.release('a');
  expect(parked.refuse(refused('a'), 0)).toBe(1);
});

test('the note of a partition tells its worst failure', () => {
  const parked = new ParkedAggregates();
  parked.refuse(refused('a'), 0);
  parked.refuse(refused('b'), 0);
  parked.refuse(refused('b'), 0);
  parked.refuse(refused('c', 2), 0);
  expect(parked.worstOf(1)).toMatchObject({
    failures: 2,
    text: 'kontor.customer.v1.CustomerCreated event-of-b: too large',
  });
  expect(parked.worstOf(3)).toBeUndefined();
});
