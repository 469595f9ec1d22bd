import type { ReceivedEvent } from './received-event.js';

/**
 * Events that wait to be handled. Those of one aggregate come out one after the other, in the order they came in; those
 * of different aggregates need not wait for each other.
 */
export class WaitingLine {
  private waiting: ReceivedEvent[] = [];
  private readonly busy = new Set<string>();

  get length(): number {
    return this.waiting.length;
  }

  add(event: ReceivedEvent): void {
    this.waiting.push(event);
  }

  /**
   * Takes the next events to be handled together, at most `size`; empty when whatever waits has to wait for an event of
   * its aggregate. An event that was delivered before comes alone, so that it cannot fail its neighbours.
   */
  take(size: number): ReceivedEvent[] {
    const taken: ReceivedEvent[] = [];
    const passedOver = new Set<string>();
    const left: ReceivedEvent[] = [];
    let full = false;
    for (const event of this.waiting) {
      const { aggregateId } = event.facts;
      const mustWait = full || this.busy.has(aggregateId) || passedOver.has(aggregateId);
      const alone = event.message.redelivered;
      if (mustWait || (alone && taken.length > 0)) {
        passedOver.add(aggregateId);
        left.push(event);
        continue;
      }
      taken.push(event);
      full = alone || taken.length >= size;
    }
    this.waiting = left;
    for (const { facts } of taken) this.busy.add(facts.aggregateId);
    return taken;
  }

  /** The events taken together are done with. */
  release(events: readonly ReceivedEvent[]): void {
    for (const { facts } of events) this.busy.delete(facts.aggregateId);
  }

  /** Empties the line. */
  clear(): ReceivedEvent[] {
    return this.waiting.splice(0);
  }
}
