import type { DataSource } from 'typeorm';
import { poolOf } from './data-source.js';

/**
 * Numbers to name records aloud, such as C-2026-000123: prefix, year, six digits or more. Taken from a sequence in
 * blocks (its INCREMENT), so that a number costs no round trip; numbers are unique, and a restart leaves a gap.
 */
export class NumberSeries {
  private next = 0;
  private end = 0;
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
    while (this.next >= this.end) await (this.refill ??= this.fetch());
    return `${this.prefix}-${now.slice(0, 4)}-${String(this.next++).padStart(6, '0')}`;
  }

  private async fetch(): Promise<void> {
    try {
      const { rows } = await poolOf(this.dataSource).query<{ start: string }>('SELECT nextval($1) AS start', [
        this.sequence,
      ]);
      this.next = Number(rows[0]?.start);
      this.end = this.next + this.block;
    } finally {
      this.refill = undefined;
    }
  }
}
