import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@kontor/errors/app-error';
import type { Logger } from '@kontor/telemetry/logger';
import type { DeadLetterBox } from './dead-letter-box.js';
import { handleTogether, type HandlingOptions } from './event-handling.js';
import type { ReceivedEvent } from './received-event.js';
import { deadLetterDelivery, retryPause, type RetryPauses } from './retry.js';

export interface SettlementOptions extends HandlingOptions {
  deadLetters: DeadLetterBox;
  pauses: RetryPauses;
  logger: Logger;
  /** Ends the waiting for a database that is away. */
  stopping: AbortSignal;
}

/**
 * Brings events to their end: handled and acknowledged, asked for again after a pause, or set aside. Several are tried
 * in one transaction; when that fails, each has its own. Never rejects.
 */
export async function settle(options: SettlementOptions, events: readonly ReceivedEvent[]): Promise<void> {
  if (events.length > 1) {
    try {
      await handleTogether(options, events);
      for (const { message } of events) message.ack();
      return;
    } catch {
      // The ones at fault show themselves below.
    }
  }
  for (const event of events) await settleOne(options, event);
}

async function settleOne(options: SettlementOptions, event: ReceivedEvent): Promise<void> {
  const { message, facts } = event;
  const deliveries = message.info.deliveryCount;
  for (;;) {
    try {
      // Before the handler: an event that kills the process is caught, too.
      if (deliveries >= deadLetterDelivery) return await setAside(options, event);
      await handleTogether(options, [event]);
      message.ack();
      return;
    } catch (error) {
      if (isOutage(error) && !options.stopping.aborted) {
        // Not the event's fault: it must not use up its deliveries. Meanwhile the broker is told that we are at it.
        await sleep(retryPause(1, Math.random(), options.pauses), undefined, {
          signal: options.stopping,
        }).catch(() => {});
        if (!options.stopping.aborted) continue;
      }
      options.deadLetters.remember(event, error);
      options.logger.warn(
        { err: error, event: facts.id, type: facts.type, consumer: options.consumer, deliveries },
        'an event could not be handled and will come again',
      );
      message.nak(retryPause(deliveries, Math.random(), options.pauses));
      return;
    }
  }
}

async function setAside(options: SettlementOptions, event: ReceivedEvent): Promise<void> {
  const { message, facts } = event;
  if (!(await options.deadLetters.take(event))) return message.ack();
  message.term();
  options.logger.error(
    { event: facts.id, type: facts.type, consumer: options.consumer },
    'an event was set aside',
  );
}

/** Whether the database, not the handler, is at fault. */
function isOutage(error: unknown): boolean {
  return error instanceof AppError && error.code === 'unavailable';
}
