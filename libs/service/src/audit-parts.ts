import { AuditShipper } from '@kontor/database/audit-shipper';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import type { Logger } from '@kontor/telemetry/logger';
import { massReadLimits } from './config.js';
import { ReadAudit } from './read-audit.js';
import { RefusalAudit } from './refusal-audit.js';

/** How often counted refusals and reads are looked at, in milliseconds: a minute is told at most so much later. */
const interval = 5_000;

/** What a service does for the audit besides the rows of its changes. */
export class AuditParts {
  readonly refusals: RefusalAudit;
  readonly reads: ReadAudit;
  readonly shipper: AuditShipper;
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> = Promise.resolve();

  constructor(
    service: string,
    unitOfWork: UnitOfWork,
    private readonly logger: Logger,
  ) {
    this.refusals = new RefusalAudit(unitOfWork);
    this.reads = new ReadAudit(unitOfWork, massReadLimits().leaving);
    const onTrouble = (error: unknown): void => logger.error({ err: error }, 'audit rows wait to be shipped');
    this.shipper = new AuditShipper({ service, unitOfWork, onTrouble });
  }

  start(): void {
    this.shipper.start();
    this.timer = setInterval(() => {
      this.flushing = this.flush(false);
    }, interval);
    this.timer.unref();
  }

  /** Writes what is counted and ends. Call it when no request comes any more, and before the database is closed. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.flushing;
    await this.flush(true);
    await this.shipper.stop();
  }

  private async flush(all: boolean): Promise<void> {
    try {
      await this.refusals.flush(all ? Infinity : undefined);
      await this.reads.flush(all);
    } catch (error) {
      this.logger.error({ err: error }, 'counted refusals and reads could not be written');
    }
  }
}
