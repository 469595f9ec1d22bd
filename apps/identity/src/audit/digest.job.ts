import { Inject, Injectable } from '@nestjs/common';
import { serviceCall } from '@kontor/access/call';
import { BackgroundLoop } from '@kontor/database/background-loop';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { Store } from '@kontor/files/store';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { AuditDigests } from './audit-digests.js';
import { lockHead } from './audit-head.js';
import { newestFiled, nextDigestFiles } from './digest-files.js';

/** Injection token of the store (`Store`) that digests are written to; undefined where none is named. */
export const DIGEST_STORE = Symbol('digest store');

/** Milliseconds between two looks; a digest is late by so much at most. */
const interval = 60_000;

/** Makes the digest of the hour when nobody appends, and writes digests to the folder where one is named. */
@Injectable()
export class DigestJob extends BackgroundLoop {
  /** The newest entry that is known to be filed. */
  private newest = '0';

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly digests: AuditDigests,
    @Inject(DIGEST_STORE) private readonly store: Store | undefined,
    @Inject(LOGGER) logger: Logger,
  ) {
    super(
      () => this.turn(),
      interval,
      (error) => logger.error({ err: error }, 'the digest of the audit failed'),
      { firstPause: interval },
    );
  }

  /** One turn: the digest where it is due, then the files. */
  async turn(): Promise<void> {
    const call = serviceCall('identity', 'audit-digest');
    await this.unitOfWork.write(call, async (tx) => this.digests.makeIfDue(tx, await lockHead(tx)));
    if (this.store) await this.file(this.store);
  }

  /** Replicas that do it at once write the same; whoever copies the folder meanwhile finds whole files only. */
  private async file(store: Store): Promise<void> {
    this.newest = await newestFiled(store, this.newest);
    for (;;) {
      const call = serviceCall('identity', 'audit-digest');
      const files = await this.unitOfWork.read(call, (tx) => nextDigestFiles(tx, this.newest));
      if (files.length === 0) return;
      for (const { name, text, toSeq } of files) {
        await store.put(name, Buffer.from(text));
        this.newest = toSeq;
      }
    }
  }
}
