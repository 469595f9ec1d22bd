import { isObservable, lastValueFrom } from 'rxjs';
import type { Transaction } from '@kontor/database/transaction';
import type { EventFacts } from './received-event.js';

/** What a handler gets beside the event: the transaction in which everything it does takes effect, once. */
export interface EventContext {
  tx: Transaction;
  event: EventFacts;
}

/** A handler as Nest wraps it: a promise, an observable, or a promise of one. */
export type EventHandler = (payload: unknown, context: EventContext) => unknown;

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
  context: EventContext,
): Promise<void> {
  try {
    const result = await handler(payload, context);
    if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  } catch (error) {
    throw new HandlerFailure(error);
  }
}
