import type { DataSource } from 'typeorm';
import { poolOf } from './data-source.js';
import { meaningOf } from './postgres-errors.js';

/**
 * Numbers to name records aloud, such as C-2026-000123: prefix, year, six digits or more. Taken from a sequence in
 * blocks (its INCREMENT), so that most numbers cost no round trip; numbers are unique, and a restart leaves a gap.
 */
export class NumberSeries {
  private readonly free: number[] = [];
  private refill: Promise<void> | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly sequence: string,
    private readonly prefix: string,
    /** INCREMENT of the sequence. */
    private readonly block = 20,
  ) {}

  /** The next number, with the year of `now` (RFC 3339). */
  async take(now: string): Promise<string> {
    const [number = ''] = await this.takeMany(1, now);
    return number;
  }

  /** The next numbers, in one round trip however many. */
  async takeMany(count: number, now: string): Promise<string[]> {
    while (this.free.length < count) await (this.refill ??= this.fetch(count - this.free.length));
    return this.free
      .splice(0, count)
      .map((number) => `${this.prefix}-${now.slice(0, 4)}-${String(number).padStart(6, '0')}`);
  }

  private async fetch(count: number): Promise<void> {
    try {
      const { rows } = await poolOf(this.dataSource).query<{ start: string }>(
        'SELECT nextval($1) AS start FROM generate_series(1, $2)',
        [this.sequence, Math.ceil(count / this.block)],
      );
      for (const { start } of rows) {
        for (let i = 0; i < this.block; i++) this.free.push(Number(start) + i);
      }
    } catch (error) {
      throw meaningOf(error, {});
    } finally {
      this.refill = undefined;
    }
  }
}
