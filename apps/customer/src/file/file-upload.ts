import { Inject, Injectable } from '@nestjs/common';
import type { File as FileAnswer } from '@kontor/contracts/gen/kontor/customer/v1/file';
import type {
  FinishFileRequest,
  WriteFileChunkRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/file_service';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { FILES, type FileSettings } from './config.js';
import { FILE_STORE, chunkBytes, type FileStore } from './file-store.js';
import { File } from './file.entity.js';
import { fileAnswer, refused } from './file.service.js';
import { extensionOf, fileType } from './rules/file-type.js';
import { UploadArea } from './upload-area.js';

/** Takes the bytes of a file in, piece by piece, and finishes it: from then on it is whole and stays. */
@Injectable()
export class FileUpload {
  private readonly area: UploadArea;

  constructor(
    private readonly work: UnitOfWork,
    @Inject(FILE_STORE) private readonly store: FileStore,
    @Inject(FILES) private readonly settings: FileSettings,
  ) {
    this.area = new UploadArea(settings.folder);
  }

  /** Stores a piece; all but the last have 1 MiB. */
  async write({ customerId, id, index, data }: WriteFileChunkRequest, call: Call): Promise<void> {
    const bytes = Buffer.from(data, 'base64');
    if (bytes.length === 0 || bytes.length > chunkBytes) throw refused('data', 'file-chunk-size');
    const { limit } = this.settings;
    if (index * chunkBytes + bytes.length > limit) {
      throw new AppError('too_large', 'file-too-large', { params: { max: limit } });
    }
    const file = await this.work.read(call, (tx) => ownFile(tx, customerId, id));
    if (file.state !== 'uploading') throw new AppError('conflict', 'file-not-uploading');
    await this.area.write(id, index, bytes);
  }

  /**
   * Finishes a file. Its bytes are kept while its row is locked and before it is told to be whole: who dies in between
   * leaves a file that nobody sees, which is tidied, and has told nobody that it is there. Again changes nothing.
   */
  async finish({ customerId, id, size }: FinishFileRequest, call: Call): Promise<FileAnswer> {
    const before = await this.work.read(call, (tx) => ownFile(tx, customerId, id));
    if (before.state === 'stored') return fileAnswer(before);
    if (before.state !== 'uploading') throw new AppError('conflict', 'file-not-uploading');
    const weighed = await this.area.weigh(id);
    if (!weighed || String(weighed.size) !== String(size)) throw new AppError('conflict', 'file-incomplete');
    const type = fileType(before.name, weighed);
    const extension = extensionOf(before.name);
    const refusal =
      weighed.size === 0
        ? refused('file', 'file-empty')
        : 'refusal' in type && refused('file', type.refusal, { type: extension, extension });
    if (refusal) {
      await this.work.write({ ...call, idempotencyKey: undefined }, async (tx) => {
        tx.update(File, await ownFile(tx, customerId, id, lock), { state: 'removed' });
      });
      throw refusal;
    }
    return this.work.write(call, async (tx) => {
      const file = await ownFile(tx, customerId, id, lock);
      if (file.state === 'stored') return fileAnswer(file);
      if (file.state !== 'uploading') throw new AppError('conflict', 'file-not-uploading');
      await this.store.keep(id, this.area.pathOf(id));
      const { contentType } = type as { contentType: string };
      const { sha256 } = weighed;
      const changes = { state: 'stored', contentType, sha256, size: String(weighed.size) } as const;
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
