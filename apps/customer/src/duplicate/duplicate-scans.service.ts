import { Injectable } from '@nestjs/common';
import type { DuplicateScan as ScanAnswer } from '@kontor/contracts/gen/kontor/customer/v1/duplicate';
import { serviceCall, type Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { DuplicateScan } from './duplicate-scan.entity.js';
import { ScanJob } from './scan.job.js';

/** Scans as people ask for them. */
@Injectable()
export class DuplicateScans {
  constructor(
    private readonly work: UnitOfWork,
    private readonly job: ScanJob,
  ) {}

  async create(call: Call): Promise<ScanAnswer> {
    const total = await this.work.read(serviceCall('customer', 'count customers'), customersInAll);
    const scan = await this.work.write(call, async (tx) => {
      const running = await this.running(tx);
      if (running) return running;
      const started = tx.insert(DuplicateScan, {
        state: 'running',
        phase: 'keys',
        customersTotal: total,
        customersDone: 0,
        pairsFound: 0,
        personId: call.caller.personId,
      });
      tx.audit({ action: 'create', object: 'duplicate-scan', objectId: started.id });
      return started;
    });
    this.job.wake();
    return scan;
  }

  get(id: string, call: Call): Promise<ScanAnswer> {
    return this.work.readOne(call, async (tx) => {
      const scan = await tx.find(DuplicateScan, id);
      if (!scan) throw new AppError('not_found', 'duplicate-scan-not-found');
      return scan;
    });
  }

  private async running(tx: Transaction): Promise<DuplicateScan | undefined> {
    return (await tx.select(DuplicateScan, `r.state = 'running' AND r.night IS NULL`, []))[0];
  }
}

/** By the statistics of the database, which are near enough for a progress bar: a count would read the whole table. */
async function customersInAll(tx: Transaction): Promise<number> {
  const [found] = await tx.query<{ total: number }>(
    `SELECT greatest(reltuples, 0)::int AS total FROM pg_class WHERE oid = 'customer'::regclass`,
  );
  return found?.total ?? 0;
}
