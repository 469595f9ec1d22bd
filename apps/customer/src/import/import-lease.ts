import { Injectable } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { ImportFailure } from './import-failure.js';

/** A run that no replica renewed for this long is anybody's. */
export const leaseLength = `interval '30 seconds'`;

/** A run is given up when it was begun this often without a single batch getting done. */
const mostAttempts = 5;

/** A run that this replica may work on. */
export interface Lease {
  importId: string;
  /** Made anew by each claim: whoever holds an older one can change nothing any more. */
  runner: string;
}

/**
 * Who works on which run, by the clock of the database alone: every replica claims what is queued or what its
 * replica left behind, and holds it as long as it renews.
 */
@Injectable()
export class ImportLeases {
  constructor(private readonly work: UnitOfWork) {}

  /** The oldest run that waits, or undefined. */
  claim(): Promise<Lease | undefined> {
    return this.write('claim an import', async (tx) => {
      const runner = uuidv4();
      const [claimed] = await tx.query<{ id: string }>(
        `UPDATE import SET state = CASE state WHEN 'undoing' THEN state ELSE 'running' END, runner = $1, lease_until = clock_timestamp() + ${leaseLength},
           attempts = attempts + 1, version = version + 1
         WHERE id = (
           SELECT id FROM import WHERE state = 'queued' OR (state IN ('running', 'undoing') AND lease_until < clock_timestamp())
           ORDER BY create_time LIMIT 1 FOR UPDATE SKIP LOCKED
         ) RETURNING id`,
        [runner],
      );
      return claimed && { importId: claimed.id, runner };
    });
  }

  /** Holds the run for another while. False when it is ours no more: cancelled, ended or taken over. */
  renew(lease: Lease): Promise<boolean> {
    return this.set(lease, `lease_until = clock_timestamp() + ${leaseLength}`);
  }

  /** Gives the run back, so that another replica goes on at once. */
  async release(lease: Lease): Promise<void> {
    await this.set(lease, 'lease_until = clock_timestamp(), attempts = greatest(attempts - 1, 0)');
  }

  /** Throws ImportFailure when the run was begun too often without getting anywhere. */
  async checkAttempts({ importId }: Lease): Promise<void> {
    const [run] = await this.write('look at an import', (tx) =>
      tx.query<{ attempts: number }>('SELECT attempts FROM import WHERE id = $1', [importId]),
    );
    if ((run?.attempts ?? 0) > mostAttempts)
      throw new ImportFailure('import-gave-up', { attempts: mostAttempts });
  }

  private async set({ importId, runner }: Lease, assignments: string): Promise<boolean> {
    const hit = await this.write('renew an import', (tx) =>
      tx.query(
        `UPDATE import SET ${assignments} WHERE id = $1 AND runner = $2 AND state IN ('running', 'undoing') RETURNING id`,
        [importId, runner],
      ),
    );
    return hit.length > 0;
  }

  private write<T>(purpose: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.work.write(serviceCall('customer', purpose), work);
  }
}
