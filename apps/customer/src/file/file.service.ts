import { Inject, Injectable } from '@nestjs/common';
import type { File as FileAnswer } from '@kontor/contracts/gen/kontor/customer/v1/file';
import type {
  CreateFileRequest,
  DeleteFileRequest,
  GetFileRequest,
  ListFilesRequest,
  ListFilesResponse,
  ReadFileChunkRequest,
  ReadFileChunkResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/file_service';
import type { Call } from '@kontor/access/call';
import { may } from '@kontor/access/permissions';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, refusedField } from '@kontor/errors/app-error';
import { MissingObject, type Store } from '@kontor/files/store';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Customer } from '../customer/customer.entity.js';
import { Interaction } from '../interaction/interaction.entity.js';
import { FILE_STORE } from './config.js';
import { File } from './file.entity.js';
import { FileJob } from './file.job.js';
import { mayRemove } from './rules/file-removal.js';
import { extensionOf, isKnownExtension } from './rules/file-type.js';
import { chunkBytes } from './upload-area.js';

const fields = queryFields(contract.fields('kontor.customer.v1.File'), {
  id: { nullable: false },
  name: { nullable: false },
  createTime: { nullable: false },
});

/** Files of customers and talks, as people see them. */
@Injectable()
export class FileService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly job: FileJob,
    @Inject(FILE_STORE) private readonly store: Store,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  /** Opens a file whose bytes follow. */
  create({ customerId, file }: CreateFileRequest, call: Call): Promise<FileAnswer> {
    return this.work.write(call, async (tx) => {
      const { name = '', interactionId } = file ?? {};
      if (!isKnownExtension(name))
        throw refusedField('name', 'file-type-refused', { type: extensionOf(name) });
      await tx.getParent(Customer, customerId);
      if (interactionId) {
        const talk = await tx.find(Interaction, interactionId);
        if (talk?.customerId !== customerId) throw refusedField('interactionId', 'interaction-not-found');
      }
      const row = tx.insert(File, {
        customerId,
        interactionId,
        name: name.trim(),
        contentType: '',
        size: '0',
        sha256: '',
        storedAs: '',
        authorId: call.caller.personId,
        state: 'uploading',
      });
      return fileAnswer(row);
    });
  }

  get({ customerId, id }: GetFileRequest, call: Call): Promise<FileAnswer> {
    return this.work.read(call, async (tx) => fileAnswer(await storedFile(tx, customerId, id)));
  }

  list(request: ListFilesRequest, call: Call): Promise<ListFilesResponse> {
    return this.work.read(call, async (tx) => {
      await tx.get(Customer, request.customerId);
      return this.listIn(tx, request, call.method);
    });
  }

  /** A page of the files of a customer that is looked at in the same transaction, for the call `method`. */
  async listIn(
    tx: Transaction,
    { customerId, ...request }: ListFilesRequest,
    method: string,
  ): Promise<ListFilesResponse> {
    const { rows, ...page } = await listRows(tx, File, 'file', request, {
      fields,
      defaultOrder: 'createTime desc',
      method,
      secret: this.settings.secret,
      scope: { where: `r.customer_id = $1 AND r.state = 'stored'`, params: [customerId] },
    });
    return { files: rows.map(fileAnswer), ...page };
  }

  /** A piece of the bytes. The first one is a download, and noted as such before a byte leaves. */
  async read({ customerId, id, index }: ReadFileChunkRequest, call: Call): Promise<ReadFileChunkResponse> {
    const { storedAs } = await (index === 0
      ? this.work.write({ ...call, idempotencyKey: undefined }, async (tx) => {
          const file = await storedFile(tx, customerId, id);
          const { version, sha256 } = file;
          tx.audit({ action: 'download', object: 'file', objectId: id, version, changes: { sha256 } });
          return file;
        })
      : this.work.read(call, (tx) => storedFile(tx, customerId, id)));
    try {
      const bytes = await this.store.read(storedAs, index * chunkBytes, chunkBytes);
      return { data: bytes.toString('base64') };
    } catch (cause) {
      if (!(cause instanceof MissingObject)) throw cause;
      // Also where a replica does not see the folder of the others.
      const params = { store: this.store.label };
      throw new AppError('unavailable', 'stored-bytes-missing', { cause, params, retryAfterSeconds: 30 });
    }
  }

  /** Takes a file out of sight; its bytes are removed by the job. */
  async delete({ customerId, id }: DeleteFileRequest, call: Call): Promise<void> {
    await this.work.write(call, async (tx) => {
      await tx.getParent(Customer, customerId);
      const file = await storedFile(tx, customerId, id, 'FOR NO KEY UPDATE OF r');
      const removesAny = may(call.caller, 'file.remove');
      if (!mayRemove(file, call.caller.personId, removesAny, tx.now)) {
        throw new AppError('forbidden', 'file-delete-author');
      }
      tx.update(File, file, { state: 'removed' });
    });
    this.job.wake();
  }
}

async function storedFile(tx: Transaction, customerId: string, id: string, tail = ''): Promise<File> {
  const where = `r.id = $1 AND r.customer_id = $2 AND r.state = 'stored'`;
  const [file] = await tx.select(File, where, [id, customerId], tail);
  if (!file) throw new AppError('not_found', 'file-not-found');
  return file;
}

/** A file as people see it. */
export function fileAnswer({ state: _, version: __, storedAs: ___, ...file }: File): FileAnswer {
  return file;
}
