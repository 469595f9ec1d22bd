import type { Refused } from './publisher.js';

/** Refusals of one event after which people are told. */
export const failuresUntilNoted = 20;

/** Longest pause between two attempts, in milliseconds. */
const longestPause = 5_000;

interface Parked {
  partition: number;
  failures: number;
  text: string;
  retryAt: number;
}

/**
 * Aggregates whose next event the broker refuses. They are tried again and again, in growing intervals, and never
 * passed over: order within an aggregate holds. Others of the same partition go on meanwhile.
 */
export class ParkedAggregates {
  private readonly parked = new Map<string, Parked>();

  /** Aggregates that are not to be tried yet. */
  notYet(now: number): string[] {
    return [...this.parked].filter(([, { retryAt }]) => retryAt > now).map(([aggregateId]) => aggregateId);
  }

  /** Counts a refusal and returns how many it makes. */
  refuse({ entry, error }: Refused, now: number): number {
    const failures = (this.parked.get(entry.aggregateId)?.failures ?? 0) + 1;
    const retryAt = now + Math.min(100 * 2 ** failures, longestPause);
    this.parked.set(entry.aggregateId, {
      partition: entry.partition,
      failures,
      text: `${entry.type} ${entry.id}: ${error.message}`,
      retryAt,
    });
    return failures;
  }

  /** The aggregate's event went through. */
  release(aggregateId: string): void {
    this.parked.delete(aggregateId);
  }

  /** The worst failure of a partition, if any aggregate of it is parked. */
  worstOf(partition: number): { failures: number; text: string } | undefined {
    return [...this.parked.values()]
      .filter((one) => one.partition === partition)
      .sort((a, b) => b.failures - a.failures)[0];
  }
}
