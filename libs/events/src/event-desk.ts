import type { JsMsg } from '@nats-io/jetstream';
import type { Logger } from '@kontor/telemetry/logger';
import type { EventHandler } from './event-handler.js';
import { typeOfSubject } from './names.js';
import { receivedEvent, type ReceivedEvent } from './received-event.js';
import { settle, type SettlementOptions } from './settlement.js';
import { WaitingLine } from './waiting-line.js';

/** Events handled in one transaction at most. */
const eventsTogether = 128;

/** How long the handling of events together may take, in milliseconds; slow ones are handled by fewer together. */
const togetherBudget = 100;

/** Transactions under way at once while handlers are quick, so that requests keep connections. */
const quickAtOnce = 3;

/** Transactions under way at once when handlers are slow. */
const slowAtOnce = 16;

/** After this many milliseconds a transaction counts as slow and another may begin beside it. */
const slowAfter = 100;

/**
 * When a message that is given back comes again, in milliseconds. Not at once: nats-server 2.9 may hand it to the pull
 * request that was just given up, and it would be lost until its acknowledgement is overdue.
 */
const givenBackFor = 100;

export interface DeskOptions {
  handlers: ReadonlyMap<string, readonly EventHandler[]>;
  logger: Logger;
  settlement: Omit<SettlementOptions, 'stopping' | 'handlers' | 'logger'>;
}

/**
 * Where the events of one subscription are handled in one process: those of an aggregate one after the other, others
 * side by side, several in one transaction when they are quick.
 */
export class EventDesk {
  private readonly line = new WaitingLine();
  private readonly settled = new WeakMap<JsMsg, () => void>();
  /** Work under way, with the time it began. */
  private readonly underWay = new Map<Promise<void>, number>();
  private readonly stopping = new AbortController();
  private readonly settlement: SettlementOptions;
  /** Milliseconds that an event takes, as a moving average. Begins slow: nothing is handled together before it is known. */
  private pace = togetherBudget;
  private recheck: NodeJS.Timeout | undefined;
  /** Set while messages of one packet come in one by one. */
  private gathering: NodeJS.Immediate | undefined;
  /** Messages that concern nobody here, until they are acknowledged, with what is called then. */
  private passedOver: { message: JsMsg; settled: () => void }[] = [];

  constructor(private readonly options: DeskOptions) {
    const { settlement, handlers, logger } = options;
    this.settlement = { ...settlement, handlers, logger, stopping: this.stopping.signal };
  }

  /** Takes a message in; calls `settled` when it is done with. */
  receive(message: JsMsg, settled: () => void): void {
    // By the subject: to read the headers costs more than all the rest, and most events of some packages concern nobody.
    if (!this.options.handlers.has(typeOfSubject(message.subject))) return this.passOver(message, settled);
    const event = receivedEvent(message);
    if (!event) {
      this.options.logger.error({ subject: message.subject, sequence: message.seq }, 'a message is no event');
      message.term();
    } else if (!this.options.handlers.has(event.facts.type)) {
      message.ack();
    } else if (this.stopping.signal.aborted) {
      message.nak(givenBackFor);
    } else {
      this.settled.set(message, settled);
      this.line.add(event);
      // Those that come in the same packet share the transaction: else the first of them would get one by itself.
      this.gathering ??= setImmediate(() => {
        this.gathering = undefined;
        this.handle();
      });
      return;
    }
    settled();
  }

  /** Gives back what has not been begun, and resolves when what was begun is finished. */
  async close(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.recheck);
    clearImmediate(this.gathering);
    this.acknowledgePassedOver();
    for (const { message } of this.line.clear()) {
      message.nak(givenBackFor);
      this.settled.get(message)?.();
    }
    await Promise.all(this.underWay.keys());
  }

  /** Acknowledged together with those that come with it: each by itself would leave in a packet of its own. */
  private passOver(message: JsMsg, settled: () => void): void {
    this.passedOver.push({ message, settled });
    if (this.passedOver.length === 1) setImmediate(() => this.acknowledgePassedOver());
  }

  private acknowledgePassedOver(): void {
    for (const { message, settled } of this.passedOver.splice(0)) {
      message.ack();
      settled();
    }
  }

  private handle(): void {
    const size = Math.max(1, Math.min(eventsTogether, Math.floor(togetherBudget / this.pace)));
    while (this.line.length > 0 && this.mayBegin(size)) {
      const events = this.line.take(size);
      if (events.length === 0) return;
      const work = this.work(events).finally(() => {
        this.underWay.delete(work);
        this.handle();
      });
      this.underWay.set(work, performance.now());
    }
  }

  private async work(events: readonly ReceivedEvent[]): Promise<void> {
    const begun = performance.now();
    await settle(this.settlement, events);
    const took = (performance.now() - begun) / events.length;
    this.pace = Math.max(0.01, this.pace * 0.8 + took * 0.2);
    this.line.release(events);
    for (const { message } of events) this.settled.get(message)?.();
  }

  /** While a transaction is under way events gather for the next one, unless there are enough for one. */
  private mayBegin(size: number): boolean {
    if (this.underWay.size === 0) return true;
    const now = performance.now();
    const quick = [...this.underWay.values()].filter((begun) => now - begun < slowAfter).length;
    const most = this.line.length >= size ? quickAtOnce : 1;
    if (quick < most && this.underWay.size < slowAtOnce) return true;
    this.recheck ??= setTimeout(() => {
      this.recheck = undefined;
      this.handle();
    }, slowAfter);
    return false;
  }
}
