import { setTimeout as pause } from 'node:timers/promises';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { failPoint } from '@kontor/database/fail-point';
import type { Logger } from '@kontor/telemetry/logger';
import { leaseSeconds, type Claimed, type LetterQueue, type SettledAs } from './delivery.queue.js';
import { mailConnections, mailLimits, type Mailer } from './mailer.js';

export interface DeliveryJobParts {
  queue: LetterQueue;
  mailer: Mailer;
  logger: Logger;
  /** Pause between two looks at what waits, in milliseconds. */
  everyMs?: number;
}

/** What is under way when the service stops may take so long, in milliseconds. */
const stopLimit = 10_000;

/** An attempt must begin so early that it ends within its lease, in milliseconds. */
const latestBegin = leaseSeconds * 1_000 - mailLimits.whole - 5_000;

/** The outcome of an attempt is worth waiting for a database that is away; after that it becomes `unknown`. */
const settleAttempts = 10;

/** Sends what waits, a few messages at a time. Every replica runs it. */
export class DeliveryJob {
  private readonly loop: BackgroundLoop;
  private readonly underWay = new Set<Promise<void>>();
  private lastSweep = Number.NEGATIVE_INFINITY;
  private readonly everyMs: number;

  constructor(private readonly parts: DeliveryJobParts) {
    this.everyMs = parts.everyMs ?? 1_000;
    this.loop = new BackgroundLoop(
      () => this.begin(),
      this.everyMs,
      (error) => parts.logger.error({ err: error }, 'messages could not be claimed'),
    );
  }

  start(): void {
    this.loop.start();
  }

  /** Looks for waiting messages now. */
  wake(): void {
    this.loop.wake();
  }

  /** Claims nothing more, and lets what is under way finish. */
  async stop(): Promise<void> {
    await this.loop.stop();
    const breakOff = setTimeout(() => this.parts.mailer.breakOff(), stopLimit);
    await Promise.all(this.underWay);
    clearTimeout(breakOff);
    this.parts.mailer.close();
  }

  private async begin(): Promise<boolean> {
    await this.sweep();
    const free = mailConnections - this.underWay.size;
    if (free === 0) return false;
    const begun = performance.now();
    for (const claimed of await this.parts.queue.claim(free)) {
      const attempt = this.attempt(claimed, begun).finally(() => {
        this.underWay.delete(attempt);
        this.loop.wake();
      });
      this.underWay.add(attempt);
    }
    return false;
  }

  /** Each end of an attempt wakes the loop; what is left lying need not be looked for that often. */
  private async sweep(): Promise<void> {
    if (performance.now() - this.lastSweep < this.everyMs) return;
    this.lastSweep = performance.now();
    const unknown = await this.parts.queue.sweep();
    if (unknown.length > 0) {
      this.parts.logger.error(
        { deliveries: unknown },
        'messages were being sent when their process ended: they may or may not have left',
      );
    }
  }

  private async attempt(claimed: Claimed, begun: number): Promise<void> {
    try {
      failPoint('delivery.after-claim');
      const outcome = await this.send(claimed, begun);
      failPoint('delivery.after-submit');
      await this.settle(claimed, outcome);
    } catch (error) {
      this.parts.logger.error(
        { err: error, delivery: claimed.id },
        'the outcome of a message could not be stored',
      );
    }
  }

  private async send(claimed: Claimed, begun: number): Promise<SettledAs> {
    const { id, email, status, subject, text, html, about, trace, unsubscribeUrl, replyTo } = claimed;
    if (email === null || status === 'left') return { state: 'failed', reason: 'person-left', reply: '' };
    // The process stood still meanwhile: the lease could run out in the middle of the conversation.
    if (performance.now() - begun > latestBegin) return { state: 'scheduled', reason: 'held-up', reply: '' };
    return this.parts.mailer.submit({
      deliveryId: id,
      to: email,
      subject,
      text,
      html,
      about,
      trace,
      unsubscribeUrl,
      replyTo,
    });
  }

  private async settle(claimed: Claimed, outcome: SettledAs): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.parts.queue.settle(claimed, outcome);
        break;
      } catch (error) {
        if (attempt === settleAttempts) throw error;
        await pause(500);
      }
    }
    const { state, reason } = outcome;
    const facts = { delivery: claimed.id, attempt: claimed.attempts, state, reason };
    if (state === 'unknown') this.parts.logger.error(facts, 'a message may or may not have been taken');
    else if (state !== 'accepted') this.parts.logger.warn(facts, 'a message was not taken');
  }
}
