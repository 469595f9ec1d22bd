import type { Pool } from 'pg';
import { rememberedFor } from './ended-session.js';
import { isStale } from './organisation-beat.js';

/** No transaction of a service is open for longer, in milliseconds: a row noted earlier was seen by an earlier look. */
const longestTransaction = 60_000;

const lookForNew = `
  SELECT (SELECT (extract(epoch FROM time) * 1000)::float8 FROM organisation_beat) AS beat,
    ARRAY(SELECT session_id::text FROM ended_session
      WHERE note_time > clock_timestamp() - $1::bigint * interval '1 ms') AS ended`;

/**
 * Which sessions have ended before their tokens do, and how old the copy of the organisation is, in memory: as the
 * database had it at the last look. Where no look succeeds, the copy grows old by itself.
 */
export class Revocations {
  /** Session → epoch milliseconds until which it is remembered. */
  private readonly remembered = new Map<string, number>();
  private beat: number | undefined;
  private window = rememberedFor;

  constructor(private readonly pool: Pool) {}

  /** Whether tokens of the session, or of the key of this id, are refused. */
  ended(sessionId: string): boolean {
    return this.remembered.has(sessionId);
  }

  /** Whether too little was heard of identity lately to let people change anything. */
  stale(now = Date.now()): boolean {
    return isStale(this.beat, now);
  }

  /**
   * Reads what was noted since the last look; everything that still counts at the first one. Resolves to the newest
   * beat, to be given to heard() when all else was read too.
   */
  async refresh(): Promise<number | undefined> {
    const { rows } = await this.pool.query<{ beat: number | null; ended: string[] }>(lookForNew, [
      this.window,
    ]);
    const [found] = rows;
    if (!found) return undefined;
    const now = Date.now();
    for (const id of found.ended) if (!this.remembered.has(id)) this.remembered.set(id, now + rememberedFor);
    for (const [id, until] of this.remembered) {
      if (until > now) break;
      this.remembered.delete(id);
    }
    this.window = longestTransaction;
    return found.beat ?? undefined;
  }

  /** The copy was read after this beat (epoch milliseconds; undefined: none was ever heard), and is as new. */
  heard(beat: number | undefined): void {
    this.beat = beat;
  }
}
