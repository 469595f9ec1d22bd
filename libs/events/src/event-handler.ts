import { isObservable, lastValueFrom } from 'rxjs';
import type { Transaction } from '@kontor/database/transaction';
import type { EventFacts } from './received-event.js';

/** What a handler gets beside the event: the transaction in which everything it does takes effect, once. */
export interface EventContext {
  tx: Transaction;
  event: EventFacts;
}

/** What a handler gets, with which it leaves work to be done for several events at once. */
export interface GatheringContext extends EventContext {
  /**
   * Has `work` done once for all events that are handled in the same transaction, behind their handlers, with what each
   * of them gave, in their order: many rows by one statement. The same function must be given for each event. It emits
   * nothing, since which events come together is chance; when it fails, each event is handled again by itself.
   */
  together: <T>(work: SharedWork<T>, item: T) => void;
}

/** Work for several events at once. */
export type SharedWork<T> = (tx: Transaction, items: readonly T[]) => Promise<void>;

/** A handler as Nest wraps it: a promise, an observable, or a promise of one. */
export type EventHandler = (payload: unknown, context: GatheringContext) => unknown;

/** A handler failed: the event, not the database, is at fault. */
export class HandlerFailure extends Error {
  constructor(override readonly cause: unknown) {
    super(wordsOf(cause), { cause });
    this.name = 'HandlerFailure';
  }
}

function wordsOf(cause: unknown): string {
  // Nest's exception filters hand on plain objects.
  const { message } = (cause ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : String(cause);
}

/** Runs a handler to its end. Rejects with HandlerFailure, in whichever way it fails. */
export async function runHandler(
  handler: EventHandler,
  payload: unknown,
  context: GatheringContext,
): Promise<void> {
  try {
    const result = await handler(payload, context);
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  } catch (error) {
    throw new HandlerFailure(error);
  }
}
