import { Injectable } from '@nestjs/common';
import { v4 as uuidv4 } from 'uuid';
import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { ExportFailure } from './export-failure.js';

/** An export that no replica renewed for this long is anybody's. */
export const leaseLength = `interval '30 seconds'`;

/** An export is given up when it was begun this often without a single page getting done. */
const mostAttempts = 5;

/** An export that this replica may work on. */
export interface ExportLease {
  exportId: string;
  /** Made anew by each claim: whoever holds an older one can change nothing any more. */
  runner: string;
}

/** Who writes which export, by the clock of the database alone; as with imports. */
@Injectable()
export class ExportLeases {
  constructor(private readonly work: UnitOfWork) {}

  /** The oldest export that waits, or undefined. */
  claim(): Promise<ExportLease | undefined> {
    return this.write('claim an export', async (tx) => {
      const runner = uuidv4();
      const [claimed] = await tx.query<{ id: string }>(
        `UPDATE export SET state = 'running', runner = $1, lease_until = clock_timestamp() + ${leaseLength},
           attempts = attempts + 1, version = version + 1
         WHERE id = (
           SELECT id FROM export
           WHERE state IN ('waiting', 'running') AND (state = 'waiting' OR lease_until < clock_timestamp())
           ORDER BY create_time LIMIT 1 FOR UPDATE SKIP LOCKED
         ) RETURNING id`,
        [runner],
      );
      return claimed && { exportId: claimed.id, runner };
    });
  }

  /** Holds the export for another while. False when it is ours no more: cancelled, ended or taken over. */
  renew(lease: ExportLease): Promise<boolean> {
    return this.set(lease, `lease_until = clock_timestamp() + ${leaseLength}`);
  }

  /** Gives the export back, so that another replica goes on at once. */
  async release(lease: ExportLease): Promise<void> {
    await this.set(lease, 'lease_until = clock_timestamp(), attempts = greatest(attempts - 1, 0)');
  }

  /** Throws ExportFailure when the export was begun too often without getting anywhere. */
  async checkAttempts({ exportId }: ExportLease): Promise<void> {
    const [run] = await this.write('look at an export', (tx) =>
      tx.query<{ attempts: number }>('SELECT attempts FROM export WHERE id = $1', [exportId]),
    );
    if ((run?.attempts ?? 0) > mostAttempts)
      throw new ExportFailure('export-gave-up', { attempts: mostAttempts });
  }

  private async set({ exportId, runner }: ExportLease, assignments: string): Promise<boolean> {
    const hit = await this.write('renew an export', (tx) =>
      tx.query(
        `UPDATE export SET ${assignments} WHERE id = $1 AND runner = $2 AND state = 'running' RETURNING id`,
        [exportId, runner],
      ),
    );
    return hit.length > 0;
  }

  private write<T>(purpose: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.work.write(serviceCall('customer', purpose), work);
  }
}
