import type { Transaction } from '@kontor/database/transaction';
import { HandlerFailure, type SharedWork } from './event-handler.js';

/** What the handlers of one transaction left to be done for all of their events at once. */
export class SharedWorks {
  private readonly works = new Map<SharedWork<never>, unknown[]>();

  /** Notes what an event gives to a work. */
  readonly add = <T>(work: SharedWork<T>, item: T): void => {
    const items = this.works.get(work);
    if (items) items.push(item);
    else this.works.set(work, [item]);
  };

  /** Does each work once, in the order in which they were first asked for. Rejects with HandlerFailure. */
  async run(tx: Transaction): Promise<void> {
    for (const [work, items] of this.works) {
      try {
        await work(tx, items as never[]);
      } catch (error) {
        throw new HandlerFailure(error);
      }
    }
  }
}
