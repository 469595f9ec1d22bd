import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { databaseTime } from '@kontor/database/database-time';
import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import { IdentityConfig } from '../config.js';
import { derivedKey } from '../derived-key.js';
import { failureLimit, signInAllowance } from './rules/failure-limit.js';

/**
 * Counts failed sign-ins of each address in the database, by its clock, so that all replicas agree. Addresses stand
 * there as keyed hashes: many of them are nobody's, or mistyped.
 */
@Injectable()
export class SignInFailures {
  private readonly key: Buffer;

  constructor({ secret }: IdentityConfig) {
    this.key = derivedKey(secret, 'sign-in addresses');
  }

  /**
   * Counts a try as failed before it is made, or refuses it (429): of many tries at once no more than the limit
   * get through. One that succeeds takes its count back with forget().
   */
  async count(tx: Transaction, email: string): Promise<void> {
    const address = this.hashed(email);
    await oneAtATime(tx, address);
    const now = await databaseTime(tx);
    const [row] = await tx.query<{ times: string[] }>(
      'SELECT times FROM sign_in_failure WHERE address = $1',
      [address],
    );
    const { recent, waitSeconds } = signInAllowance(row?.times ?? [], Date.parse(now));
    if (waitSeconds !== undefined) {
      throw new AppError('exhausted', 'too-many-sign-ins', { retryAfterSeconds: waitSeconds });
    }
    await tx.query(
      `INSERT INTO sign_in_failure (address, times, last_time) VALUES ($1, $2::jsonb, $3)
       ON CONFLICT (address) DO UPDATE SET times = excluded.times, last_time = excluded.last_time`,
      [address, JSON.stringify([...recent, now]), now],
    );
    await this.sweep(tx);
  }

  /** Forgets the failures of an address after a sign-in. */
  async forget(tx: Transaction, email: string): Promise<void> {
    const address = this.hashed(email);
    await oneAtATime(tx, address);
    await tx.query('DELETE FROM sign_in_failure WHERE address = $1', [address]);
  }

  /** Every count removes a few that are over, so that the table does not grow with made-up addresses. */
  private async sweep(tx: Transaction): Promise<void> {
    await tx.query(
      `DELETE FROM sign_in_failure WHERE address IN (
         SELECT address FROM sign_in_failure WHERE last_time < clock_timestamp() - $1::int * interval '1 ms'
         ORDER BY last_time LIMIT 10 FOR UPDATE SKIP LOCKED)`,
      [failureLimit.window],
    );
  }

  private hashed(email: string): string {
    return createHmac('sha256', this.key).update(email).digest('hex');
  }
}

/** Whoever has read the failures of an address writes them before the next one reads, or forgets, them. */
async function oneAtATime(tx: Transaction, address: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [address]);
}
