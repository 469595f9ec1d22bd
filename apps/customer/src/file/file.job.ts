import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { serviceCall } from '@kontor/access/call';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { BackgroundLoop } from '../background-loop.js';
import { FILES, type FileSettings } from './config.js';
import { FILE_STORE, type FileStore } from './file-store.js';
import { File } from './file.entity.js';
import { UploadArea } from './upload-area.js';

/** How often a replica looks for leftovers, in milliseconds. */
const interval = 10_000;

/** Removes what nobody will see: uploads that broke off an hour ago, and the bytes of removed files. */
@Injectable()
export class FileJob implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: BackgroundLoop;
  private readonly area: UploadArea;

  constructor(
    private readonly work: UnitOfWork,
    @Inject(FILE_STORE) private readonly store: FileStore,
    @Inject(FILES) settings: FileSettings,
    @Inject(LOGGER) logger: Pick<Logger, 'warn'>,
  ) {
    this.area = new UploadArea(settings.folder);
    this.loop = new BackgroundLoop(
      () => this.tidyOne(),
      interval,
      (error) => logger.warn({ err: error }, 'a leftover file could not be removed; it is tried again'),
    );
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  /** Tells that a file was removed. */
  wake(): void {
    this.loop.wake();
  }

  onModuleDestroy(): Promise<void> {
    return this.loop.stop();
  }

  /** Bytes first, then the row: who dies in between begins again with the row. */
  private tidyOne(): Promise<boolean> {
    return this.work.write(serviceCall('customer', 'tidy files'), async (tx) => {
      const [file] = await tx.select(
        File,
        `r.state <> 'stored' AND r.update_time < now() - CASE r.state WHEN 'removed' THEN interval '0' ELSE interval '1 hour' END`,
        [],
        'LIMIT 1 FOR UPDATE OF r SKIP LOCKED',
      );
      if (!file) return false;
      await this.area.remove(file.id);
      await this.store.remove(file.id);
      tx.delete(File, file);
      return true;
    });
  }
}
