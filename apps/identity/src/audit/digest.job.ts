import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { serviceCall } from '@kontor/access/call';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { IdentityConfig } from '../config.js';
import { AuditDigests } from './audit-digests.js';
import { lockHead } from './audit-head.js';
import { writeDigestFiles } from './digest-files.js';

/** Milliseconds between two looks; a digest is late by so much at most. */
const interval = 60_000;

/** Makes the digest of the hour when nobody appends, and writes digests to the folder where one is named. */
@Injectable()
export class DigestJob implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly digests: AuditDigests,
    private readonly config: IdentityConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.next();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** One turn: the digest where it is due, then the files. */
  async turn(): Promise<void> {
    const call = serviceCall('identity', 'audit-digest');
    await this.unitOfWork.write(call, async (tx) => this.digests.makeIfDue(tx, await lockHead(tx)));
    const folder = this.config.auditDigestFolder;
    if (!folder) return;
    while (await this.unitOfWork.read(call, (tx) => writeDigestFiles(tx, folder)));
  }

  private next(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.running = this.turn()
        .catch((error: unknown) => this.logger.error({ err: error }, 'the digest of the audit failed'))
        .finally(() => this.next());
    }, interval);
    this.timer.unref();
  }
}
