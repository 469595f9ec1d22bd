import { Inject, Injectable } from '@nestjs/common';
import type { File as FileAnswer } from '@kontor/contracts/gen/kontor/customer/v1/file';
import type {
  FinishFileRequest,
  WriteFileChunkRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/file_service';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, refusedField } from '@kontor/errors/app-error';
import type { Store } from '@kontor/files/store';
import { FILES, FILE_STORE, type FileSettings } from './config.js';
import { File } from './file.entity.js';
import { fileAnswer } from './file.service.js';
import { extensionOf, fileType } from './rules/file-type.js';
import { storedName } from './stored-name.js';
import { UploadArea, chunkBytes, type Weighed } from './upload-area.js';

/** Takes the bytes of a file in, piece by piece, and finishes it: from then on it is whole and stays. */
@Injectable()
export class FileUpload {
  private readonly area: UploadArea;

  constructor(
    private readonly work: UnitOfWork,
    @Inject(FILE_STORE) private readonly store: Store,
    @Inject(FILES) private readonly settings: FileSettings,
  ) {
    this.area = new UploadArea(store);
  }

  /** Stores a piece; all but the last have 1 MiB. */
  async write({ customerId, id, index, data }: WriteFileChunkRequest, call: Call): Promise<void> {
    const bytes = Buffer.from(data, 'base64');
    if (bytes.length === 0 || bytes.length > chunkBytes) throw refusedField('data', 'file-chunk-size');
    const { limit } = this.settings;
    if (index * chunkBytes + bytes.length > limit) {
      throw new AppError('too_large', 'file-too-large', { params: { max: limit } });
    }
    const file = await this.work.read(call, (tx) => ownFile(tx, customerId, id));
    if (file.state !== 'uploading') throw new AppError('conflict', 'file-not-uploading');
    await this.area.write(id, index, bytes);
  }

  /**
   * Finishes a file. Its bytes are kept before its row tells that it is whole: who dies in between leaves a file that
   * nobody sees, which is finished by the next try or tidied. Again changes nothing.
   */
  async finish({ customerId, id, size }: FinishFileRequest, call: Call): Promise<FileAnswer> {
    const before = await this.work.read(call, (tx) => ownFile(tx, customerId, id));
    if (before.state === 'stored') return fileAnswer(before);
    if (before.state !== 'uploading') throw new AppError('conflict', 'file-not-uploading');
    if (Number(size) === 0) throw refusedField('file', 'file-empty');
    const weighed = await this.area.weigh(id, Number(size));
    if (!weighed) throw new AppError('conflict', 'file-incomplete');
    const type = fileType(before.name, weighed);
    if ('refusal' in type) {
      const extension = extensionOf(before.name);
      await this.work.write({ ...call, idempotencyKey: undefined }, async (tx) => {
        tx.update(File, await ownFile(tx, customerId, id, lock), { state: 'removed' });
      });
      throw refusedField('file', type.refusal, { type: extension, extension });
    }
    // Without a transaction: a slow store holds no connection and no lock.
    const storedAs = storedName(id, weighed.sha256);
    await this.store.put(storedAs, this.area.bytes(weighed));
    const file = await this.keep(before, weighed, type.contentType, call).catch(async (error: unknown) => {
      // Removed meanwhile: nobody would look for this object again.
      if (isGone(error)) await this.store.remove(storedAs).catch(() => undefined);
      throw error;
    });
    // Somebody else finished it with other pieces. What cannot be removed now is tidied with the file.
    if (file.sha256 !== weighed.sha256) await this.store.remove(storedAs).catch(() => undefined);
    await this.area.remove(id).catch(() => undefined);
    return file;
  }

  private keep(
    { customerId, id }: File,
    weighed: Weighed,
    contentType: string,
    call: Call,
  ): Promise<FileAnswer> {
    return this.work.write(call, async (tx) => {
      const file = await ownFile(tx, customerId, id, lock);
      if (file.state === 'stored') return fileAnswer(file);
      if (file.state !== 'uploading') throw new AppError('conflict', 'file-not-uploading');
      const { sha256, size } = weighed;
      const storedAs = storedName(id, sha256);
      const changes = { state: 'stored', contentType, sha256, size: String(size), storedAs } as const;
      return fileAnswer(tx.update(File, file, changes));
    });
  }
}

const lock = 'FOR NO KEY UPDATE OF r';

/** A file of the caller, in any state: nobody writes into the upload of somebody else. */
async function ownFile(tx: Transaction, customerId: string, id: string, tail = ''): Promise<File> {
  const where = 'r.id = $1 AND r.customer_id = $2 AND r.author_id = $3';
  const [file] = await tx.select(File, where, [id, customerId, tx.call.caller.personId], tail);
  if (!file) throw new AppError('not_found', 'file-not-found');
  return file;
}

function isGone(error: unknown): boolean {
  return error instanceof AppError && ['file-not-uploading', 'file-not-found'].includes(error.reason);
}
