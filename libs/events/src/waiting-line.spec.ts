import fc from 'fast-check';
import type { JsMsg } from '@nats-io/jetstream';
import type { ReceivedEvent } from './received-event.js';
import { WaitingLine } from './waiting-line.js';

function event(aggregateId: string, version: number, redelivered = false): ReceivedEvent {
  const facts = {
    id: `${aggregateId}-${version}`,
    type: '',
    aggregateId,
    version,
    time: '',
    personId: '',
    requestId: '',
  };
  return { message: { redelivered } as JsMsg, facts, trace: {} };
}

const idsOf = (events: readonly ReceivedEvent[]): string[] => events.map(({ facts }) => facts.id);

function lineOf(...events: ReceivedEvent[]): WaitingLine {
  const line = new WaitingLine();
  for (const one of events) line.add(one);
  return line;
}

test('events that are taken together come in their order', () => {
  const line = lineOf(event('a', 1), event('b', 1), event('a', 2));
  expect(idsOf(line.take(10))).toEqual(['a-1', 'b-1', 'a-2']);
});

test('an event waits for the one of its aggregate that is under way', () => {
  const line = lineOf(event('a', 1), event('a', 2), event('b', 1));
  const first = line.take(1);
  expect(idsOf(line.take(1))).toEqual(['b-1']);
  expect(line.take(1)).toEqual([]);
  line.release(first);
  expect(idsOf(line.take(1))).toEqual(['a-2']);
});

test('an event that comes again comes alone, and its successors wait behind it', () => {
  const line = lineOf(event('a', 1), event('b', 1, true), event('b', 2), event('c', 1));
  expect(idsOf(line.take(10))).toEqual(['a-1', 'c-1']);
  expect(idsOf(line.take(10))).toEqual(['b-1']);
});

test('clearing gives what nobody has taken', () => {
  const line = lineOf(event('a', 1), event('b', 1));
  line.take(1);
  expect(idsOf(line.clear())).toEqual(['b-1']);
  expect(line.length).toBe(0);
});

test('in whatever order things are taken and released, each event comes out once, in the order of its aggregate, and never beside another of it', () => {
  const arrivals = fc.array(fc.record({ aggregate: fc.constantFrom('a', 'b', 'c'), again: fc.boolean() }), {
    maxLength: 40,
  });
  const steps = fc.array(fc.record({ size: fc.integer({ min: 1, max: 5 }), release: fc.nat(3) }), {
    maxLength: 80,
  });
  fc.assert(
    fc.property(arrivals, steps, (incoming, moves) => {
      const line = new WaitingLine();
      const events = incoming.map(({ aggregate, again }, i) => event(aggregate, i, again));
      events.forEach((one) => line.add(one));
      const underWay: ReceivedEvent[][] = [];
      const out: ReceivedEvent[] = [];
      const step = (size: number, release: number): void => {
        const taken = line.take(size);
        const busy = new Set(underWay.flat().map(({ facts }) => facts.aggregateId));
        expect(taken.some(({ facts }) => busy.has(facts.aggregateId))).toBe(false);
        if (taken.length > 0) underWay.push(taken);
        out.push(...taken);
        const [done] = underWay.splice(release % Math.max(1, underWay.length), 1);
        if (done) line.release(done);
      };
      for (const { size, release } of moves) step(size, release);
      while (line.length > 0 || underWay.length > 0) step(5, 0);
      for (const aggregate of ['a', 'b', 'c']) {
        const ofAggregate = (list: ReceivedEvent[]): string[] =>
          idsOf(list.filter(({ facts }) => facts.aggregateId === aggregate));
        expect(ofAggregate(out)).toEqual(ofAggregate(events));
      }
    }),
  );
});
