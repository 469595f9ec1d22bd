import { AuditShipper } from '@kontor/database/audit-shipper';
import { BackgroundLoop } from '@kontor/database/background-loop';
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
  private readonly flushing: BackgroundLoop;
  private readonly onError: (error: unknown) => void;

  constructor(service: string, unitOfWork: UnitOfWork, logger: Logger) {
    this.refusals = new RefusalAudit(unitOfWork);
    this.reads = new ReadAudit(unitOfWork, massReadLimits().leaving);
    const onTrouble = (error: unknown): void => logger.error({ err: error }, 'audit rows wait to be shipped');
    this.shipper = new AuditShipper({ service, unitOfWork, onTrouble });
    this.onError = (error) => logger.error({ err: error }, 'counted refusals and reads could not be written');
    this.flushing = new BackgroundLoop(() => this.flush(false), interval, this.onError);
  }

  start(): void {
    this.shipper.start();
    this.flushing.start();
  }

  /** Writes what is counted and ends. Call it when no request comes any more, and before the database is closed. */
  async stop(): Promise<void> {
    await this.flushing.stop();
    await this.flush(true).catch(this.onError);
    await this.shipper.stop();
  }

  private async flush(all: boolean): Promise<void> {
    await this.refusals.flush(all ? Infinity : undefined);
    await this.reads.flush(all);
  }
}
