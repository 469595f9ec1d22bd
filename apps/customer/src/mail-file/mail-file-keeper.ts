import { Inject, Injectable } from '@nestjs/common';
import { serviceCall, type Call } from '@kontor/access/call';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { MissingObject, type Store } from '@kontor/files/store';
import { LOGGER } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import { FileUpload } from '../file/file-upload.js';
import { File } from '../file/file.entity.js';
import { FileService } from '../file/file.service.js';
import { chunkBytes } from '../file/upload-area.js';
import { Interaction } from '../interaction/interaction.entity.js';
import { MAIL_FILES } from './config.js';

/** How long one attempt may hold a file, and the pause after one that failed, in seconds. */
const lease = 60;
/** A file that so many attempts did not bring is given up: its bytes are gone, or it ends the process. */
const mostAttempts = 50;

/** A file of mail whose turn it is. */
interface Due {
  id: string;
  name: string;
  storedAs: string;
  interactionId: string | null;
  dropped: boolean;
  fileId: string | null;
  attempts: number;
}

/**
 * Makes files of talks out of files of mail, by the way that people's uploads take: the same limit, the same types, the same
 * checks of content. What is refused is not kept; the talk still names it.
 */
@Injectable()
export class MailFileKeeper {
  constructor(
    private readonly work: UnitOfWork,
    private readonly files: FileService,
    private readonly uploads: FileUpload,
    @Inject(MAIL_FILES) private readonly mail: Store | undefined,
    @Inject(LOGGER) private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  /** Deals with one file; resolves to whether there was one. */
  async step(): Promise<boolean> {
    const store = this.mail;
    const due = store && (await this.claim());
    if (!due) return false;
    if (!due.dropped && due.attempts <= mostAttempts) await this.keep(store, due);
    await store.remove(due.storedAs);
    await this.work.write(serviceCall('customer', 'keep-mail-files'), (tx) =>
      tx.query('DELETE FROM mail_file WHERE id = $1', [due.id]),
    );
    return true;
  }

  failed(error: unknown): void {
    this.logger.warn({ err: error }, 'a file of mail is not kept yet; it is tried again');
  }

  private claim(): Promise<Due | undefined> {
    return this.work.write(serviceCall('customer', 'keep-mail-files'), async (tx) => {
      const [due] = await tx.query<Due>(
        `UPDATE mail_file f SET attempts = f.attempts + 1, next_time = now() + make_interval(secs => $1)
         WHERE f.id = (SELECT id FROM mail_file WHERE (dropped OR interaction_id IS NOT NULL) AND next_time <= now()
           ORDER BY next_time LIMIT 1 FOR UPDATE SKIP LOCKED)
         RETURNING f.id, f.name, f.stored_as AS "storedAs", f.interaction_id AS "interactionId", f.dropped,
           f.file_id AS "fileId", f.attempts`,
        [lease],
      );
      return due;
    });
  }

  private async keep(store: Store, due: Due): Promise<void> {
    try {
      await this.upload(store, due);
    } catch (error) {
      const refused = error instanceof AppError && ['invalid', 'too_large'].includes(error.code);
      if (!refused && !(error instanceof MissingObject)) throw error;
      this.logger.warn({ err: error, mailFile: due.id }, 'a file of mail is not kept');
    }
  }

  private async upload(store: Store, due: Due): Promise<void> {
    const call = serviceCall('customer', 'keep-mail-files');
    const [talk, before] = await this.work.read(call, async (tx) => [
      await tx.find(Interaction, due.interactionId ?? ''),
      due.fileId ? await tx.find(File, due.fileId) : undefined,
    ]);
    // Kept by an attempt whose process ended then; or the talk is gone.
    if (!talk || before?.state === 'stored') return;
    const asAuthor: Call = { ...call, caller: { ...call.caller, personId: talk.authorId } };
    const { customerId } = talk;
    const id = before?.state === 'uploading' ? before.id : await this.open(due, talk, asAuthor);
    const size = (await store.size(due.storedAs)) ?? 0;
    if (size === 0) throw new MissingObject(due.storedAs);
    for (let index = 0; index * chunkBytes < size; index += 1) {
      const bytes = await store.read(due.storedAs, index * chunkBytes, chunkBytes);
      await this.uploads.write({ customerId, id, index, data: bytes.toString('base64') }, asAuthor);
    }
    await this.uploads.finish({ customerId, id, size: String(size) }, asAuthor);
  }

  private async open(due: Due, { id: interactionId, customerId }: Interaction, call: Call): Promise<string> {
    const file = await this.files.create(
      { customerId, file: { name: due.name, interactionId } as never },
      call,
    );
    await this.work.write(call, (tx) =>
      tx.query('UPDATE mail_file SET file_id = $2 WHERE id = $1', [due.id, file.id]),
    );
    return file.id;
  }
}
